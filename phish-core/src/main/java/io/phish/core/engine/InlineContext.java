package io.phish.core.engine;

import io.phish.AnalysisMode;
import io.phish.spi.CanonicalForm;
import io.phish.spi.ExtractionContext;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;

/** What extractors on the analysing thread see; there is nothing to cancel. */
record InlineContext(EngineClock clock, Executor executor, Question question, long deadline)
    implements ExtractionContext {

  @Override
  public Instant now() {
    return clock.now();
  }

  @Override
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, deadline - clock.nanoTime()));
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public void onCancel(Runnable action) {}

  @Override
  public AnalysisMode mode() {
    return question.mode();
  }

  @Override
  public CanonicalForm form() {
    return question.form();
  }
}
