package io.phish.spi;

import java.time.Duration;

/**
 * How long sessions live and how many there are.
 *
 * @param idle for how long a session lives that nobody looks at, 1 ms to 400 days
 * @param lifetime for how long one lives at most, at least {@code idle} and up to 400 days
 * @param perUser how many a user has, 1 to 1,000: one more ends the one that was looked at least
 *     recently
 * @param perTenant how many a tenant has, 1 to 10,000,000: one more is refused
 * @param maxOctets what the names and values of the attributes of one session may take in UTF-8, 1
 *     to 1 MiB
 */
public record SessionLimits(
    Duration idle, Duration lifetime, int perUser, int perTenant, int maxOctets) {
  private static final Duration MAX = Duration.ofDays(400);

  /** Half an hour idle, twelve hours in all, 16 per user, 100,000 per tenant, 16 KiB each. */
  public static final SessionLimits DEFAULT =
      new SessionLimits(Duration.ofMinutes(30), Duration.ofHours(12), 16, 100_000, 16 << 10);

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public SessionLimits {
    if (idle.compareTo(Duration.ofMillis(1)) < 0 || idle.compareTo(MAX) > 0) {
      throw new IllegalArgumentException("idle " + idle + " is not 1 ms to 400 d");
    }
    if (lifetime.compareTo(idle) < 0 || lifetime.compareTo(MAX) > 0) {
      throw new IllegalArgumentException("lifetime " + lifetime + " is not idle to 400 d");
    }
    check("perUser", perUser, 1_000);
    check("perTenant", perTenant, 10_000_000);
    check("maxOctets", maxOctets, 1 << 20);
  }

  private static void check(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + " " + value + " is not 1 to " + most);
    }
  }

  /** These limits with other times. */
  public SessionLimits withTimes(Duration idle, Duration lifetime) {
    return new SessionLimits(idle, lifetime, perUser, perTenant, maxOctets);
  }

  /** These limits with other numbers. */
  public SessionLimits withNumbers(int perUser, int perTenant) {
    return new SessionLimits(idle, lifetime, perUser, perTenant, maxOctets);
  }
}
