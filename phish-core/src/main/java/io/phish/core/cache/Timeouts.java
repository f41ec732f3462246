package io.phish.core.cache;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when a store had its time. The timer's thread decides nothing but that: what follows runs
 * on an executor, for it may be the caller's code and would delay every other time-out.
 */
final class Timeouts {
  private static final Logger log = LoggerFactory.getLogger(Timeouts.class);
  private static final int IDLE_SECONDS = 10;
  private static final long LEEWAY_NANOS = 1_000_000_000;

  private final ScheduledExecutorService timer;
  private final Executor followUp;
  private final @Nullable ThreadPoolExecutor ours;

  /** Time-outs on what the host lends. */
  Timeouts(ScheduledExecutorService timer, Executor followUp) {
    this.timer = timer;
    this.followUp = followUp;
    this.ours = null;
  }

  /** Time-outs on two daemon threads, which are there only while there is something to wait for. */
  Timeouts() {
    ScheduledThreadPoolExecutor ownTimer =
        new ScheduledThreadPoolExecutor(1, daemon("phish-cache-timer"));
    ownTimer.setRemoveOnCancelPolicy(true);
    ownTimer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    ownTimer.allowCoreThreadTimeOut(true);
    // As long as the calls that can be pending, which the tiers bound.
    ThreadPoolExecutor ownFollowUp =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            daemon("phish-cache-timed-out"));
    ownFollowUp.allowCoreThreadTimeOut(true);
    this.timer = ownTimer;
    this.followUp = ownFollowUp;
    this.ours = ownFollowUp;
  }

  private static ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Starts the time of a call.
   *
   * @throws RejectedExecutionException if the timer was shut down
   */
  ScheduledFuture<?> schedule(Runnable decision, long nanos) {
    return timer.schedule(decision, nanos, TimeUnit.NANOSECONDS);
  }

  /** Runs what follows a decision. */
  void followUp(Runnable task) {
    try {
      followUp.execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("The executor for time-outs takes no more; going on on the timer's thread", e);
      task.run();
    }
  }

  /** Lets the time-outs that are running happen, and ends the threads that are not the host's. */
  void close(long longestNanos) {
    if (ours == null) {
      return;
    }
    timer.shutdown();
    try {
      boolean areDone = timer.awaitTermination(longestNanos + LEEWAY_NANOS, TimeUnit.NANOSECONDS);
      ours.shutdown();
      if (!areDone || !ours.awaitTermination(LEEWAY_NANOS, TimeUnit.NANOSECONDS)) {
        log.warn("What waits for a cache that timed out holds up its threads");
      }
    } catch (InterruptedException e) {
      // The threads end by themselves when the longest time-out has passed.
      Thread.currentThread().interrupt();
    }
  }
}
