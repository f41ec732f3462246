package io.phish.core.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A result and what is being done for it. When there is a result, by whatever way (the work, a
 * deadline, a cancellation), the rest of the work is cancelled.
 */
public final class Work<T> extends CompletableFuture<T> {
  private final AtomicReference<@Nullable Future<?>> running = new AtomicReference<>();

  /** Nothing is done for it yet. */
  public Work() {}

  /** This is being done now, in place of what was before. */
  public void running(Future<?> step) {
    running.set(step);
    if (isDone()) {
      step.cancel(true);
    }
  }

  /** Tells it that there is a result. */
  private void stop() {
    Future<?> step = running.getAndSet(null);
    if (step != null) {
      step.cancel(true);
    }
  }

  @Override
  public boolean complete(T value) {
    boolean first = super.complete(value);
    stop();
    return first;
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    boolean first = super.completeExceptionally(failure);
    stop();
    return first;
  }

  @Override
  public boolean cancel(boolean mayInterrupt) {
    boolean first = super.cancel(mayInterrupt);
    stop();
    return first;
  }
}
