package io.phish.spi;

import java.time.Duration;
import java.util.Objects;

/** What a {@link RateLimiter} says. */
public sealed interface RateDecision {

  /**
   * Whether somebody decided alone who should have asked the others, for they could not be reached.
   */
  boolean isLocal();

  /**
   * The permits are the caller's.
   *
   * @param remaining how many more could be taken at once right now
   * @param isLocal see {@link RateDecision#isLocal}
   */
  record Granted(int remaining, boolean isLocal) implements RateDecision {}

  /**
   * They are not, and none of the windows counts them.
   *
   * @param retryAfter after that they may be had if nobody else takes them, above 0
   * @param isLocal see {@link RateDecision#isLocal}
   */
  record Refused(Duration retryAfter, boolean isLocal) implements RateDecision {
    /** Checks for null. */
    public Refused {
      Objects.requireNonNull(retryAfter, "retryAfter");
    }
  }
}
