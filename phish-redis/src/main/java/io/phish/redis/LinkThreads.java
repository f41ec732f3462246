package io.phish.redis;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a link beside Lettuce's: one that keeps time and connections and never runs what
 * is not ours, and one for what follows a time-out, which may be the caller's code.
 */
final class LinkThreads implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LinkThreads.class);
  private static final int IDLE_SECONDS = 10;

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, daemon("phish-redis"));
  // As long as the calls that can be pending, which the connections bound.
  private final ThreadPoolExecutor followUp =
      new ThreadPoolExecutor(
          1,
          1,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          daemon("phish-redis-timed-out"));

  LinkThreads() {
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    followUp.allowCoreThreadTimeOut(true);
  }

  private static ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  /** Runs something of ours later; not if the link is closed by then. */
  @SuppressWarnings("FutureReturnValueIgnored") // guarded
  void after(long millis, Runnable task) {
    try {
      timer.schedule(guarded(task), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("The link is closed");
    }
  }

  /** Runs something of ours again and again. */
  @SuppressWarnings("FutureReturnValueIgnored") // guarded
  void every(long millis, Runnable task) {
    timer.scheduleWithFixedDelay(guarded(task), millis, millis, TimeUnit.MILLISECONDS);
  }

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        log.warn("The link to Redis has a fault", e);
      }
    };
  }

  /** Runs what follows a time-out. */
  void followUp(Runnable task) {
    try {
      followUp.execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }

  @Override
  public void close() {
    timer.shutdown();
    followUp.shutdown();
  }
}
