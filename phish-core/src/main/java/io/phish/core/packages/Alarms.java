package io.phish.core.packages;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One timer thread, which is there while there is something to wait for. */
final class Alarms implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable ScheduledThreadPoolExecutor timer;
  private boolean isClosed;

  /** Runs something short after a time; never, if this is closed by then. */
  Future<?> after(Duration delay, Runnable alarm) {
    try {
      ScheduledThreadPoolExecutor open = timer();
      if (open != null) {
        return open.schedule(alarm, delay.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (RejectedExecutionException e) {
      // closed in between
    }
    return CompletableFuture.completedFuture(null);
  }

  private @Nullable ScheduledThreadPoolExecutor timer() {
    lock.lock();
    try {
      if (timer == null && !isClosed) {
        timer =
            new ScheduledThreadPoolExecutor(
                1,
                run -> {
                  Thread thread = new Thread(run, "phish-packages-timer");
                  thread.setDaemon(true);
                  return thread;
                });
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.setKeepAliveTime(5, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
      }
      return timer;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      if (timer != null) {
        timer.shutdownNow();
      }
    } finally {
      lock.unlock();
    }
  }
}
