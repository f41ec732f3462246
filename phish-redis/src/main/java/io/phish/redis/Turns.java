package io.phish.redis;

import io.phish.spi.RateDecision;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Those whose permits are granted, but not due yet. */
final class Turns implements AutoCloseable {
  private static final int MOST = 100_000;

  private final ScheduledExecutorService timer;
  private final Executor executor;
  private final ConcurrentHashMap<Long, CompletableFuture<RateDecision>> waiting =
      new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private volatile boolean isClosed;

  Turns(ScheduledExecutorService timer, Executor executor) {
    this.timer = timer;
    this.executor = executor;
  }

  /** Whether nobody else may wait. */
  boolean isFull() {
    return waiting.mappingCount() >= MOST;
  }

  static IllegalStateException closed() {
    return new IllegalStateException("the rate limiter is closed");
  }

  CompletableFuture<RateDecision> complete(RateDecision decision, long micros) {
    CompletableFuture<RateDecision> turn = new CompletableFuture<>();
    long number = numbers.incrementAndGet();
    waiting.put(number, turn);
    try {
      ScheduledFuture<?> due =
          timer.schedule(
              () -> executor.execute(() -> turn.complete(decision)), micros, TimeUnit.MICROSECONDS);
      var unused =
          turn.whenComplete(
              (done, failure) -> {
                waiting.remove(number);
                due.cancel(false);
              });
    } catch (RejectedExecutionException e) {
      waiting.remove(number);
      turn.completeExceptionally(closed());
    }
    if (isClosed) {
      turn.completeExceptionally(closed());
    }
    return turn;
  }

  @Override
  public void close() {
    isClosed = true;
    waiting.values().forEach(turn -> turn.completeExceptionally(closed()));
  }
}
