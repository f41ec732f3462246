package io.phish.core.engine;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The engine's one timer thread. It starts with the first alarm. What it runs must be a
 * compare-and-set and a hand-over: whatever blocks here delays every deadline, which is why {@code
 * CompletableFuture.orTimeout}, with one such thread for the whole JVM and strangers' code on it,
 * is never used.
 */
final class Timer implements AutoCloseable {
  private final ScheduledThreadPoolExecutor scheduler;

  Timer() {
    scheduler = new ScheduledThreadPoolExecutor(1, Threads.daemons("phish-timer"));
    scheduler.setRemoveOnCancelPolicy(true);
    scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Runs the alarm after the delay; never, if the timer is closed by then. */
  Alarm after(long nanos, Runnable alarm) {
    Future<?> scheduled;
    try {
      scheduled = scheduler.schedule(alarm, Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return () -> {};
    }
    return () -> scheduled.cancel(false);
  }

  /** Something that will be run. */
  @FunctionalInterface
  interface Alarm {
    /** Does not run it, unless it runs already. */
    void cancel();
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }

  boolean awaitEnd(long nanos) throws InterruptedException {
    return scheduler.awaitTermination(nanos, TimeUnit.NANOSECONDS);
  }
}
