package io.phish.spi;

import io.phish.subject.Subject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.FutureTask;

/**
 * An extractor whose work blocks. It runs on the detector's bounded executor; when its time is up
 * its thread is interrupted, so code that swallows interrupts holds a thread hostage.
 *
 * @param <S> the kind of subject it looks at
 */
public abstract class BlockingFeatureExtractor<S extends Subject> implements FeatureExtractor<S> {

  /** For subclasses. */
  protected BlockingFeatureExtractor() {}

  /** Looks at a subject, blocking as long as it must. */
  protected abstract Observation observe(S subject, ExtractionContext context) throws Exception;

  @Override
  public final CompletionStage<Observation> extract(S subject, ExtractionContext context) {
    CompletableFuture<Observation> result = new CompletableFuture<>();
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              try {
                result.complete(observe(subject, context));
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
              return null;
            });
    context.onCancel(
        () -> {
          task.cancel(true);
          // A task that is cancelled before it began never completes anything.
          result.cancel(false);
        });
    context.executor().execute(task);
    return result;
  }
}
