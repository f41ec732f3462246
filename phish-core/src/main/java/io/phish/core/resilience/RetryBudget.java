package io.phish.core.resilience;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps retries a small share of the calls, so that they cannot multiply the load on a resource
 * that is failing because of its load. Calls earn a fraction of a retry each, retries spend one.
 *
 * <p>The idea is that of gRPC's retry throttling (proposal A6) and of Finagle's {@code
 * RetryBudget}. Safe for any number of threads, lock-free; a full budget is only read.
 */
public final class RetryBudget {
  private static final long RETRY = 1_000_000;

  private final long earned;
  private final long full;
  private final AtomicLong balance;

  /**
   * A full budget.
   *
   * @param ratio how many retries there may be per call in the long run, 0 to 1
   * @param burst how many may be saved up, 0 to a million; with 0 there are none at all
   */
  public RetryBudget(double ratio, int burst) {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("ratio " + ratio + " is not within 0 and 1");
    }
    if (burst < 0 || burst > 1_000_000) {
      throw new IllegalArgumentException("burst " + burst + " is not within 0 and 1,000,000");
    }
    earned = Math.round(ratio * RETRY);
    full = burst * RETRY;
    balance = new AtomicLong(full);
  }

  /** A first attempt is made. */
  public void onCall() {
    long now = balance.get();
    while (now < full && !balance.compareAndSet(now, Math.min(full, now + earned))) {
      now = balance.get();
    }
  }

  /** Spends a retry if there is one to spend. */
  public boolean tryRetry() {
    long now = balance.get();
    while (now >= RETRY) {
      if (balance.compareAndSet(now, now - RETRY)) {
        return true;
      }
      now = balance.get();
    }
    return false;
  }

  /** How many retries there are to spend. */
  public int available() {
    return (int) (balance.get() / RETRY);
  }
}
