package io.phish.spi;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Says who may go ahead, so that something is done no more often than its windows allow: by all who
 * ask the same limiter, or limiters that count together.
 *
 * <p>Time is counted in whole microseconds. A permit counts from the moment at which it is granted.
 * If what it is for happens later, and not always by the same time, more of it may fall into a
 * window than were granted.
 *
 * <p>Safe for any number of threads. No method blocks; failures are in the stage, also those of
 * arguments. Test one with {@code RateLimiterContract} from the test-jar of this module.
 */
public interface RateLimiter extends AutoCloseable {
  /** The longest wait. */
  Duration MAX_WAIT = Duration.ofMinutes(10);

  /** The most windows of one key. */
  int MAX_WINDOWS = 8;

  /** The longest key. */
  int MAX_KEY = 256;

  /**
   * Asks for permits in all windows or none. If they cannot be had at once but within the longest
   * wait, they are taken now, so that nobody overtakes, and the stage is completed when they are
   * due; who does not want them any more has them nevertheless.
   *
   * @param key who or what is limited, 1 to {@link #MAX_KEY} characters; the same windows should be
   *     given with it everywhere and always, as each window counts for itself
   * @param windows all of which hold, 1 to {@link #MAX_WINDOWS}
   * @param permits at least 1, at most the least burst of the windows
   * @param longestWait 0 not to wait, up to {@link #MAX_WAIT}
   * @return fails with an {@link IllegalArgumentException} if something is out of its range, and
   *     with an {@link IllegalStateException} if the limiter is closed
   */
  CompletionStage<RateDecision> acquire(
      String key, List<RateWindow> windows, int permits, Duration longestWait);

  /** Asks for one permit, not to wait. */
  default CompletionStage<RateDecision> tryAcquire(String key, List<RateWindow> windows) {
    return acquire(key, windows, 1, Duration.ZERO);
  }

  /**
   * Checks the arguments of {@link #acquire}, for those who implement it.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  static void check(String key, List<RateWindow> windows, int permits, Duration longestWait) {
    if (key.isEmpty() || key.length() > MAX_KEY) {
      throw new IllegalArgumentException(
          "key has " + key.length() + " characters, not 1 to " + MAX_KEY);
    }
    if (windows.isEmpty() || windows.size() > MAX_WINDOWS) {
      throw new IllegalArgumentException(
          "there are " + windows.size() + " windows, not 1 to " + MAX_WINDOWS);
    }
    for (int i = 0; i < windows.size(); i++) {
      int burst = windows.get(i).burst();
      if (permits < 1 || permits > burst) {
        throw new IllegalArgumentException(
            "permits " + permits + " is not 1 to the burst " + burst + " of window " + i);
      }
    }
    if (longestWait.isNegative() || longestWait.compareTo(MAX_WAIT) > 0) {
      throw new IllegalArgumentException("longestWait " + longestWait + " is not 0 to " + MAX_WAIT);
    }
  }

  /** Lets go of what the limiter holds. Who waits is told by a failed stage; calls fail then. */
  @Override
  void close();
}
