package io.phish.core.dns.transport;

/**
 * What a transport did since it was made.
 *
 * @param sent questions that left, each time they did
 * @param received replies that were believed
 * @param retransmitted questions sent again to the same server
 * @param failedOver questions sent to another server
 * @param timedOut exchanges that nobody answered in time
 * @param wrongId replies to nothing that was asked, or that was asked and is over
 * @param wrongQuestion replies with the id and another question, or with a foreign cookie
 * @param malformed replies that cannot be read
 * @param truncated replies over UDP that were asked for again over TCP
 * @param tcpConnections connections that were opened
 * @param overloaded exchanges that were turned away
 */
public record TransportStatistics(
    long sent,
    long received,
    long retransmitted,
    long failedOver,
    long timedOut,
    long wrongId,
    long wrongQuestion,
    long malformed,
    long truncated,
    long tcpConnections,
    long overloaded) {}
