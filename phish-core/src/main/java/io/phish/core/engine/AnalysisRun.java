package io.phish.core.engine;

import io.phish.AnalysisOptions;
import io.phish.ExtractorReport.Status;
import io.phish.Verdict;
import io.phish.subject.Subject;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * One analysis on its way to its verdict, which is also the future its caller holds. It concludes
 * once: when every extractor has settled, or at the deadline with what is there by then.
 */
final class AnalysisRun extends CompletableFuture<Verdict> {
  private final Engine engine;
  private final Subject subject;
  private final AnalysisOptions options;
  private final Question[] questions;
  private final long startedAt;
  private final long deadline;

  private final AtomicReferenceArray<Settled> settled;
  private final Lookup[] lookups;

  /** One more than extractors, for the starting thread: nothing concludes under its feet. */
  private final AtomicInteger pending;

  private final AtomicBoolean concluded = new AtomicBoolean();
  private volatile Timer.@Nullable Alarm alarm;

  private record Settled(Outcome outcome, long waited) {}

  AnalysisRun(
      Engine engine,
      Subject subject,
      AnalysisOptions options,
      Question[] questions,
      long startedAt) {
    this.engine = engine;
    this.subject = subject;
    this.options = options;
    this.questions = questions;
    this.startedAt = startedAt;
    this.deadline = startedAt + options.deadline().toNanos();
    this.settled = new AtomicReferenceArray<>(questions.length);
    this.lookups = new Lookup[questions.length];
    this.pending = new AtomicInteger(questions.length + 1);
  }

  /** Starts what waits, then does what does not. */
  void start() {
    for (int i = 0; i < questions.length; i++) {
      if (!questions[i].node().isInline()) {
        begin(i);
      }
    }
    for (int i = 0; i < questions.length; i++) {
      if (questions[i].node().isInline()) {
        settle(i, InlineRun.ask(engine, questions[i], deadline));
      }
    }
    if (pending.decrementAndGet() == 0) {
      if (concluded.compareAndSet(false, true)) {
        conclude();
      }
    } else {
      engine.opened(this);
      alarm = engine.timer().after(deadline - engine.clock().nanoTime(), this::concludeElsewhere);
      if (concluded.get()) {
        silence();
        engine.forget(this);
      }
    }
  }

  private void begin(int i) {
    if (questions[i].isSkipped()) {
      settle(i, Outcome.OFFLINE);
      return;
    }
    try {
      Lookup lookup =
          new Lookup(questions[i], options.forceRefresh(), deadline, outcome -> settle(i, outcome));
      lookups[i] = lookup;
      engine.lookups().begin(lookup);
    } catch (Throwable e) { // a cache scope that throws, for one
      settle(i, Outcome.failed(e));
    }
  }

  private void settle(int i, Outcome outcome) {
    Settled mine = new Settled(outcome, engine.clock().nanoTime() - startedAt);
    if (settled.compareAndSet(i, null, mine) && pending.decrementAndGet() == 0) {
      concludeElsewhere();
    }
  }

  /** Called by the timer and by other people's threads: not where a host's code may run. */
  private void concludeElsewhere() {
    if (concluded.compareAndSet(false, true)) {
      engine.executors().complete(this::conclude);
    }
  }

  private void conclude() {
    silence();
    try {
      long elapsed = engine.clock().nanoTime() - startedAt;
      Outcome[] outcomes = new Outcome[questions.length];
      long[] waited = new long[questions.length];
      for (int i = 0; i < outcomes.length; i++) {
        Settled part = settled.get(i);
        outcomes[i] = part == null ? late() : part.outcome();
        waited[i] = part == null ? elapsed : part.waited();
      }
      Verdict verdict = engine.assembler().assemble(subject, questions, outcomes, waited, elapsed);
      engine.keep(options, verdict);
      engine.finished(subject, options, verdict, null, elapsed);
      end();
      complete(verdict);
    } catch (Throwable e) {
      end();
      completeExceptionally(e);
    }
  }

  private Outcome late() {
    return Outcome.none(
        Status.TIMEOUT,
        "no answer within the deadline of " + options.deadline().toMillis() + " ms");
  }

  /**
   * Before the future completes, for what hangs on it may close the detector. Work that is left
   * over is stopped elsewhere: that may be a thousand sockets to close.
   */
  private void end() {
    for (int i = 0; i < lookups.length; i++) {
      if (lookups[i] != null && settled.get(i) == null) {
        engine.executors().complete(() -> leaveLookups(false));
        break;
      }
    }
    engine.forget(this);
    engine.exit();
  }

  private void leaveLookups(boolean evenIfCached) {
    for (int i = 0; i < lookups.length; i++) {
      Lookup lookup = lookups[i];
      if (lookup != null && settled.get(i) == null) {
        lookup.leave(evenIfCached);
      }
    }
  }

  private void silence() {
    Timer.Alarm pendingAlarm = alarm;
    if (pendingAlarm != null) {
      pendingAlarm.cancel();
    }
  }

  /** Ends the analysis; what only it was waiting for is stopped. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (!concluded.compareAndSet(false, true)) {
      return super.cancel(mayInterruptIfRunning);
    }
    silence();
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    engine
        .executors()
        .complete(
            () -> {
              engine.finished(
                  subject,
                  options,
                  null,
                  new CancellationException(),
                  engine.clock().nanoTime() - startedAt);
              leaveLookups(true);
              engine.forget(this);
              engine.exit();
            });
    return cancelled;
  }

  /** Ends it because the engine is closing. */
  void abort(Throwable cause) {
    if (concluded.compareAndSet(false, true)) {
      silence();
      leaveLookups(true);
      engine.forget(this);
      engine.exit();
      completeExceptionally(cause);
    }
  }

  /** Dependents of a verdict are ordinary futures: cancelling one of them cancels nothing here. */
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
