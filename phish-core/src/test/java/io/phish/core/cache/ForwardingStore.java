package io.phish.core.cache;

import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStatistics;
import io.phish.spi.CacheStore;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A sound store, for tests to spoil in one place. */
public class ForwardingStore implements CacheStore {
  protected final CacheStore sound;

  /** Forwards everything to this store. */
  public ForwardingStore(CacheStore sound) {
    this.sound = sound;
  }

  @Override
  public String name() {
    return "spoilt";
  }

  @Override
  public CompletionStage<Optional<CacheEntry>> get(CacheKey key) {
    return sound.get(key);
  }

  @Override
  public CompletionStage<Map<CacheKey, CacheEntry>> getAll(Collection<CacheKey> keys) {
    return sound.getAll(keys);
  }

  @Override
  public CompletionStage<Void> put(CacheKey key, CacheEntry entry) {
    return sound.put(key, entry);
  }

  @Override
  public CompletionStage<Void> remove(CacheKey key) {
    return sound.remove(key);
  }

  @Override
  public CompletionStage<Void> clear() {
    return sound.clear();
  }

  @Override
  public CacheStatistics statistics() {
    CacheStatistics own = sound.statistics();
    return new CacheStatistics(name(), own.hits(), own.misses(), 0, -1, -1);
  }

  @Override
  public void close() {
    sound.close();
  }
}
