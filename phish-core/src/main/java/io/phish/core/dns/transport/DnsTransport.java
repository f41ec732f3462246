package io.phish.core.dns.transport;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.Message;

/** Takes questions to name servers and brings the replies. Safe for any number of threads. */
public interface DnsTransport extends AutoCloseable {

  /**
   * Asks. Returns at once; the message is not kept after that, and its id does not matter.
   *
   * <p>The future completes with the reply to this very question, whatever its response code, and
   * never with a truncated one; with a {@link DnsTransportException} if there is none. Cancelling
   * it ends the work.
   *
   * @param query with one question
   * @param timeout for everything: retransmissions, other servers, TCP
   */
  CompletableFuture<Message> send(Message query, Duration timeout);

  /** Fails what is on its way and lets go of sockets and threads. */
  @Override
  void close();
}
