package io.phish.core.limit;

import io.phish.spi.RateDecision;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Those whose permits are not due yet. Threads are there only while somebody waits. */
final class Waiting {
  private static final int MOST = 100_000;
  private static final int THREADS = 2;
  private static final long IDLE_SECONDS = 10;

  private final ConcurrentHashMap<Long, CompletableFuture<RateDecision>> futures =
      new ConcurrentHashMap<>();

  private final AtomicLong numbers = new AtomicLong();
  private final ScheduledThreadPoolExecutor timer;

  /** What follows a decision may take its time, and must not hold up the timer. */
  private final ThreadPoolExecutor executor;

  private volatile boolean isClosed;

  Waiting() {
    ThreadFactory daemons =
        task -> {
          Thread thread = new Thread(task, "phish-limit");
          thread.setDaemon(true);
          return thread;
        };
    timer = new ScheduledThreadPoolExecutor(1, daemons);
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // no more than MOST
            daemons);
    executor.allowCoreThreadTimeOut(true);
  }

  boolean isFull() {
    return futures.mappingCount() >= MOST;
  }

  boolean isClosed() {
    return isClosed;
  }

  static IllegalStateException closed() {
    return new IllegalStateException("the rate limiter is closed");
  }

  CompletableFuture<RateDecision> complete(Counts.Taken taken) {
    CompletableFuture<RateDecision> future = new CompletableFuture<>();
    long number = numbers.incrementAndGet();
    futures.put(number, future);
    try {
      ScheduledFuture<?> task =
          timer.schedule(
              () -> executor.execute(() -> future.complete(taken.decision())),
              taken.waitMicros(),
              TimeUnit.MICROSECONDS);
      CompletableFuture<?> unused =
          future.whenComplete(
              (decision, failure) -> {
                futures.remove(number);
                task.cancel(false);
              });
    } catch (RejectedExecutionException e) {
      futures.remove(number);
      future.completeExceptionally(closed());
    }
    return future;
  }

  void close() {
    isClosed = true;
    timer.shutdownNow();
    futures.values().forEach(future -> future.completeExceptionally(closed()));
    executor.shutdown();
  }
}
