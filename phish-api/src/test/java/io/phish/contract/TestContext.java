package io.phish.contract;

import io.phish.AnalysisMode;
import io.phish.spi.CanonicalForm;
import io.phish.spi.ExtractionContext;
import io.phish.subject.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A context to call an extractor with in a test. Time stands still in it. */
public final class TestContext implements ExtractionContext {
  /** What the clock says unless another one is given. */
  public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Clock clock;
  private final AnalysisMode mode;
  private final Duration remaining;
  private final Executor executor;
  private final CanonicalForm form;

  private final Queue<Runnable> actions = new ArrayDeque<>();
  private boolean cancelled;

  private TestContext(Builder builder) {
    this.clock = builder.clock;
    this.mode = builder.mode;
    this.remaining = builder.remaining;
    this.executor = builder.executor;
    this.form = builder.form;
  }

  /** A context with all defaults; the form is the subject's value. */
  public static TestContext of(Subject subject) {
    return builder(subject).build();
  }

  /** A builder whose form is the subject's value. */
  public static Builder builder(Subject subject) {
    return builder(CanonicalForm.of(subject));
  }

  /** A builder with this form. */
  public static Builder builder(CanonicalForm form) {
    return new Builder(form);
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  /** What the builder was given; zero once cancelled. */
  @Override
  public Duration remaining() {
    return isCancelled() ? Duration.ZERO : remaining;
  }

  @Override
  public boolean isCancelled() {
    synchronized (actions) {
      return cancelled;
    }
  }

  @Override
  public void onCancel(Runnable action) {
    Objects.requireNonNull(action, "action");
    synchronized (actions) {
      if (!cancelled) {
        actions.add(action);
        return;
      }
    }
    action.run();
  }

  /**
   * Says that the work is no longer wanted: runs every action, on the calling thread. A second call
   * does nothing.
   *
   * @throws RuntimeException what the first action that failed threw, after all have run
   */
  public void cancel() {
    synchronized (actions) {
      cancelled = true;
    }
    @Nullable RuntimeException failure = null;
    for (Runnable action = next(); action != null; action = next()) {
      try {
        action.run();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private @Nullable Runnable next() {
    synchronized (actions) {
      return actions.poll();
    }
  }

  @Override
  public Executor executor() {
    return executor;
  }

  @Override
  public AnalysisMode mode() {
    return mode;
  }

  @Override
  public CanonicalForm form() {
    return form;
  }

  /** Builds a context. Not safe for several threads. */
  public static final class Builder {
    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private AnalysisMode mode = AnalysisMode.OFFLINE;
    private Duration remaining = Duration.ofSeconds(1);
    private Executor executor = Runnable::run;
    private CanonicalForm form;

    private Builder(CanonicalForm form) {
      this.form = Objects.requireNonNull(form, "form");
    }

    /** Stands still at {@link #NOW} by default. */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /** {@link AnalysisMode#OFFLINE} by default. */
    public Builder mode(AnalysisMode mode) {
      this.mode = Objects.requireNonNull(mode, "mode");
      return this;
    }

    /** What is said to be left until {@link TestContext#cancel}; a second by default. */
    public Builder remaining(Duration remaining) {
      this.remaining = Objects.requireNonNull(remaining, "remaining");
      return this;
    }

    /** The calling thread by default. */
    public Builder executor(Executor executor) {
      this.executor = Objects.requireNonNull(executor, "executor");
      return this;
    }

    /** In place of the one the builder was made with. */
    public Builder form(CanonicalForm form) {
      this.form = Objects.requireNonNull(form, "form");
      return this;
    }

    /** A context that is not cancelled. */
    public TestContext build() {
      return new TestContext(this);
    }
  }
}
