package io.phish.core.engine;

import io.phish.spi.CacheKey;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What one analysis wants of one extractor. */
final class Lookup {
  private final Question question;
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
  Lookup(Question question, boolean fresh, long deadline, Consumer<Outcome> consumer) {
    this.question = question;
    this.fresh = fresh;
    this.deadline = deadline;
    this.key = question.cacheKey();
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

  Question question() {
    return question;
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
