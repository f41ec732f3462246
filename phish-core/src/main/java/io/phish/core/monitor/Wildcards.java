package io.phish.core.monitor;

import io.phish.core.dns.DnsAnswer;
import io.phish.core.dns.DnsStatus;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What has an answer for names that nobody has registered. Each parent is asked for two labels of
 * chance: what answers for both has a wildcard. For one thread.
 */
final class Wildcards {
  private static final int PROBES = 2;
  private static final int LENGTH = 24;
  private static final int LETTERS = 26;

  private final Map<String, Parent> parents = new HashMap<>();

  /** What was learnt of a parent. */
  private static final class Parent {
    final List<String> addresses = new ArrayList<>();
    int answered;
    int unknown;
  }

  /** Names to ask for. */
  record Probe(String parent, String name) {}

  /** The names to ask for under these parents. */
  Stream<Probe> probes(Set<String> names) {
    names.forEach(name -> parents.put(name, new Parent()));
    SecureRandom random = new SecureRandom();
    return names.stream()
        .flatMap(
            parent ->
                Stream.generate(() -> new Probe(parent, label(random) + '.' + parent))
                    .limit(PROBES));
  }

  private static String label(SecureRandom random) {
    StringBuilder label = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      label.append((char) ('a' + random.nextInt(LETTERS)));
    }
    return label.toString();
  }

  /**
   * Takes an answer.
   *
   * @param answer null if the name is never asked for: too long with the label
   */
  void add(Probe probe, @Nullable DnsAnswer answer) {
    Parent parent = parents.get(probe.parent());
    if (parent == null || answer == null) {
      return;
    }
    if (!answer.status().isKnown()) {
      parent.unknown++;
    } else if (answer.status() == DnsStatus.FOUND || !answer.aliases().isEmpty()) {
      parent.answered++;
      parent.addresses.addAll(Records.texts(answer.records()));
    }
  }

  /** Whether there may be a wildcard. */
  boolean isPossible(String name) {
    Parent parent = parents.get(name);
    return parent != null && parent.answered + parent.unknown == PROBES;
  }

  /** Whether there is one: both labels had an answer. */
  boolean isCertain(String name) {
    Parent parent = parents.get(name);
    return parent != null && parent.answered == PROBES;
  }

  /** What the wildcard answers. */
  List<String> addresses(String name) {
    Parent parent = parents.get(name);
    return parent == null ? List.of() : parent.addresses;
  }

  List<String> found() {
    return List.copyOf(new TreeSet<>(parents.keySet().stream().filter(this::isCertain).toList()));
  }
}
