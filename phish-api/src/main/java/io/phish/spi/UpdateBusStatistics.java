package io.phish.spi;

/**
 * How a bus does, as seen from this instance.
 *
 * @param subscribers how many there are
 * @param published updates that were published here
 * @param delivered updates that were handed to subscribers here
 * @param dropped subscribers that were too slow
 * @param gaps how often subscribers were told that updates are missing
 * @param failures updates that could not be published
 */
public record UpdateBusStatistics(
    long subscribers, long published, long delivered, long dropped, long gaps, long failures) {}
