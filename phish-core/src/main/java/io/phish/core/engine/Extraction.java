package io.phish.core.engine;

import io.phish.AnalysisMode;
import io.phish.ExtractorReport.Status;
import io.phish.core.resilience.Backoff;
import io.phish.spi.CacheKey;
import io.phish.spi.CanonicalForm;
import io.phish.spi.Cost;
import io.phish.subject.Subject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One question to one extractor, under a time of its own, shared by everybody who asks it at the
 * same time. Whoever stops waiting takes nothing from the others; when nobody is left, an answer
 * that a cache wants is still waited for, any other is not.
 */
final class Extraction {
  private static final Backoff BACKOFF = Backoff.of(Duration.ofMillis(25), Duration.ofMillis(500));

  private final Lookups lookups;
  private final ExtractorNode node;
  private final Subject subject;
  private final CanonicalForm form;
  private final AnalysisMode mode;
  private final @Nullable CacheKey key;
  private final long deadline;

  private final CompletableFuture<Outcome> result = new CompletableFuture<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger retries = new AtomicInteger();
  private volatile @Nullable Attempt attempt;
  private volatile Timer.@Nullable Alarm alarm;
  private final AtomicBoolean settled = new AtomicBoolean();

  /**
   * An extraction that has not begun.
   *
   * @param key what its answer is kept under, null if it is not kept
   * @param deadline by the monotonic clock
   */
  Extraction(
      Lookups lookups,
      ExtractorNode node,
      Subject subject,
      CanonicalForm form,
      AnalysisMode mode,
      @Nullable CacheKey key,
      long deadline) {
    this.lookups = lookups;
    this.node = node;
    this.subject = subject;
    this.form = form;
    this.mode = mode;
    this.key = key;
    this.deadline = deadline;
  }

  void start() {
    node.resource().retries().onCall();
    alarm = lookups.timer().after(deadline - clock().nanoTime(), this::alarmed);
    tryOnce();
    if (settled.get()) {
      silence();
    }
  }

  /** The outcome is told once, on whatever thread settles it; the consumer only hands it over. */
  void join(Consumer<Outcome> consumer) {
    waiting.incrementAndGet();
    CompletableFuture<Void> unused = result.thenAccept(consumer);
  }

  /** One who joined waits no longer. */
  void leave(boolean evenIfCached) {
    if (waiting.decrementAndGet() == 0 && (key == null || evenIfCached)) {
      stop();
    }
  }

  /** Nobody wants it any more. */
  void stop() {
    stop(Outcome.none(Status.FAILED, "cancelled"), Attempt.Abort.UNWANTED);
  }

  private void tryOnce() {
    Attempt next = new Attempt(this, node, lookups.complaints());
    attempt = next;
    if (!node.resource().bulkhead().submit(next)) {
      settle(Outcome.none(Status.FAILED, "too many look-ups of " + node.descriptor().resource()));
    } else if (settled.get()) { // the time was up while it was being submitted
      next.abort(Attempt.Abort.UNWANTED);
    }
  }

  private void alarmed() {
    lookups.executors().complete(() -> stop(timeout(), Attempt.Abort.TIMEOUT));
  }

  private Outcome timeout() {
    return Outcome.none(
        Status.TIMEOUT, "no answer within " + node.descriptor().timeout().toMillis() + " ms");
  }

  private void stop(Outcome outcome, Attempt.Abort reason) {
    if (settle(outcome)) {
      Attempt running = attempt;
      if (running != null) {
        running.abort(reason);
      }
    }
  }

  void answered(Outcome outcome) {
    settle(outcome);
  }

  void refused() {
    settle(
        Outcome.none(
            Status.CIRCUIT_OPEN, node.descriptor().resource() + " failed too often of late"));
  }

  void failed(Throwable failure) {
    int retry = retries.getAndIncrement();
    if (retry < node.descriptor().retries()
        && Failures.isTransient(failure)
        && !settled.get()
        && node.resource().retries().tryRetry()) {
      long pause = BACKOFF.nanos(retry);
      if (clock().nanoTime() + pause - deadline < 0) {
        lookups.timer().after(pause, () -> lookups.executors().complete(this::tryAgain));
        return;
      }
    }
    settle(Outcome.failed(failure));
  }

  private void tryAgain() {
    if (!settled.get()) {
      tryOnce();
    }
  }

  private boolean settle(Outcome outcome) {
    if (!settled.compareAndSet(false, true)) {
      return false;
    }
    silence();
    lookups.settled(this, outcome, () -> result.complete(outcome));
    return true;
  }

  private void silence() {
    Timer.Alarm pending = alarm;
    if (pending != null) {
      pending.cancel();
    }
  }

  ExtractorNode node() {
    return node;
  }

  Subject subject() {
    return subject;
  }

  CanonicalForm form() {
    return form;
  }

  AnalysisMode mode() {
    return mode;
  }

  @Nullable CacheKey key() {
    return key;
  }

  long deadline() {
    return deadline;
  }

  EngineClock clock() {
    return lookups.clock();
  }

  Executor executorFor(Cost cost) {
    return lookups.executors().forCost(cost);
  }
}
