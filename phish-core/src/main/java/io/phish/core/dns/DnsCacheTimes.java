package io.phish.core.dns;

import java.time.Duration;

/**
 * How long answers are kept.
 *
 * @param min at least, whatever the answer says: a name with a time-to-live of 0 is else asked for
 *     once a caller
 * @param max at most
 * @param maxAbsent at most, for what is not there
 * @param failed for how long a failure keeps others from asking again (RFC 9520, section 3.2: at
 *     least 1 s, at most 5 min)
 * @param stale for how long after its time an answer stands in for one that cannot be had (RFC
 *     8767, section 5)
 */
public record DnsCacheTimes(
    Duration min, Duration max, Duration maxAbsent, Duration failed, Duration stale) {

  private static final Duration LONGEST = Duration.ofDays(7);

  /**
   * From 5 s to 1 h, 15 min for absence, 5 s for failures, 1 h stale. A name that turns up in an
   * attack is often an hour old and moves within minutes, so the bounds are tighter than those of a
   * recursive resolver (a week, and three days stale), which mostly stands behind this one anyway.
   */
  public static final DnsCacheTimes DEFAULT =
      new DnsCacheTimes(
          Duration.ofSeconds(5),
          Duration.ofHours(1),
          Duration.ofMinutes(15),
          Duration.ofSeconds(5),
          Duration.ofHours(1));

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException if a time is negative or above a week, or the least above the
   *     most
   */
  public DnsCacheTimes {
    requireSane("min", min);
    requireSane("max", max);
    requireSane("maxAbsent", maxAbsent);
    requireSane("failed", failed);
    requireSane("stale", stale);
    if (min.compareTo(max) > 0 || min.compareTo(maxAbsent) > 0) {
      throw new IllegalArgumentException("min " + min + " is above " + max + " or " + maxAbsent);
    }
  }

  private static void requireSane(String field, Duration time) {
    if (time.isNegative() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(field + " " + time + " is not within 0 and a week");
    }
  }

  /** For how long an answer from which something was learnt is fresh. */
  Duration lifetime(DnsAnswer answer) {
    Duration most = answer.status() == DnsStatus.FOUND ? max : maxAbsent;
    long seconds = Math.min(most.toSeconds(), answer.ttl());
    Duration time = Duration.ofSeconds(seconds);
    return time.compareTo(min) < 0 ? min : time;
  }
}
