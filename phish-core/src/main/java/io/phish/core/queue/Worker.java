package io.phish.core.queue;

import io.phish.core.resilience.Backoff;
import io.phish.spi.JobQueue;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Takes jobs from a queue and does them until it is closed.
 *
 * <pre>{@code
 * try (Worker worker = Worker.builder(queue, job -> done(job)).concurrency(1, 16).start()) {
 *   awaitSignal();
 * }
 * }</pre>
 *
 * <p>How many jobs it does at once grows while more wait, to twice as many each time it asks, and
 * shrinks to half when there is little to do, between two limits. While a job runs its lease is
 * renewed, four times as often as must be. A job is stopped when the queue says that it was
 * cancelled or given to another worker, when nobody could renew its lease until that ran out, and
 * when it takes longer than the time limit. So two workers do the same job at once only if a
 * handler ignores its interruption, or the clock of the queue jumps. A thread that ignores it for
 * ever is lost to the worker, which keeps within its limits by doing that much less.
 *
 * <p>If the queue does not answer, the worker asks again until it does, and keeps what it has to
 * say of finished jobs for so long. Safe for any number of threads.
 */
public final class Worker implements AutoCloseable {
  /** For the queue to hear what was given back, after the drain limit. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final WorkerLoop loop;
  private final Duration drainLimit;

  private Worker(WorkerLoop loop, Duration drainLimit) {
    this.loop = loop;
    this.drainLimit = drainLimit;
  }

  /** Configures a worker. */
  public static Builder builder(JobQueue queue, JobHandler handler) {
    return new Builder(queue, handler);
  }

  /** How many jobs it does at once at most, now. */
  public int limit() {
    return loop.limit();
  }

  /** How many jobs it has. */
  public int running() {
    return loop.running();
  }

  /**
   * Takes no more jobs and ends when those it has are done; what is not done within the drain limit
   * is interrupted and given back to the queue.
   *
   * @return completes when all that is over
   */
  public CompletableFuture<Void> drain() {
    return loop.drain().copy();
  }

  /** Drains, and waits for that; not to be called by a handler. The queue stays open. */
  @Override
  public void close() {
    try {
      loop.drain().get(drainLimit.plus(LAST_WORDS).toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      // The queue does not answer: leases run out by themselves.
    } finally {
      loop.end();
    }
  }

  /** Configures a worker. Not safe for several threads. */
  public static final class Builder {
    private final JobQueue queue;
    private final JobHandler handler;
    private String name = "worker-" + UUID.randomUUID();
    private int minConcurrency = 1;
    private int maxConcurrency = Runtime.getRuntime().availableProcessors();
    private @Nullable Integer threads;
    private Duration timeLimit = Duration.ofMinutes(5);
    private Duration drainLimit = Duration.ofSeconds(10);
    private Duration firstBackoff = Duration.ofSeconds(1);
    private Duration longestBackoff = Duration.ofMinutes(5);
    private WorkerListener listener = WorkerListener.NONE;

    private Builder(JobQueue queue, JobHandler handler) {
      this.queue = Objects.requireNonNull(queue, "queue");
      this.handler = Objects.requireNonNull(handler, "handler");
    }

    /** What the worker is called in statuses of jobs; by default something random. */
    public Builder name(String workerName) {
      this.name = Objects.requireNonNull(workerName, "name");
      return this;
    }

    /** Between which limits the number of jobs at once moves: 1 and as many as processors. */
    public Builder concurrency(int min, int max) {
      if (min < 1 || max < min || max > 100_000) {
        throw new IllegalArgumentException(
            "concurrency " + min + " to " + max + " is not within 1 to 100,000");
      }
      this.minConcurrency = min;
      this.maxConcurrency = max;
      return this;
    }

    /**
     * How many threads call the handler at most: by default as many as there can be jobs, as is
     * right for a handler that blocks. One that returns stages needs few.
     */
    public Builder threads(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("threads " + count + " is below 1");
      }
      this.threads = count;
      return this;
    }

    /** How long a job may take, 5 minutes by default; then it is interrupted and tried again. */
    public Builder timeLimit(Duration limit) {
      this.timeLimit = positive("timeLimit", limit);
      return this;
    }

    /** How long {@link Worker#close} waits for jobs that run, by default 10 s. */
    public Builder drainLimit(Duration limit) {
      this.drainLimit = positive("drainLimit", limit);
      return this;
    }

    /**
     * How long a job that failed waits at most before it is tried again: twice as long each time,
     * by default 1 s to 5 minutes. The time itself is random, so that jobs that failed together do
     * not come back together.
     */
    public Builder backoff(Duration first, Duration longest) {
      this.firstBackoff = positive("first back-off", first);
      this.longestBackoff = positive("longest back-off", longest);
      return this;
    }

    /** Who hears what the worker does. */
    public Builder listener(WorkerListener hears) {
      this.listener = Objects.requireNonNull(hears, "listener");
      return this;
    }

    /** Begins to work. */
    public Worker start() {
      WorkerSettings settings =
          new WorkerSettings(
              name,
              minConcurrency,
              maxConcurrency,
              threads == null ? maxConcurrency : Math.min(threads, maxConcurrency),
              timeLimit,
              drainLimit,
              Backoff.of(firstBackoff, longestBackoff),
              listener);
      WorkerLoop loop = new WorkerLoop(queue, handler, settings);
      loop.start();
      return new Worker(loop, drainLimit);
    }

    private static Duration positive(String what, Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(what + " " + value + " is not above 0");
      }
      return value;
    }
  }
}
