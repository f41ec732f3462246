package io.phish.core.queue;

import io.phish.core.queue.WorkerListener.StopReason;
import io.phish.core.resilience.Backoff;
import io.phish.spi.JobLease;
import io.phish.spi.Settlement;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A job in the hands of a worker. {@link #run} is for a thread of the pool; what the handler does
 * may end on any thread; everything else is for the worker's own.
 */
final class RunningJob implements Runnable {
  final JobLease lease;
  final long startedNanos;

  /** From when the lease counts, at the latest. */
  long leasedNanos;

  /** Null until it is known what to say. */
  @Nullable Settlement settlement;

  boolean isStopped;
  boolean isSettled;

  private final JobHandler handler;
  private final Backoff backoff;
  private final Consumer<RunningJob> onChange;
  private final AtomicBoolean begun = new AtomicBoolean();
  private @Nullable Future<?> task;

  private volatile @Nullable CompletionStage<?> stage;
  private volatile @Nullable Settlement outcome;
  private volatile boolean hasReturned;
  private volatile boolean mustEnd;

  RunningJob(
      JobLease lease,
      long leasedNanos,
      long startedNanos,
      JobHandler handler,
      Backoff backoff,
      Consumer<RunningJob> onChange) {
    this.lease = lease;
    this.leasedNanos = leasedNanos;
    this.startedNanos = startedNanos;
    this.handler = handler;
    this.backoff = backoff;
    this.onChange = onChange;
  }

  void startedAs(Future<?> running) {
    task = running;
  }

  @Override
  public void run() {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    try {
      CompletionStage<byte[]> returned = handler.handle(lease.job());
      if (returned == null) {
        outcome = retry("the handler returned null");
        return;
      }
      stage = returned;
      if (mustEnd) {
        cancel(returned);
      }
      returned.whenComplete(this::completed);
    } catch (Throwable e) { // An error of one job must not end the worker.
      outcome = failure(e);
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    } finally {
      hasReturned = true;
      onChange.accept(this);
    }
  }

  private void completed(byte @Nullable [] result, @Nullable Throwable e) {
    if (e != null) {
      outcome = failure(e);
    } else if (result == null) {
      outcome = retry("the handler gave null");
    } else {
      outcome = success(result);
    }
    onChange.accept(this);
  }

  private Settlement success(byte[] result) {
    try {
      return new Settlement.Success(lease, result);
    } catch (IllegalArgumentException e) {
      return new Settlement.Failure(lease, Objects.toString(e.getMessage()));
    }
  }

  private Settlement failure(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof JobFailedException) {
      return new Settlement.Failure(lease, Objects.toString(cause.getMessage()));
    }
    return retry(cause.toString());
  }

  private Settlement retry(String cause) {
    long nanos = backoff.nanos(lease.job().attempt() - 1);
    return new Settlement.Retry(lease, cause, Duration.ofNanos(nanos));
  }

  /** What the handler made of the job, null while it is at it. */
  @Nullable Settlement outcome() {
    return outcome;
  }

  /** Whether no thread is in the handler. */
  boolean hasReturned() {
    return hasReturned;
  }

  /** Interrupts the handler, whose outcome does not count any more. */
  void stop(StopReason reason) {
    isStopped = true;
    mustEnd = true;
    if (begun.compareAndSet(false, true)) {
      hasReturned = true;
    } else if (task != null) {
      task.cancel(true);
    }
    CompletionStage<?> current = stage;
    if (current != null) {
      cancel(current);
    }
    if (reason == StopReason.TOO_LONG) {
      settlement = retry("took longer than the worker allows");
    } else if (reason == StopReason.CLOSING) {
      settlement = new Settlement.Release(lease);
    } else {
      isSettled = true;
    }
  }

  private static void cancel(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().cancel(true);
    } catch (RuntimeException e) {
      // A stage need not know how to be cancelled; then its outcome is only not waited for.
    }
  }
}
