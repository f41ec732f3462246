package io.phish.redis;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a link beside Lettuce's: one that keeps time and connections and never runs what
 * is not ours, and some for what follows an answer or its absence, which may be the caller's code.
 */
final class LinkThreads implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LinkThreads.class);
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, daemon("phish-redis"));
  private final @Nullable ForkJoinPool own;
  private final Executor followUp;

  /**
   * Threads.
   *
   * @param given where to run what follows; null for threads of our own
   */
  LinkThreads(@Nullable Executor given) {
    own = given == null ? pool() : null;
    followUp = own == null ? Objects.requireNonNull(given) : own;
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Started as they are needed, ended when they are not. */
  private static ForkJoinPool pool() {
    return new ForkJoinPool(
        RedisOptions.THREADS,
        pool -> {
          ForkJoinWorkerThread thread =
              ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
          thread.setName("phish-redis-answers-" + thread.getPoolIndex());
          return thread;
        },
        null,
        true);
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

  /** Runs what follows a call. */
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
    if (own != null) {
      own.shutdown();
    }
  }
}
