package io.phish.core.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports misbehaving user code: each kind of complaint once, all of them counted. */
final class Complaints {
  private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);

  /** Complaints name classes and ids of the host, so there are few; this bounds a surprise. */
  private static final int MAX_KINDS = 1_000;

  private final Set<String> reported = ConcurrentHashMap.newKeySet();
  private final AtomicLong count = new AtomicLong();

  void about(String who, String what, Throwable failure) {
    count.incrementAndGet();
    String kind = who + ' ' + what + ' ' + failure.getClass().getName();
    if (reported.size() < MAX_KINDS && reported.add(kind)) {
      LOG.warn("{} {}; this is reported once", who, what, failure);
    }
  }

  long count() {
    return count.get();
  }
}
