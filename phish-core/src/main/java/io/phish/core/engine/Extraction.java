package io.phish.core.engine;

import io.phish.ExtractorReport.Status;
import io.phish.core.resilience.Backoff;
import io.phish.spi.CacheKey;
import io.phish.spi.Cost;
import io.phish.spi.Observation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One question to one extractor, under a time of its own, shared by everybody who asks it at the
 * same time. Whoever stops waiting takes nothing from the others; when nobody is left, an answer
 * that a cache wants is still waited for, any other is not.
 */
final class Extraction {
  /** In place of how many wait, when the last one left and took it along. */
  private static final int ABANDONED = -1;

  /** In place of a turn that ended, or never was. */
  private static final Runnable OVER = Extraction::over;

  private static final Backoff BACKOFF = Backoff.of(Duration.ofMillis(25), Duration.ofMillis(500));

  private final Lookups lookups;
  private final Question question;
  private final @Nullable CacheKey key;
  private final long deadline;
  private final boolean hasAlarm;

  private final CompletableFuture<Outcome> result = new CompletableFuture<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger retries = new AtomicInteger();
  private volatile @Nullable Attempt attempt;
  private volatile Timer.@Nullable Alarm alarm;
  private final AtomicBoolean settled = new AtomicBoolean();

  /** What ends the turn this has at asking, among other processes; taken out by whoever ends it. */
  private final AtomicReference<@Nullable Runnable> turn = new AtomicReference<>();

  /**
   * An extraction that has not begun.
   *
   * @param key what its answer is kept under, null if it is not kept
   * @param deadline by the monotonic clock
   * @param hasAlarm whether it ends itself at the deadline; if not, whoever waits for it does
   */
  Extraction(
      Lookups lookups, Question question, @Nullable CacheKey key, long deadline, boolean hasAlarm) {
    this.lookups = lookups;
    this.question = question;
    this.key = key;
    this.deadline = deadline;
    this.hasAlarm = hasAlarm;
  }

  void start() {
    startTime();
    ask();
  }

  /** Starts its time, before it is asked. */
  void startTime() {
    if (hasAlarm) {
      alarm = lookups.timer().after(deadline - clock().nanoTime(), this::alarmed);
    }
  }

  /** Asks the extractor, unless it is over by now. */
  void ask() {
    if (!settled.get()) {
      node().resource().retries().onCall();
      tryOnce();
    }
    if (settled.get()) {
      silence();
    }
  }

  /** The extractor need not be asked: another process did, and put the answer into the cache. */
  void madeElsewhere(Observation observation) {
    if (key != null && settled.compareAndSet(false, true)) {
      silence();
      lookups.forget(this, key);
      result.complete(Outcome.answer(Status.CACHED, observation));
    }
  }

  /** Others wait until this is over: then the turn ends, at once if it is over already. */
  void holdTurn(Runnable end) {
    if (!turn.compareAndSet(null, end)) {
      end.run();
    }
  }

  private static void over() {}

  /** Lets others have their turn. */
  void endTurn() {
    Runnable held = turn.getAndSet(OVER);
    if (held != null) {
      held.run();
    }
  }

  /**
   * Waits for the outcome, which is told once, on whatever thread settles it; the consumer only
   * hands it over.
   *
   * @return false if it is being stopped because nobody waited: then nothing is told
   */
  boolean join(Consumer<Outcome> consumer) {
    int seen;
    do {
      seen = waiting.get();
      if (seen == ABANDONED) {
        return false;
      }
    } while (!waiting.compareAndSet(seen, seen + 1));
    CompletableFuture<Void> unused = result.thenAccept(consumer);
    return true;
  }

  /**
   * One who joined waits no longer. The last one to leave stops it, unless the answer is still
   * wanted by the cache.
   */
  void leave(boolean evenIfCached) {
    if ((key == null || evenIfCached) && waiting.compareAndSet(1, ABANDONED)) {
      stop();
    } else {
      waiting.decrementAndGet();
    }
  }

  /** Nobody wants it any more. */
  void stop() {
    end(
        Outcome.none(Status.FAILED, "cancelled"),
        Attempt.Abort.UNWANTED,
        /* isRemembered= */ false);
  }

  private void tryOnce() {
    Attempt next = new Attempt(this, lookups.complaints());
    attempt = next;
    if (!node().resource().bulkhead().submit(next)) {
      settle(Outcome.none(Status.FAILED, "too many look-ups of " + node().descriptor().resource()));
    } else if (settled.get()) { // the time was up while it was being submitted
      next.abort(Attempt.Abort.UNWANTED);
    }
  }

  private void alarmed() {
    lookups
        .executors()
        .complete(() -> end(timeout(), Attempt.Abort.TIMEOUT, /* isRemembered= */ true));
  }

  private Outcome timeout() {
    return Outcome.none(
        Status.TIMEOUT, "no answer within " + node().descriptor().timeout().toMillis() + " ms");
  }

  private void end(Outcome outcome, Attempt.Abort reason, boolean isRemembered) {
    if (settle(outcome, isRemembered)) {
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
            Status.CIRCUIT_OPEN, node().descriptor().resource() + " failed too often of late"),
        /* isRemembered= */ false);
  }

  void failed(Throwable failure) {
    int retry = retries.getAndIncrement();
    if (retry < node().descriptor().retries()
        && Failures.isTransient(failure)
        && !settled.get()
        && node().resource().retries().tryRetry()) {
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

  private void settle(Outcome outcome) {
    settle(outcome, /* isRemembered= */ true);
  }

  private boolean settle(Outcome outcome, boolean isRemembered) {
    if (!settled.compareAndSet(false, true)) {
      return false;
    }
    silence();
    lookups.settled(this, outcome, isRemembered, () -> result.complete(outcome));
    return true;
  }

  private void silence() {
    Timer.Alarm pending = alarm;
    if (pending != null) {
      pending.cancel();
    }
  }

  Question question() {
    return question;
  }

  ExtractorNode node() {
    return question.node();
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
