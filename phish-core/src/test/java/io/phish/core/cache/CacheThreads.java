package io.phish.core.cache;

import java.util.List;

/** The threads of the stores. */
final class CacheThreads {
  private CacheThreads() {}

  static List<String> running() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("phish-cache-"))
        .toList();
  }
}
