package io.phish.spi;

import io.phish.AnalysisMode;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;

/**
 * What an extractor may know and use during one look-up. A look-up may be shared by several
 * analyses and outlive the one that started it, so there is nothing of a caller in here. Safe for
 * any number of threads.
 */
public interface ExtractionContext {

  /** The time of day by the host's clock. */
  Instant now();

  /** What is left of the look-up's time, by a monotonic clock; never negative. */
  Duration remaining();

  /** Whether the work is no longer wanted: its time is up, or nobody waits for it any more. */
  boolean isCancelled();

  /**
   * Runs an action once when the work is no longer wanted, at once if that is already so: close the
   * socket, cancel the request. It must not block. It is forgotten when the look-up ends.
   */
  void onCancel(Runnable action);

  /**
   * Runs blocking work on bounded threads.
   *
   * <p>Throws {@link java.util.concurrent.RejectedExecutionException} when there is too much of it.
   */
  Executor executor();

  /** Whether the network may be used. */
  AnalysisMode mode();

  /** The parsed subject, shared by all extractors. */
  CanonicalForm form();
}
