package io.phish.redis;

import java.time.Duration;

/**
 * How a {@link RedisCacheStore} does its work. Processes that share a cache may have different
 * ones.
 *
 * @param copyLimit how long stores before it keep copies at most, a millisecond to a day: how old
 *     they can be where word of a change does not come through, as over RESP2 or with a cluster
 * @param compressAbove above how many octets values are deflated, 64 to 16 MiB
 * @param loadLease how long a process that makes a missing entry keeps others from making it, too,
 *     while it neither has put it nor given up; 0, or 10 ms to 5 minutes. With 0 nobody waits for
 *     another process
 */
public record RedisCacheSettings(Duration copyLimit, int compressAbove, Duration loadLease) {
  private static final Duration MIN_LEASE = Duration.ofMillis(10);
  private static final Duration MAX_LEASE = Duration.ofMinutes(5);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if something is out of its range; the message names it
   */
  public RedisCacheSettings {
    check("copyLimit", copyLimit, Duration.ofMillis(1), Duration.ofDays(1));
    if (compressAbove < 64 || compressAbove > Envelope.MAXIMUM) {
      throw new IllegalArgumentException(
          "compressAbove " + compressAbove + " is not 64 to " + Envelope.MAXIMUM);
    }
    if (!loadLease.isZero()) {
      check("loadLease", loadLease, MIN_LEASE, MAX_LEASE);
    }
  }

  /** Copies for a minute, values of more than 4 KiB deflated, nobody waits for another process. */
  public static RedisCacheSettings defaults() {
    return new RedisCacheSettings(Duration.ofMinutes(1), 4_096, Duration.ZERO);
  }

  /** The same with copies kept so long at most. */
  public RedisCacheSettings withCopyLimit(Duration limit) {
    return new RedisCacheSettings(limit, compressAbove, loadLease);
  }

  /** The same with values of more octets deflated. */
  public RedisCacheSettings withCompressAbove(int octets) {
    return new RedisCacheSettings(copyLimit, octets, loadLease);
  }

  /** The same with processes that wait for each other; 5 s will do for most extractors. */
  public RedisCacheSettings withLoadLease(Duration lease) {
    return new RedisCacheSettings(copyLimit, compressAbove, lease);
  }

  private static void check(String what, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(what + " " + value + " is not " + min + " to " + max);
    }
  }
}
