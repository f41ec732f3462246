package io.phish.core.engine;

import io.phish.core.resilience.Bulkhead;
import io.phish.core.resilience.CircuitBreaker;
import io.phish.core.resilience.RetryBudget;

/** What keeps the extractors of one resource from harming it, or it from harming them. */
record Resource(CircuitBreaker breaker, Bulkhead bulkhead, RetryBudget retries) {
  /** How many times its concurrency may wait for a resource. */
  private static final int QUEUE_FACTOR = 16;

  /** One retry for ten calls, as Finagle does. */
  private static final double RETRY_RATIO = 0.1;

  private static final int RETRY_BURST = 20;

  static Resource of(CircuitBreaker breaker, int concurrency) {
    return new Resource(
        breaker,
        new Bulkhead(concurrency, Math.multiplyExact(concurrency, QUEUE_FACTOR)),
        new RetryBudget(RETRY_RATIO, RETRY_BURST));
  }
}
