package io.phish;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * A batch of analyses. No input is taken before a subscriber asks, no more are in work than the
 * options allow or the subscriber has asked for, and each gives exactly one result. A publisher of
 * inputs is subscribed to together with the batch, so that it loses nothing it publishes from then
 * on.
 *
 * <p>A batch is for one subscriber; another gets an {@link IllegalStateException}. Results are
 * delivered one after the other, on the detector's threads or the subscriber's own. Cancelling the
 * subscription cancels what is in work. If the input itself fails (its iterator throws, its
 * publisher signals an error), what was read before is still delivered and the failure after it.
 *
 * @param <T> what the batch is made of
 */
public interface AnalysisBatch<T> extends Flow.Publisher<AnalysisResult<T>> {

  /**
   * Subscribes a consumer that takes each result, and asks for all of them.
   *
   * @return completes when the last result was taken; exceptionally if the input failed, the
   *     consumer threw, the detector was closed, or a fail-fast batch met a failure. Cancelling it
   *     cancels the batch
   */
  CompletableFuture<Void> forEach(Consumer<? super AnalysisResult<T>> consumer);

  /** All results as a list, for batches that fit into memory; as {@link #forEach} otherwise. */
  CompletableFuture<List<AnalysisResult<T>>> toList();

  /** How far the batch is; may be called at any time from any thread. */
  Progress progress();

  /**
   * How far a batch is.
   *
   * @param started inputs taken
   * @param succeeded results with a verdict
   * @param failed results without one
   * @param done whether no result will follow
   */
  record Progress(long started, long succeeded, long failed, boolean done) {

    /** Inputs in work, or waiting for an earlier one. */
    public long inFlight() {
      return started - succeeded - failed;
    }
  }
}
