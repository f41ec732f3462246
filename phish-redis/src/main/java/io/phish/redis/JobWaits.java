package io.phish.redis;

import io.phish.spi.LeasedJobs;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks for jobs again and again, less and less often, until there is one or the wait is over. */
final class JobWaits implements AutoCloseable {
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Duration LONGEST_WAIT = Duration.ofDays(36_500);

  private final ScheduledThreadPoolExecutor timer;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, CompletableFuture<LeasedJobs>> open = new ConcurrentHashMap<>();

  JobWaits() {
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "phish-redis-queue");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * What there is, once there is something.
   *
   * @param ask asks once
   * @param unwanted takes what came when nobody waited any more
   */
  CompletableFuture<LeasedJobs> until(
      Duration wait, Supplier<CompletableFuture<LeasedJobs>> ask, Consumer<LeasedJobs> unwanted) {
    CompletableFuture<LeasedJobs> result = new CompletableFuture<>();
    long number = numbers.incrementAndGet();
    open.put(number, result);
    Future<?> unused = result.whenComplete((leased, e) -> open.remove(number));
    Duration bounded = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    ask(new Wait(result, ask, unwanted, System.nanoTime() + bounded.toNanos()), FIRST_PAUSE);
    if (timer.isShutdown()) {
      result.completeExceptionally(isClosed());
    }
    return result;
  }

  private void ask(Wait wait, long pause) {
    if (wait.result.isDone()) {
      return;
    }
    Future<?> unused =
        wait.ask
            .get()
            .whenComplete(
                (leased, e) -> {
                  if (e != null) {
                    wait.result.completeExceptionally(e);
                  } else if (!leased.leases().isEmpty() || wait.end - System.nanoTime() <= 0) {
                    if (!wait.result.complete(leased) && !leased.leases().isEmpty()) {
                      wait.unwanted.accept(leased);
                    }
                  } else {
                    askAfter(wait, pause);
                  }
                });
  }

  private void askAfter(Wait wait, long pause) {
    long nanos = Math.max(0, Math.min(pause, wait.end - System.nanoTime()));
    try {
      Future<?> unused =
          timer.schedule(
              () -> ask(wait, Math.min(2 * pause, LONGEST_PAUSE)), nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      wait.result.completeExceptionally(isClosed());
    }
  }

  private record Wait(
      CompletableFuture<LeasedJobs> result,
      Supplier<CompletableFuture<LeasedJobs>> ask,
      Consumer<LeasedJobs> unwanted,
      long end) {}

  @Override
  public void close() {
    timer.shutdownNow();
    for (CompletableFuture<LeasedJobs> each : open.values()) {
      each.completeExceptionally(isClosed());
    }
  }

  private static IllegalStateException isClosed() {
    return new IllegalStateException("the job queue is closed");
  }
}
