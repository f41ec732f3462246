package io.phish.core.queue;

import io.phish.spi.CancelOutcome;
import io.phish.spi.EnqueueOutcome;
import io.phish.spi.JobLease;
import io.phish.spi.JobQueue;
import io.phish.spi.JobQueueSettings;
import io.phish.spi.JobQueueStatistics;
import io.phish.spi.JobStatus;
import io.phish.spi.LeasedJobs;
import io.phish.spi.NewJob;
import io.phish.spi.Renewal;
import io.phish.spi.SettleOutcome;
import io.phish.spi.Settlement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Keeps jobs in the memory of this process: they are gone when it ends. For one process that wants
 * priorities, retries and dead letters, and for tests of what will run over a shared queue.
 *
 * <p>Every stage but that of a {@link #lease} or {@link #awaitFinished} that waits is complete when
 * it is returned. One daemon thread runs while somebody waits. Of finished jobs at most as many are
 * kept as there may be unfinished ones. Leases and delays go by the clock: if it is set forward,
 * jobs are delivered early and perhaps twice; if it is set back, late.
 */
public final class MemoryJobQueue implements JobQueue {
  private static final int MAX_BATCH = 1_000;

  private final String name;
  private final JobQueueSettings settings;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Endings endings = new Endings();
  private final JobTable table;
  private final Waiting waiting;
  private boolean closed;

  /** A queue by the system's clock. */
  public MemoryJobQueue(String name, JobQueueSettings settings) {
    this(name, settings, Clock.systemUTC());
  }

  /**
   * A queue.
   *
   * @param name for statistics and logs
   * @param clock the queue's clock
   */
  public MemoryJobQueue(String name, JobQueueSettings settings, Clock clock) {
    this.name = Objects.requireNonNull(name, "name");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.table = new JobTable(settings, endings::onEnd);
    this.waiting = new Waiting(this::serve, this::giveBack);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public JobQueueSettings settings() {
    return settings;
  }

  @Override
  public CompletionStage<EnqueueOutcome> enqueue(NewJob job) {
    return step(now -> table.enqueue(job, now));
  }

  @Override
  public CompletionStage<List<EnqueueOutcome>> enqueueAll(List<NewJob> jobs) {
    return step(now -> jobs.stream().map(job -> table.enqueue(job, now)).toList());
  }

  @Override
  public CompletionStage<LeasedJobs> lease(String worker, int max, Duration wait) {
    Waiter waiter = new Waiter(worker, max, wait);
    lock.lock();
    try {
      if (closed) {
        return CompletableFuture.failedFuture(isClosed());
      }
      Instant now = clock.instant();
      table.advance(now);
      LeasedJobs leased = table.lease(worker, max, now);
      if (!leased.leases().isEmpty() || wait.isZero()) {
        return CompletableFuture.completedFuture(leased);
      }
      waiting.add(waiter);
    } finally {
      lock.unlock();
    }
    serve();
    return waiter.result();
  }

  @Override
  public CompletionStage<List<Renewal>> renew(List<JobLease> leases) {
    return step(now -> leases.stream().map(lease -> table.renew(lease, now)).toList());
  }

  @Override
  public CompletionStage<SettleOutcome> settle(Settlement settlement) {
    return step(now -> table.settle(settlement, now));
  }

  @Override
  public CompletionStage<List<SettleOutcome>> settleAll(List<Settlement> settlements) {
    return step(now -> settlements.stream().map(each -> table.settle(each, now)).toList());
  }

  @Override
  public CompletionStage<CancelOutcome> cancel(String id) {
    return step(now -> table.cancel(id, now));
  }

  @Override
  public CompletionStage<Optional<JobStatus>> status(String id) {
    return step(now -> Optional.ofNullable(table.status(id)));
  }

  @Override
  public CompletionStage<Map<String, JobStatus>> statuses(Collection<String> ids) {
    return step(
        now -> {
          Map<String, JobStatus> statuses = new HashMap<>();
          for (String id : ids) {
            JobStatus status = table.status(id);
            if (status != null) {
              statuses.put(id, status);
            }
          }
          return statuses;
        });
  }

  @Override
  public CompletionStage<Optional<JobStatus>> awaitFinished(String id, Duration wait) {
    if (wait.isNegative()) {
      throw new IllegalArgumentException("wait " + wait + " is negative");
    }
    CompletableFuture<Optional<JobStatus>> result = new CompletableFuture<>();
    lock.lock();
    try {
      if (closed) {
        return CompletableFuture.failedFuture(isClosed());
      }
      table.advance(clock.instant());
      JobStatus status = table.status(id);
      if (status == null || status.state().isFinal() || wait.isZero()) {
        result.complete(Optional.ofNullable(status));
      } else {
        endings.add(id, result);
        Future<?> timer = waiting.at(wait, () -> giveUp(id, result));
        Future<?> unused =
            result.whenComplete(
                (done, e) -> {
                  timer.cancel(false);
                  forget(id, result);
                });
      }
    } finally {
      lock.unlock();
    }
    serve();
    return result;
  }

  private void giveUp(String id, CompletableFuture<Optional<JobStatus>> result) {
    Future<?> unused =
        status(id)
            .toCompletableFuture()
            .whenComplete(
                (status, e) -> {
                  if (e == null) {
                    result.complete(status);
                  } else {
                    result.completeExceptionally(e);
                  }
                });
  }

  private void forget(String id, CompletableFuture<Optional<JobStatus>> result) {
    lock.lock();
    try {
      endings.remove(id, result);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public CompletionStage<List<JobStatus>> deadLetters(int skip, int max) {
    checkBatch(max);
    if (skip < 0) {
      throw new IllegalArgumentException("skip " + skip + " is negative");
    }
    return step(now -> table.deadLetters(skip, max));
  }

  @Override
  public CompletionStage<Boolean> revive(String id) {
    return step(now -> table.revive(id, now));
  }

  @Override
  public CompletionStage<JobQueueStatistics> statistics() {
    return step(now -> table.statistics(name, now));
  }

  /** One change of the table, after what was due before it. */
  private <T> CompletionStage<T> step(Function<Instant, T> change) {
    T result;
    lock.lock();
    try {
      if (closed) {
        return CompletableFuture.failedFuture(isClosed());
      }
      Instant now = clock.instant();
      table.advance(now);
      result = change.apply(now);
    } finally {
      lock.unlock();
    }
    serve();
    return CompletableFuture.completedFuture(result);
  }

  /** Gives those who wait what there is, and says when to look again. */
  private void serve() {
    List<Runnable> answers = new ArrayList<>();
    lock.lock();
    try {
      if (closed || (waiting.isEmpty() && endings.isEmpty())) {
        return;
      }
      Instant now = clock.instant();
      table.advance(now);
      waiting.serve(waiter -> table.lease(waiter.worker(), waiter.max(), now), answers::add);
      endings.serve(table::status, answers::add);
      Instant due = table.nextDue();
      waiting.lookAgain(due == null ? null : Duration.between(now, due), !endings.isEmpty());
    } finally {
      lock.unlock();
    }
    // Whoever is woken may call the queue again.
    answers.forEach(Runnable::run);
  }

  /** What somebody waited for who has gone. */
  private void giveBack(LeasedJobs leased) {
    List<Settlement> releases = new ArrayList<>();
    leased.leases().forEach(lease -> releases.add(new Settlement.Release(lease)));
    settleAll(releases);
  }

  @Override
  public void close() {
    List<Runnable> answers = new ArrayList<>();
    lock.lock();
    try {
      closed = true;
      waiting.close(isClosed(), answers::add);
      endings.close(isClosed(), answers::add);
    } finally {
      lock.unlock();
    }
    answers.forEach(Runnable::run);
  }

  static void checkBatch(int max) {
    if (max < 1 || max > MAX_BATCH) {
      throw new IllegalArgumentException("max " + max + " is not 1 to " + MAX_BATCH);
    }
  }

  private static IllegalStateException isClosed() {
    return new IllegalStateException("the job queue is closed");
  }
}
