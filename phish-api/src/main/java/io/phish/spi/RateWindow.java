package io.phish.spi;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * So many permits within any time of this length, wherever that time begins, of which so many may
 * be taken at once.
 *
 * <p>It is kept by the generic cell rate algorithm (GCRA; ITU-T I.371, annex A): a permit is due
 * every {@code length / (permits - burst + 1)} and may be taken up to {@code burst - 1} of these
 * spaces early. That is the narrowest spacing with which no half-open time of this length ever
 * holds more than {@code permits}. So the burst is paid for in the long run: with {@code burst} 1
 * all {@code permits} are had in each length, evenly; with {@code burst} equal to {@code permits}
 * all of them at once, and then one per length.
 *
 * @param permits 1 to {@link #MAX_PERMITS}
 * @param length 1 ms to 31 days; counted in microseconds, rounded up
 * @param burst 1 to {@code permits}, and what is earned back within 150 years
 */
public record RateWindow(int permits, Duration length, int burst) {
  /** The most permits of a window. */
  public static final int MAX_PERMITS = 1_000_000;

  /** In microseconds, so that with the time of day it is exact in a double, as scripts count. */
  private static final long MAX_CAPACITY = TimeUnit.DAYS.toMicros(150 * 365);

  private static final Duration MIN_LENGTH = Duration.ofMillis(1);
  private static final Duration MAX_LENGTH = Duration.ofDays(31);

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public RateWindow {
    if (permits < 1 || permits > MAX_PERMITS) {
      throw new IllegalArgumentException("permits " + permits + " is not 1 to " + MAX_PERMITS);
    }
    Objects.requireNonNull(length, "length");
    if (length.compareTo(MIN_LENGTH) < 0 || length.compareTo(MAX_LENGTH) > 0) {
      throw new IllegalArgumentException("length " + length + " is not 1 ms to 31 d");
    }
    if (burst < 1 || burst > permits) {
      throw new IllegalArgumentException("burst " + burst + " is not 1 to permits " + permits);
    }
    if (burst * (TimeUnit.NANOSECONDS.toMicros(length.toNanos()) / (permits - burst + 1))
        > MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "burst "
              + burst
              + " is earned back in more than 150 years; give less, or a shorter length");
    }
  }

  /** A window of which a tenth may be taken at once, at least 1: 90 % of it in the long run. */
  public static RateWindow of(int permits, Duration length) {
    return new RateWindow(permits, length, Math.max(1, permits / 10));
  }

  /** This window with another number of permits at once. */
  public RateWindow withBurst(int burst) {
    return new RateWindow(permits, length, burst);
  }

  /**
   * The share of one of several that may not count together: no more than this window in all, as
   * long as there are no more of them.
   *
   * @param instances at least 1
   */
  public RateWindow share(int instances) {
    if (instances < 1) {
      throw new IllegalArgumentException("instances " + instances + " is below 1");
    }
    if (instances <= permits) {
      return new RateWindow(permits / instances, length, Math.max(1, burst / instances));
    }
    Duration longer = length.multipliedBy(instances).dividedBy(permits);
    return new RateWindow(1, longer.compareTo(MAX_LENGTH) > 0 ? MAX_LENGTH : longer, 1);
  }

  /**
   * By how much so many permits move on the time at which the next one is due. The space of one is
   * rounded up to a whole microsecond, so that there are never more permits for it.
   */
  public long costMicros(int taken) {
    long spaces = permits - burst + 1L;
    return taken * ((lengthMicros() + spaces - 1) / spaces);
  }

  /** How far that time may lie ahead after permits were taken. */
  public long capacityMicros() {
    return costMicros(burst);
  }

  private long lengthMicros() {
    return TimeUnit.NANOSECONDS.toMicros(length.toNanos() + 999);
  }
}
