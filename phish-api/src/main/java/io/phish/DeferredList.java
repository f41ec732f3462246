package io.phish;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A list that is worked out when it is first looked at. Threads that look at the same time may each
 * work it out, to the same end.
 */
final class DeferredList<E> extends AbstractList<E> implements RandomAccess {
  private volatile @Nullable Supplier<? extends List<E>> source;
  private volatile @Nullable List<E> elements;

  DeferredList(Supplier<? extends List<E>> source) {
    this.source = Objects.requireNonNull(source, "source");
  }

  private List<E> elements() {
    List<E> known = elements;
    return known != null ? known : work();
  }

  private List<E> work() {
    Supplier<? extends List<E>> asked = source;
    if (asked == null) { // another thread was quicker
      return Objects.requireNonNull(elements, "elements");
    }
    List<E> worked = List.copyOf(asked.get());
    elements = worked;
    source = null; // and with it everything it holds on to; never before there are elements
    return worked;
  }

  @Override
  public E get(int index) {
    return elements().get(index);
  }

  @Override
  public int size() {
    return elements().size();
  }
}
