package io.phish.core.registration.whois;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * First come, first served within a flow, and one of each flow in turn: who asks one question does
 * not wait behind somebody's ten thousand. Every operation takes constant time, but {@link
 * #toList}. Not safe for several threads.
 */
final class FairQueue<T> {
  private final Map<Object, LinkedHashSet<T>> flows = new LinkedHashMap<>();
  private int size;

  /** Queues an item that is not queued yet; items are told apart by equals. */
  void add(Object flow, T item) {
    if (flows.computeIfAbsent(flow, ignored -> new LinkedHashSet<>()).add(item)) {
      size++;
    }
  }

  /** Takes the item whose turn it is, null if there is none. */
  @Nullable T poll() {
    Iterator<Map.Entry<Object, LinkedHashSet<T>>> turns = flows.entrySet().iterator();
    if (!turns.hasNext()) {
      return null;
    }
    Map.Entry<Object, LinkedHashSet<T>> turn = turns.next();
    Object flow = turn.getKey();
    LinkedHashSet<T> items = turn.getValue();
    turns.remove();
    Iterator<T> first = items.iterator();
    T item = first.next();
    first.remove();
    size--;
    if (!items.isEmpty()) {
      flows.put(flow, items);
    }
    return item;
  }

  /** Takes an item out, wherever it stands. */
  boolean remove(Object flow, T item) {
    LinkedHashSet<T> items = flows.get(flow);
    if (items == null || !items.remove(item)) {
      return false;
    }
    size--;
    if (items.isEmpty()) {
      flows.remove(flow);
    }
    return true;
  }

  int size() {
    return size;
  }

  int size(Object flow) {
    LinkedHashSet<T> items = flows.get(flow);
    return items == null ? 0 : items.size();
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** All items, flow by flow. */
  List<T> toList() {
    return flows.values().stream()
        .flatMap(LinkedHashSet::stream)
        .map(Objects::requireNonNull)
        .toList();
  }
}
