package com.example.contract;

import io.phish.spi.RateDecision;
import io.phish.spi.RateDecision.Granted;
import io.phish.spi.RateDecision.Refused;
import io.phish.spi.RateLimiter;
import io.phish.spi.RateWindow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The least that is a limiter, with places where it can be broken. */
class PlainLimiter implements RateLimiter {
  private final Clock clock;
  private final Map<String, Long> due = new HashMap<>();
  private final CompletableFuture<Void> closing = new CompletableFuture<>();

  PlainLimiter(Clock clock) {
    this.clock = clock;
  }

  String key(String key, RateWindow window) {
    return key + " " + window;
  }

  long cost(RateWindow window, int permits) {
    return window.costMicros(permits);
  }

  long capacity(RateWindow window) {
    return window.capacityMicros();
  }

  RateDecision refuse(long wait) {
    return new Refused(Duration.of(wait, ChronoUnit.MICROS), false);
  }

  RateDecision grant(int remaining) {
    return new Granted(remaining, false);
  }

  /** Whether a refusal takes permits all the same. */
  boolean takes(RateDecision decision) {
    return decision instanceof Granted;
  }

  CompletionStage<RateDecision> after(long wait, RateDecision decision) {
    if (wait == 0) {
      return CompletableFuture.completedFuture(decision);
    }
    CompletableFuture<RateDecision> turn = new CompletableFuture<>();
    var unused =
        closing.whenComplete(
            (closed, failure) -> turn.completeExceptionally(new IllegalStateException("closed")));
    CompletableFuture.delayedExecutor(wait, TimeUnit.MICROSECONDS)
        .execute(() -> turn.complete(decision));
    return turn;
  }

  void check(String key, List<RateWindow> windows, int permits, Duration longestWait) {
    RateLimiter.check(key, windows, permits, longestWait);
  }

  @Override
  public CompletionStage<RateDecision> acquire(
      String key, List<RateWindow> windows, int permits, Duration longestWait) {
    try {
      check(key, windows, permits, longestWait);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    if (closing.isDone()) {
      return CompletableFuture.failedFuture(new IllegalStateException("closed"));
    }
    return decide(key, windows, permits, longestWait);
  }

  synchronized CompletionStage<RateDecision> decide(
      String key, List<RateWindow> windows, int permits, Duration longestWait) {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    long wait = 0;
    long remaining = Integer.MAX_VALUE;
    Map<String, Long> next = new HashMap<>();
    for (RateWindow window : windows) {
      long after = Math.max(now, due.getOrDefault(key(key, window), 0L)) + cost(window, permits);
      wait = Math.max(wait, after - capacity(window) - now);
      long free = capacity(window) - after + now;
      remaining = Math.min(remaining, Math.max(0, free) / window.costMicros(1));
      next.put(key(key, window), after);
    }
    boolean isGranted = wait <= TimeUnit.NANOSECONDS.toMicros(longestWait.toNanos());
    RateDecision decision = isGranted ? grant((int) remaining) : refuse(wait);
    if (takes(decision)) {
      due.putAll(next);
    }
    return after(isGranted ? wait : 0, decision);
  }

  @Override
  public void close() {
    closing.complete(null);
  }
}
