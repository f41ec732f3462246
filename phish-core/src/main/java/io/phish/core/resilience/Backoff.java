package io.phish.core.resilience;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongUnaryOperator;

/**
 * How long to wait before trying again: exponential with full jitter, that is, a uniformly random
 * time between nothing and a bound that doubles with every attempt up to a cap. Of the schemes
 * compared in "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015) it makes the fewest
 * calls under contention. Immutable.
 */
public final class Backoff {
  private final long baseNanos;
  private final long capNanos;
  private final LongUnaryOperator random;

  /**
   * A back-off with a source of randomness.
   *
   * @param base the bound for the first retry, above 0
   * @param cap what no bound exceeds, {@code base} to a day
   * @param random a uniformly random number from 0 up to but without its argument; called on
   *     several threads
   */
  public Backoff(Duration base, Duration cap, LongUnaryOperator random) {
    if (base.isNegative() || base.isZero() || base.compareTo(cap) > 0) {
      throw new IllegalArgumentException("base " + base + " is not above 0 and up to cap " + cap);
    }
    if (cap.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("cap " + cap + " is above a day");
    }
    this.baseNanos = base.toNanos();
    this.capNanos = cap.toNanos();
    this.random = Objects.requireNonNull(random, "random");
  }

  /** A back-off that cannot be foretold. */
  public static Backoff of(Duration base, Duration cap) {
    return new Backoff(base, cap, bound -> ThreadLocalRandom.current().nextLong(bound));
  }

  /**
   * How long to wait.
   *
   * @param retry which retry it is before, from 0
   * @return nanoseconds, 0 to the bound
   */
  public long nanos(int retry) {
    if (retry < 0) {
      throw new IllegalArgumentException("retry " + retry + " is below 0");
    }
    return random.applyAsLong(bound(retry) + 1);
  }

  private long bound(int retry) {
    // Within the first comparison nothing is shifted out: base << retry <= cap < 2^47.
    return retry < Long.SIZE - 1 && baseNanos <= capNanos >> retry ? baseNanos << retry : capNanos;
  }
}
