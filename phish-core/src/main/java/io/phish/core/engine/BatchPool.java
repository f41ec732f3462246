package io.phish.core.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What the batches of one detector share. */
final class BatchPool {
  private final Executor executor;
  private final int parallelism;
  private final Set<Batch<?>> running = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Throwable end;

  /**
   * A pool.
   *
   * @param executor runs the workers; one that refuses a batch's only worker ends that batch with
   *     {@link io.phish.DetectorClosedException}
   * @param parallelism the most workers that a batch has at once, from 1
   */
  BatchPool(Executor executor, int parallelism) {
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism " + parallelism + " is not positive");
    }
    this.executor = executor;
    this.parallelism = parallelism;
  }

  int parallelism() {
    return parallelism;
  }

  void execute(Runnable worker) {
    executor.execute(worker);
  }

  /** A batch has a subscriber. */
  void add(Batch<?> batch) {
    running.add(batch);
    Throwable error = end;
    if (error != null) {
      batch.abort(error);
    }
  }

  /** A batch has ended. */
  void remove(Batch<?> batch) {
    running.remove(batch);
  }

  /** How many batches have a subscriber and have not ended. */
  int size() {
    return running.size();
  }

  /** Ends all batches, those to come too, with this error. */
  void abort(Throwable error) {
    end = error;
    running.forEach(batch -> batch.abort(error));
  }
}
