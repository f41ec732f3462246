package io.phish.core.queue;

import io.phish.core.queue.WorkerListener.StopReason;
import io.phish.core.resilience.Backoff;
import io.phish.spi.JobLease;
import io.phish.spi.JobQueue;
import io.phish.spi.LeasedJobs;
import io.phish.spi.Renewal;
import io.phish.spi.SettleOutcome;
import io.phish.spi.Settlement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker does. Everything happens on one thread, so there is nothing to lock: whatever comes
 * from elsewhere, the queue's answers and the ends of jobs, is put on it.
 */
final class WorkerLoop {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);

  /** The most a queue takes in one call. */
  private static final int MAX_BATCH = 1_000;

  /** How long a call waits for jobs; then the worker shrinks and asks again. */
  private static final Duration WAIT = Duration.ofSeconds(5);

  private static final int TICKS_PER_LEASE = 4;

  private final JobQueue queue;
  private final JobHandler handler;
  private final WorkerSettings settings;
  private final long leaseNanos;
  private final Backoff pause = Backoff.of(Duration.ofMillis(50), Duration.ofSeconds(1));
  private final ScheduledThreadPoolExecutor conductor;
  private final ThreadPoolExecutor pool;

  private final ConcurrentLinkedQueue<RunningJob> changed = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isAwake = new AtomicBoolean();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();

  private final Set<RunningJob> jobs = new LinkedHashSet<>();
  private final ArrayDeque<RunningJob> toSettle = new ArrayDeque<>();
  private volatile int running;
  private volatile int limit;
  private @Nullable CompletableFuture<LeasedJobs> leasing;
  private boolean isSettling;
  private boolean isPausing;
  private boolean isDraining;
  private int failures;

  WorkerLoop(JobQueue queue, JobHandler handler, WorkerSettings settings) {
    this.queue = queue;
    this.handler = handler;
    this.settings = settings;
    this.limit = settings.minConcurrency();
    this.leaseNanos = queue.settings().lease().toNanos();
    this.conductor = Threads.timer("phish-worker");
    this.pool =
        new ThreadPoolExecutor(
            settings.threads(),
            settings.threads(),
            Threads.IDLE_SECONDS,
            TimeUnit.SECONDS,
            // Bounded by the number of jobs.
            new LinkedBlockingQueue<>(),
            Threads.daemons("phish-job"));
    pool.allowCoreThreadTimeOut(true);
  }

  int limit() {
    return limit;
  }

  int running() {
    return running;
  }

  void start() {
    long tick = leaseNanos / TICKS_PER_LEASE;
    Future<?> unused =
        conductor.scheduleWithFixedDelay(guarded(this::tick), tick, tick, TimeUnit.NANOSECONDS);
    execute(this::lease);
  }

  CompletableFuture<Void> drain() {
    execute(
        () -> {
          if (isDraining) {
            return;
          }
          isDraining = true;
          if (leasing != null) {
            leasing.cancel(false);
            leasing = null;
          }
          Future<?> unused =
              conductor.schedule(
                  guarded(this::giveUp), settings.drainLimit().toNanos(), TimeUnit.NANOSECONDS);
          endIfDrained();
        });
    return drained;
  }

  /** Ends all threads, whatever they are at. */
  void end() {
    conductor.shutdownNow();
    pool.shutdownNow();
    drained.complete(null);
  }

  private void giveUp() {
    for (RunningJob job : List.copyOf(jobs)) {
      if (job.settlement == null && !job.isSettled) {
        stop(job, StopReason.CLOSING);
      }
    }
    settle();
  }

  private void endIfDrained() {
    if (isDraining && jobs.isEmpty()) {
      end();
    }
  }

  private void execute(Runnable step) {
    try {
      conductor.execute(guarded(step));
    } catch (RejectedExecutionException e) {
      LOG.debug("worker {} has ended", settings.name());
    }
  }

  /** A defect must show, and not silently end what repeats. */
  private static Runnable guarded(Runnable step) {
    return () -> {
      try {
        step.run();
      } catch (RuntimeException | Error e) {
        LOG.error("a step of a worker failed", e);
      }
    };
  }

  /** Calls the queue, which may throw or hang, and brings its answer here. */
  private <T> CompletableFuture<T> ask(
      Supplier<CompletionStage<T>> call, BiConsumer<@Nullable T, @Nullable Throwable> answer) {
    CompletableFuture<T> asked;
    try {
      asked = call.get().toCompletableFuture();
    } catch (RuntimeException e) {
      asked = CompletableFuture.failedFuture(e);
    }
    Future<?> unused = asked.whenComplete((value, e) -> execute(() -> answer.accept(value, e)));
    return asked;
  }

  private void lease() {
    int free = limit - jobs.size();
    // A few jobs at a time would cost a call each; what runs meanwhile fills the gap.
    if (isDraining || isPausing || leasing != null || free < Math.max(1, limit / 4)) {
      return;
    }
    long asked = System.nanoTime();
    int max = Math.min(free, MAX_BATCH);
    leasing =
        ask(
            () -> queue.lease(settings.name(), max, WAIT),
            (leased, e) -> {
              leasing = null;
              if (leased != null) {
                begin(leased, asked);
              } else if (!isDraining) {
                failed(e);
              }
              lease();
            });
  }

  private void begin(LeasedJobs leased, long asked) {
    failures = 0;
    // If it waited, the lease began when the jobs came; nobody knows better than "not before".
    long leasedNanos = Math.max(asked, System.nanoTime() - leaseNanos / TICKS_PER_LEASE);
    for (JobLease lease : leased.leases()) {
      RunningJob job =
          new RunningJob(
              lease, leasedNanos, System.nanoTime(), handler, settings.backoff(), this::wake);
      jobs.add(job);
      if (isDraining) {
        stop(job, StopReason.CLOSING);
      } else {
        job.startedAs(pool.submit(job));
      }
    }
    running = jobs.size();
    settle();
    adapt(leased.waiting());
  }

  private void adapt(long waiting) {
    int next = limit;
    if (waiting > 0) {
      next = (int) Math.min(settings.maxConcurrency(), 2L * limit);
    } else if (jobs.size() < limit / 2) {
      next = Math.max(settings.minConcurrency(), limit / 2);
    }
    if (next != limit) {
      limit = next;
      tell(listener -> listener.onLimitChanged(limit));
    }
  }

  private void wake(RunningJob job) {
    changed.add(job);
    if (isAwake.compareAndSet(false, true)) {
      execute(this::collect);
    }
  }

  /** Takes note of jobs that ended. */
  private void collect() {
    isAwake.set(false);
    RunningJob job = changed.poll();
    while (job != null) {
      Settlement outcome = job.outcome();
      if (!job.isStopped && outcome != null && job.settlement == null) {
        job.settlement = outcome;
        toSettle.add(job);
      }
      leave(job);
      job = changed.poll();
    }
    settle();
    lease();
  }

  /** A job keeps its place until the queue knows and no thread is at it. */
  private void leave(RunningJob job) {
    if (job.isSettled && job.hasReturned()) {
      jobs.remove(job);
      running = jobs.size();
      endIfDrained();
    }
  }

  private void settle() {
    if (isSettling || toSettle.isEmpty()) {
      return;
    }
    isSettling = true;
    List<RunningJob> batch = new ArrayList<>();
    List<Settlement> settlements = new ArrayList<>();
    while (!toSettle.isEmpty() && batch.size() < MAX_BATCH) {
      RunningJob job = toSettle.remove();
      batch.add(job);
      settlements.add(Objects.requireNonNull(job.settlement, "settlement"));
    }
    Future<?> unused =
        ask(
            () -> queue.settleAll(settlements),
            (outcomes, e) -> {
              isSettling = false;
              if (outcomes == null) {
                for (int i = batch.size() - 1; i >= 0; i--) {
                  toSettle.addFirst(batch.get(i));
                }
                failed(e);
                return;
              }
              failures = 0;
              for (int i = 0; i < batch.size(); i++) {
                settled(batch.get(i), outcomes.get(i));
              }
              settle();
              lease();
            });
  }

  private void settled(RunningJob job, SettleOutcome outcome) {
    job.isSettled = true;
    Duration elapsed = Duration.ofNanos(System.nanoTime() - job.startedNanos);
    tell(listener -> listener.onSettled(job.lease.job(), outcome, elapsed));
    leave(job);
  }

  /** Asks again after a while. */
  private void failed(@Nullable Throwable e) {
    Throwable failure = e == null ? new IllegalStateException("the queue gave null") : e;
    LOG.debug("queue {} did not answer worker {}", queue.name(), settings.name(), failure);
    tell(listener -> listener.onQueueFailure(failure));
    if (isPausing) {
      return;
    }
    isPausing = true;
    // Never at once: an answer that is an error costs no time.
    long nanos = TimeUnit.MILLISECONDS.toNanos(10) + pause.nanos(Math.min(failures++, 30));
    Future<?> unused =
        conductor.schedule(
            guarded(
                () -> {
                  isPausing = false;
                  settle();
                  lease();
                }),
            nanos,
            TimeUnit.NANOSECONDS);
  }

  /** Renews leases, and stops what has none any more or takes too long. */
  private void tick() {
    long now = System.nanoTime();
    List<RunningJob> held = new ArrayList<>();
    for (RunningJob job : List.copyOf(jobs)) {
      if (job.isStopped || job.settlement != null) {
        continue;
      }
      if (now - job.startedNanos > settings.timeLimit().toNanos()) {
        stop(job, StopReason.TOO_LONG);
      } else if (now - job.leasedNanos > leaseNanos) {
        stop(job, StopReason.LEASE_LOST);
      } else {
        held.add(job);
      }
    }
    for (int from = 0; from < held.size(); from += MAX_BATCH) {
      renew(List.copyOf(held.subList(from, Math.min(held.size(), from + MAX_BATCH))));
    }
    settle();
    grow();
  }

  /** Who has all the jobs it may have asks for none, and would not hear that more wait. */
  private void grow() {
    if (isDraining || jobs.size() < limit || limit == settings.maxConcurrency()) {
      return;
    }
    Future<?> unused =
        ask(
            queue::statistics,
            (statistics, e) -> {
              if (statistics != null) {
                adapt(statistics.waiting());
                lease();
              }
            });
  }

  private void renew(List<RunningJob> held) {
    long asked = System.nanoTime();
    Future<?> unused =
        ask(
            () -> queue.renew(held.stream().map(job -> job.lease).toList()),
            (renewals, e) -> {
              if (renewals == null) {
                Throwable failure =
                    e == null ? new IllegalStateException("the queue gave null") : e;
                tell(listener -> listener.onQueueFailure(failure));
                return;
              }
              for (int i = 0; i < held.size(); i++) {
                renewed(held.get(i), renewals.get(i), asked);
              }
            });
  }

  private void renewed(RunningJob job, Renewal renewal, long asked) {
    if (renewal == Renewal.KEPT) {
      job.leasedNanos = asked;
    } else if (!job.isStopped && job.settlement == null) {
      stop(job, renewal == Renewal.CANCELLED ? StopReason.CANCELLED : StopReason.LEASE_LOST);
    }
  }

  private void stop(RunningJob job, StopReason reason) {
    job.stop(reason);
    if (job.settlement != null) {
      toSettle.add(job);
    }
    tell(listener -> listener.onStopped(job.lease.job(), reason));
    leave(job);
  }

  private void tell(Consumer<WorkerListener> event) {
    try {
      event.accept(settings.listener());
    } catch (RuntimeException e) {
      LOG.warn("a listener of worker {} failed", settings.name(), e);
    }
  }
}
