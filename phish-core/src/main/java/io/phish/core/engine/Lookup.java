package io.phish.core.engine;

import io.phish.AnalysisMode;
import io.phish.spi.CacheKey;
import io.phish.spi.CanonicalForm;
import io.phish.subject.Subject;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What one analysis wants of one extractor. */
final class Lookup {
  private final ExtractorNode node;
  private final Subject subject;
  private final CanonicalForm form;
  private final AnalysisMode mode;
  private final boolean fresh;
  private final long deadline;
  private final @Nullable CacheKey key;
  private final Consumer<Outcome> consumer;

  /** Taken out by whoever leaves it. */
  private final AtomicReference<@Nullable Extraction> joined = new AtomicReference<>();

  private volatile boolean left;

  /**
   * A look-up that has not begun.
   *
   * @param fresh whether no cache is read
   * @param deadline of the analysis, by the monotonic clock
   * @param consumer is told the outcome once, on any thread; only hands it over
   */
  Lookup(
      ExtractorNode node,
      Subject subject,
      CanonicalForm form,
      AnalysisMode mode,
      boolean fresh,
      long deadline,
      Consumer<Outcome> consumer) {
    this.node = node;
    this.subject = subject;
    this.form = form;
    this.mode = mode;
    this.fresh = fresh;
    this.deadline = deadline;
    this.key = node.cacheKey(subject, form);
    this.consumer = consumer;
  }

  void tell(Outcome outcome) {
    consumer.accept(outcome);
  }

  /**
   * Waits for an extraction, making of its outcome what this analysis is told.
   *
   * @return false if the extraction is being stopped
   */
  boolean join(Extraction extraction, UnaryOperator<Outcome> view) {
    if (!extraction.join(outcome -> tell(view.apply(outcome)))) {
      return false;
    }
    joined.set(extraction);
    if (left) {
      leaveJoined(false);
    }
    return true;
  }

  /**
   * Waits no longer.
   *
   * @param evenIfCached whether an answer that only the cache still wants is given up, too
   */
  void leave(boolean evenIfCached) {
    left = true;
    leaveJoined(evenIfCached);
  }

  private void leaveJoined(boolean evenIfCached) {
    Extraction extraction = joined.getAndSet(null);
    if (extraction != null) {
      extraction.leave(evenIfCached);
    }
  }

  boolean mayAsk() {
    return mode == AnalysisMode.ONLINE || !node.descriptor().contactsNetwork();
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

  boolean isFresh() {
    return fresh;
  }

  long deadline() {
    return deadline;
  }

  @Nullable CacheKey key() {
    return key;
  }
}
