package io.phish.core.engine;

import io.phish.event.DetectorListener;
import java.util.List;
import java.util.function.BiConsumer;

/** The listeners, none of whom is trusted. */
final class Listeners {
  private final DetectorListener[] listeners;
  private final Complaints complaints;

  Listeners(List<DetectorListener> listeners, Complaints complaints) {
    this.listeners = listeners.toArray(DetectorListener[]::new);
    this.complaints = complaints;
  }

  /** Whether nobody listens, so that no event need be made. */
  boolean isEmpty() {
    return listeners.length == 0;
  }

  <E> void tell(BiConsumer<DetectorListener, E> method, E event) {
    for (DetectorListener listener : listeners) {
      try {
        method.accept(listener, event);
      } catch (Throwable e) {
        complaints.about("listener " + listener.getClass().getName(), "threw", e);
      }
    }
  }
}
