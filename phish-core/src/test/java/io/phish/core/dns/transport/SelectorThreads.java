package io.phish.core.dns.transport;

import java.util.List;

/** The threads of transports. */
final class SelectorThreads {
  private SelectorThreads() {}

  static List<String> running() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("phish-dns-") && Character.isDigit(name.charAt(10)))
        .toList();
  }
}
