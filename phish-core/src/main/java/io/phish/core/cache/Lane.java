package io.phish.core.cache;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few daemon threads that work on the database, and a bounded queue before them. The threads end
 * when there was nothing to do for a while, and let go of a connection each.
 */
final class Lane {
  private static final Logger log = LoggerFactory.getLogger(Lane.class);
  private static final int IDLE_SECONDS = 10;

  /** What may wait in the queue altogether. */
  static final long MAXIMUM_OCTETS = 16L << 20;

  private final String name;
  private final Connections connections;
  private final ThreadPoolExecutor threads;
  private final AtomicLong octets = new AtomicLong();
  private final LongAdder failures = new LongAdder();
  private volatile boolean failing;

  Lane(String name, Connections connections, int size, int queue) {
    this.name = name;
    this.connections = connections;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            size,
            size,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            worker -> {
              Thread thread =
                  new Thread(
                      () -> {
                        try {
                          worker.run();
                        } finally {
                          connections.closeOneIdle();
                        }
                      },
                      "phish-cache-" + name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Has something done, soon. The future fails if it fails, if there is no room in the queue or if
   * the lane is closed. One that is cancelled before its turn costs nothing more.
   *
   * @param size the octets it keeps in memory while it waits
   */
  <T> CompletableFuture<T> submit(long size, Connections.Work<T> work) {
    Job<T> job = new Job<>(size, work);
    if (octets.addAndGet(size) > MAXIMUM_OCTETS) {
      job.refuse("the queue of cache " + name + " is full: " + MAXIMUM_OCTETS + " octets wait");
      return job;
    }
    try {
      threads.execute(job);
    } catch (RejectedExecutionException e) {
      job.refuse(
          threads.isShutdown()
              ? "the cache " + name + " is closed"
              : "the queue of cache " + name + " is full: " + threads.getQueue().size() + " wait");
    }
    return job;
  }

  /** How many jobs failed. */
  long failures() {
    return failures.sum();
  }

  /** Takes no more jobs. */
  void shutdown() {
    threads.shutdown();
  }

  /** Whether all jobs were done in time. */
  boolean awaitTermination(long nanos) throws InterruptedException {
    return threads.awaitTermination(nanos, TimeUnit.NANOSECONDS);
  }

  /** Fails what waits and interrupts what runs. */
  void shutdownNow() {
    for (Runnable waiting : threads.shutdownNow()) {
      ((Job<?>) waiting).refuse("the cache " + name + " is closed");
    }
  }

  private void failed(Throwable e) {
    failures.increment();
    if (failing) {
      log.debug("The cache {} fails", name, e);
    } else {
      failing = true;
      log.warn("The cache {} fails; told once until it works again", name, e);
    }
  }

  private void succeeded() {
    if (failing) {
      failing = false;
      log.info("The cache {} works again", name);
    }
  }

  private final class Job<T> extends CompletableFuture<T> implements Runnable {
    private final long size;
    private final Connections.Work<T> work;

    Job(long size, Connections.Work<T> work) {
      this.size = size;
      this.work = work;
    }

    void refuse(String why) {
      octets.addAndGet(-size);
      failures.increment();
      completeExceptionally(new IllegalStateException(why));
    }

    @Override
    @SuppressWarnings("CatchingUnchecked") // drivers throw what they like
    public void run() {
      octets.addAndGet(-size);
      if (isDone()) {
        return;
      }
      try {
        @Nullable T result = connections.with(work);
        succeeded();
        complete(result);
      } catch (Throwable e) {
        failed(e);
        completeExceptionally(e);
      }
    }
  }
}
