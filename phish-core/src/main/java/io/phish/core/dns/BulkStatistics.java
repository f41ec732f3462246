package io.phish.core.dns;

import java.time.Duration;
import java.util.Map;

/**
 * How far a bulk run is, or what came of it.
 *
 * @param started questions taken from the input
 * @param answered answers delivered, whatever their status
 * @param byStatus how many of each status, for all of {@link DnsStatus}; unmodifiable
 * @param elapsed since the start
 */
public record BulkStatistics(
    long started, long answered, Map<DnsStatus, Long> byStatus, Duration elapsed) {

  /** Copies the map. */
  public BulkStatistics {
    byStatus = Map.copyOf(byStatus);
  }

  /** Questions under way, or answered and waiting for an earlier one. */
  public long inFlight() {
    return started - answered;
  }

  /** Answers in a second; 0 before any time has passed. */
  public double rate() {
    return elapsed.isZero() ? 0 : answered * 1e9 / elapsed.toNanos();
  }
}
