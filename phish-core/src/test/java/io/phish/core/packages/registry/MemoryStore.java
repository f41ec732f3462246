package io.phish.core.packages.registry;

import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStatistics;
import io.phish.spi.CacheStore;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A store of another, which may break. */
final class MemoryStore implements CacheStore {
  private final Map<CacheKey, CacheEntry> entries = new ConcurrentHashMap<>();
  private volatile byte[] rubbish = {};
  private volatile boolean broken;

  void rubbish(byte[] octets) {
    rubbish = octets;
  }

  void broken(boolean value) {
    broken = value;
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public CompletionStage<Optional<CacheEntry>> get(CacheKey key) {
    if (broken) {
      throw new IllegalStateException("broken");
    }
    return CompletableFuture.completedFuture(
        rubbish.length > 0
            ? Optional.of(new CacheEntry(rubbish, Instant.MAX))
            : Optional.ofNullable(entries.get(key)));
  }

  @Override
  public CompletionStage<Map<CacheKey, CacheEntry>> getAll(Collection<CacheKey> keys) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Void> put(CacheKey key, CacheEntry entry) {
    if (broken) {
      return CompletableFuture.failedFuture(new IllegalStateException("broken"));
    }
    entries.put(key, entry);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> remove(CacheKey key) {
    entries.remove(key);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> clear() {
    entries.clear();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CacheStatistics statistics() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
