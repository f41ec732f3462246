package io.phish.core.engine;

import io.phish.AnalysisResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands every result to a consumer and then completes a future, which can be cancelled. */
final class BatchCollector<T, R> implements Flow.Subscriber<AnalysisResult<T>> {
  private final Consumer<? super AnalysisResult<T>> consumer;
  private final @Nullable R outcome;
  private final CompletableFuture<R> done = new CompletableFuture<>();
  private Flow.@Nullable Subscription upstream;

  /**
   * A collector.
   *
   * @param outcome what the future completes with
   */
  BatchCollector(Consumer<? super AnalysisResult<T>> consumer, @Nullable R outcome) {
    this.consumer = consumer;
    this.outcome = outcome;
  }

  CompletableFuture<R> done() {
    return done;
  }

  // Cancelling a subscription does not throw.
  @SuppressWarnings("FutureReturnValueIgnored")
  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    upstream = subscription;
    // However the future comes to be done; after the batch has ended, cancelling it does nothing.
    done.whenComplete((result, error) -> subscription.cancel());
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(AnalysisResult<T> result) {
    if (done.isDone()) {
      return;
    }
    try {
      consumer.accept(result);
    } catch (Throwable e) {
      // First of all: what depends on the future may take its time.
      if (upstream != null) {
        upstream.cancel();
      }
      done.completeExceptionally(e);
    }
  }

  @Override
  public void onError(Throwable error) {
    done.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    done.complete(outcome);
  }
}
