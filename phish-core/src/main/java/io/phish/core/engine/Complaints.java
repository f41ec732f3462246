package io.phish.core.engine;

import io.phish.event.DetectorListener;
import io.phish.event.ExtensionFailed;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports misbehaving user code: to the log each kind of complaint once, to listeners all. */
final class Complaints {
  private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);

  /** Complaints name classes and ids of the host, so there are few; this bounds a surprise. */
  private static final int MAX_KINDS = 1_000;

  private final DetectorListener[] listeners;
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  Complaints(List<DetectorListener> listeners) {
    this.listeners = listeners.toArray(DetectorListener[]::new);
  }

  void about(String who, String what, Throwable failure) {
    logOnce(who, what, failure);
    if (listeners.length > 0) {
      ExtensionFailed event = new ExtensionFailed(who, what, failure);
      for (DetectorListener listener : listeners) {
        try {
          listener.onExtensionFailed(event);
        } catch (Throwable e) { // who fails at hearing of failures is not told of that
          logOnce("listener " + listener.getClass().getName(), "threw", e);
        }
      }
    }
  }

  private void logOnce(String who, String what, Throwable failure) {
    String kind = who + ' ' + what + ' ' + failure.getClass().getName();
    if (logged.size() < MAX_KINDS && logged.add(kind)) {
      LOG.warn("{} {}; this is logged once", who, what, failure);
    }
  }
}
