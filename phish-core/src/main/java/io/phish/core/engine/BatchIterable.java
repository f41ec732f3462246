package io.phish.core.engine;

import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Inputs of an iterable, not touched before the first one is wanted. */
final class BatchIterable<T> implements BatchInput<T> {
  private final Iterable<? extends T> inputs;
  private final Batch<T> batch;
  // Only touched by the one thread that takes.
  private @Nullable Iterator<? extends T> iterator;

  BatchIterable(Iterable<? extends T> inputs, Batch<T> batch) {
    this.inputs = inputs;
    this.batch = batch;
  }

  @Override
  public void open() {}

  @Override
  public boolean ready(long taken) {
    return true;
  }

  @Override
  public @Nullable T take(long taken) {
    try {
      Iterator<? extends T> from = iterator;
      if (from == null) {
        from = Objects.requireNonNull(inputs.iterator(), "the iterator of the inputs is null");
        iterator = from;
      }
      if (from.hasNext()) {
        T input = from.next();
        if (input == null) {
          throw new NullPointerException("input " + taken + " is null");
        }
        return input;
      }
      batch.inputEnded(taken, null);
    } catch (Throwable e) {
      batch.inputEnded(taken, e);
    }
    return null;
  }

  @Override
  public void ask() {}

  @Override
  public void cancel() {}
}
