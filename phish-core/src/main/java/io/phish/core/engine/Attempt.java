package io.phish.core.engine;

import io.phish.AnalysisMode;
import io.phish.core.resilience.Bulkhead;
import io.phish.core.resilience.CircuitBreaker;
import io.phish.spi.BlockingFeatureExtractor;
import io.phish.spi.CanonicalForm;
import io.phish.spi.Cost;
import io.phish.spi.ExtractionContext;
import io.phish.spi.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One try of an extraction: waits for its bulkhead, asks the circuit breaker, runs the extractor,
 * and ends once, by an answer, a failure or being aborted. Ending gives back whatever it holds.
 */
final class Attempt extends Bulkhead.Ticket implements ExtractionContext {
  /** Why an attempt ends without an answer. */
  enum Abort {
    /** The extractor failed, which counts against the resource. */
    FAILED,
    /** Its time is up, which counts as well. */
    TIMEOUT,
    /** Nobody wants it any more, which does not. */
    UNWANTED
  }

  private final Extraction extraction;
  private final ExtractorNode node;
  private final Cancellation cancellation;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** The breaker's permit, taken out by whoever gives it back. */
  private final AtomicLong permit = new AtomicLong(CircuitBreaker.REFUSED);

  private volatile long startedAt;

  Attempt(Extraction extraction, Complaints complaints) {
    this.extraction = extraction;
    this.node = extraction.node();
    this.cancellation = new Cancellation(complaints, "extractor " + node.id());
  }

  /** Runs with a place in the bulkhead. */
  @Override
  protected void run() {
    if (ended.get()) { // aborted before it was submitted
      node.resource().bulkhead().release(this);
      return;
    }
    long granted = node.resource().breaker().tryAcquire();
    if (granted == CircuitBreaker.REFUSED) {
      if (end()) {
        extraction.refused();
      }
      return;
    }
    startedAt = extraction.clock().nanoTime();
    permit.set(granted);
    if (ended.get()) { // aborted meanwhile
      settle(Abort.UNWANTED);
      return;
    }
    try {
      dispatch();
    } catch (Throwable e) {
      finish(null, e);
    }
  }

  /**
   * A blocking extractor only hands its work to the executor. Any other may block before it returns
   * its stage, so it is itself run there, where it can be interrupted.
   */
  private void dispatch() {
    if (node.extractor() instanceof BlockingFeatureExtractor) {
      extract();
      return;
    }
    FutureTask<Void> task = new FutureTask<>(this::extract, null);
    cancellation.onCancel(() -> task.cancel(true));
    extraction.executorFor(node.descriptor().cost()).execute(task);
  }

  private void extract() {
    try {
      CompletionStage<Observation> stage = node.extract(extraction.question().subject(), this);
      if (stage == null) {
        finish(null, null);
        return;
      }
      cancellation.onCancel(() -> cancel(stage));
      stage.whenComplete(this::finish);
    } catch (Throwable e) {
      finish(null, e);
    }
  }

  private static void cancel(CompletionStage<?> stage) {
    CompletableFuture<?> future;
    try {
      future = stage.toCompletableFuture();
    } catch (UnsupportedOperationException e) {
      return; // allowed by CompletionStage; the extractor's own hooks must do
    }
    future.cancel(true);
  }

  private void finish(@Nullable Observation observation, @Nullable Throwable failure) {
    if (!end()) {
      return;
    }
    cancellation.end();
    if (failure != null) {
      // A full executor is nothing that the resource has done.
      settle(failure instanceof RejectedExecutionException ? Abort.UNWANTED : Abort.FAILED);
      extraction.failed(Failures.unwrap(failure));
      return;
    }
    Outcome outcome = node.judge(observation);
    settle(outcome.status().isAnswer() ? null : Abort.FAILED);
    extraction.answered(outcome);
  }

  /** Ends it from outside and stops its work. Runs hooks of the extractor: not for the timer. */
  void abort(Abort reason) {
    if (end()) {
      settle(reason);
      cancellation.cancel();
    }
  }

  /** Tells the breaker how it went, if it was asked at all. */
  private void settle(@Nullable Abort reason) {
    long held = permit.getAndSet(CircuitBreaker.REFUSED);
    if (held == CircuitBreaker.REFUSED) {
      return;
    }
    CircuitBreaker breaker = node.resource().breaker();
    long elapsed = extraction.clock().nanoTime() - startedAt;
    if (reason == null) {
      breaker.onSuccess(held, elapsed);
    } else if (reason == Abort.UNWANTED) {
      breaker.onIgnored(held);
    } else {
      breaker.onFailure(held, elapsed);
    }
  }

  /** Gives the place in the bulkhead back, or in its queue. */
  private boolean end() {
    if (!ended.compareAndSet(false, true)) {
      return false;
    }
    Bulkhead bulkhead = node.resource().bulkhead();
    if (!bulkhead.withdraw(this)) {
      bulkhead.release(this);
    }
    return true;
  }

  @Override
  public Instant now() {
    return extraction.clock().now();
  }

  @Override
  public Duration remaining() {
    return isCancelled()
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(0, extraction.deadline() - extraction.clock().nanoTime()));
  }

  @Override
  public boolean isCancelled() {
    return cancellation.isCancelled();
  }

  @Override
  public void onCancel(Runnable action) {
    cancellation.onCancel(action);
  }

  @Override
  public Executor executor() {
    return extraction.executorFor(Cost.IO);
  }

  @Override
  public AnalysisMode mode() {
    return extraction.question().mode();
  }

  @Override
  public CanonicalForm form() {
    return extraction.question().form();
  }
}
