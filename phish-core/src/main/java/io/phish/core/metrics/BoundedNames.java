package io.phish.core.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The values of a tag: the first so many names as they are, every later one as {@link #OTHER}. Safe
 * for any number of threads.
 */
final class BoundedNames {
  static final String OTHER = "other";

  /** Of a name that is told apart, in UTF-16 units: no host name or id is longer. */
  private static final int MAX_LENGTH = 255;

  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private final Semaphore free;

  BoundedNames(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("maxNames " + max + " is not 1 or above");
    }
    this.free = new Semaphore(max);
  }

  String of(String name) {
    if (names.contains(name)) {
      return name;
    }
    if (name.isBlank() || name.length() > MAX_LENGTH || !free.tryAcquire()) {
      return OTHER;
    }
    if (!names.add(name)) {
      free.release();
    }
    return name;
  }
}
