package io.phish.core.cache;

import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A look-up of several keys. Each store is asked for what those before it do not have. */
final class BatchLookUp extends CompletableFuture<Map<CacheKey, CacheEntry>> {
  private final Tier[] tiers;
  private final WriteCounts writes;
  private final Counter counter;
  private final Set<CacheKey> missing;
  private final Map<CacheKey, Integer> writesBefore = new HashMap<>();
  private final Map<CacheKey, CacheEntry> found = new HashMap<>();

  /** Hears how many keys there were entries of. */
  @FunctionalInterface
  interface Counter {
    void count(int found, int missing);
  }

  /**
   * Asks nobody yet.
   *
   * @param keys is what is left of it afterwards
   */
  BatchLookUp(Tier[] tiers, WriteCounts writes, Set<CacheKey> keys, Counter counter) {
    this.tiers = tiers;
    this.writes = writes;
    this.counter = counter;
    this.missing = keys;
    if (tiers.length > 1) {
      keys.forEach(key -> writesBefore.put(key, writes.of(key)));
    }
  }

  /** Asks that store and those behind it. */
  void askFrom(int first) {
    for (int tier = first; tier < tiers.length && !missing.isEmpty() && !isDone(); tier++) {
      CompletableFuture<Map<CacheKey, CacheEntry>> answer =
          tiers[tier].getAll(List.copyOf(missing));
      if (!answer.isDone()) {
        int at = tier;
        TieredCacheStore.ignore(
            answer.thenAccept(
                some -> {
                  take(at, some);
                  askFrom(at + 1);
                }));
        return;
      }
      take(tier, answer.join());
    }
    if (!isDone()) {
      counter.count(found.size(), missing.size());
      complete(found);
    }
  }

  private void take(int tier, Map<CacheKey, CacheEntry> some) {
    if (some.isEmpty()) {
      return;
    }
    found.putAll(some);
    missing.removeAll(some.keySet());
    if (tier > 0) {
      Map<CacheKey, CacheEntry> current = new HashMap<>(some);
      current.keySet().removeIf(key -> !Objects.equals(writesBefore.get(key), writes.of(key)));
      for (int nearer = tier - 1; nearer >= 0 && !current.isEmpty(); nearer--) {
        TieredCacheStore.ignore(tiers[nearer].putAll(current));
      }
    }
  }
}
