package io.phish.core.packages.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects releases in any number; hands out the first and the last of them. */
final class ReleaseList {
  /** What is handed out: enough for any window that matters, and for the first of all. */
  static final int MAX = 500;

  private static final int MAX_VERSION = 200;

  private final List<Release> all = new ArrayList<>();

  void add(String version, @Nullable Instant published, boolean withdrawn) {
    String shown = version.length() <= MAX_VERSION ? version : version.substring(0, MAX_VERSION);
    all.add(new Release(shown, published, withdrawn));
  }

  int size() {
    return all.size();
  }

  boolean isAllWithdrawn() {
    return !all.isEmpty() && all.stream().allMatch(Release::withdrawn);
  }

  /** Oldest first, those without a time at the end. */
  List<Release> byTime() {
    all.sort(
        Comparator.comparing(Release::published, Comparator.nullsLast(Comparator.naturalOrder())));
    return inOrder();
  }

  /** As they were added. */
  List<Release> inOrder() {
    if (all.size() <= MAX) {
      return List.copyOf(all);
    }
    List<Release> some = new ArrayList<>(MAX);
    some.add(all.get(0));
    some.addAll(all.subList(all.size() - MAX + 1, all.size()));
    return some;
  }
}
