package io.phish.core.engine;

import io.phish.spi.Cost;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where work runs. Verdicts are completed on threads of their own: a pool full of extractors that
 * hang must not keep a deadline from being met.
 */
final class Executors implements AutoCloseable {
  private static final int IO_THREADS = 64;
  private static final int QUEUE = 4_096;

  private final Executor io;
  private final Executor cpu;
  private final ThreadPoolExecutor completions;
  private final List<ThreadPoolExecutor> workers;

  /**
   * Pools of the engine, or the host's executor in their place.
   *
   * @param host null for the engine's own
   */
  Executors(@Nullable Executor host) {
    int cores = Runtime.getRuntime().availableProcessors();
    completions = Threads.pool("phish-completion", Math.max(2, cores), 65_536);
    if (host != null) {
      io = host;
      cpu = host;
      workers = List.of();
    } else {
      ThreadPoolExecutor ioPool = Threads.pool("phish-io", IO_THREADS, QUEUE);
      ThreadPoolExecutor cpuPool = Threads.pool("phish-cpu", cores, QUEUE);
      io = ioPool;
      cpu = cpuPool;
      workers = List.of(ioPool, cpuPool);
    }
  }

  Executor forCost(Cost cost) {
    return cost == Cost.IO || cost == Cost.PAID ? io : cpu;
  }

  Executor io() {
    return io;
  }

  Executor cpu() {
    return cpu;
  }

  /** Runs what completes a verdict; on this very thread if there is no other, never not at all. */
  void complete(Runnable completion) {
    try {
      completions.execute(completion);
    } catch (RejectedExecutionException e) {
      completion.run();
    }
  }

  /** Interrupts the workers; what completes verdicts still runs. */
  @Override
  public void close() {
    workers.forEach(ThreadPoolExecutor::shutdownNow);
    completions.shutdown();
  }

  boolean awaitEnd(long deadline) throws InterruptedException {
    boolean ended = awaitEnd(completions, deadline);
    for (ThreadPoolExecutor pool : workers) {
      ended &= awaitEnd(pool, deadline);
    }
    return ended;
  }

  private static boolean awaitEnd(ThreadPoolExecutor pool, long deadline)
      throws InterruptedException {
    return pool.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
  }
}
