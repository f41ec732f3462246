package io.phish.core.engine;

import io.phish.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One input whose verdict is still to come. */
final class BatchPending<T> implements BiConsumer<@Nullable Verdict, @Nullable Throwable> {
  private final Batch<T> batch;
  private final long index;
  private final T input;
  private final CompletableFuture<Verdict> verdict;

  BatchPending(Batch<T> batch, long index, T input, CompletableFuture<Verdict> verdict) {
    this.batch = batch;
    this.index = index;
    this.input = input;
    this.verdict = verdict;
  }

  // What accept throws it hands to the batch.
  @SuppressWarnings("FutureReturnValueIgnored")
  void await() {
    verdict.whenComplete(this);
  }

  void cancel() {
    verdict.cancel(true);
  }

  @Override
  public void accept(@Nullable Verdict found, @Nullable Throwable failure) {
    try {
      batch.pendingEnded(this);
      batch.settle(index, input, found, failure);
    } catch (Throwable e) {
      batch.abort(e);
    }
  }
}
