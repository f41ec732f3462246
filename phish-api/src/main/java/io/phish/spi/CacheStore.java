package io.phish.spi;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Keeps octets under keys for a time. A store may lose anything at any moment but must never give
 * back what was put under another key, nor anything after its time.
 *
 * <p>Safe for any number of threads. No method blocks; failures are in the stage. Test one with
 * {@code CacheStoreContract} from the test-jar of this module.
 */
public interface CacheStore extends AutoCloseable {

  /** What to call it in statistics and logs, for example {@code memory}. */
  String name();

  /** The entry of a key, empty if there is none or its time is up. */
  CompletionStage<Optional<CacheEntry>> get(CacheKey key);

  /** The entries of several keys; keys without one are missing from the map. */
  CompletionStage<Map<CacheKey, CacheEntry>> getAll(Collection<CacheKey> keys);

  /** Puts an entry in place of any other under the key. One whose time is up is not kept. */
  CompletionStage<Void> put(CacheKey key, CacheEntry entry);

  /** Puts several entries. */
  default CompletionStage<Void> putAll(Map<CacheKey, CacheEntry> entries) {
    CompletableFuture<?>[] puts =
        entries.entrySet().stream()
            .map(entry -> put(entry.getKey(), entry.getValue()).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(puts);
  }

  /** Removes an entry; no matter if there is none. */
  CompletionStage<Void> remove(CacheKey key);

  /** Removes everything this store was given. */
  CompletionStage<Void> clear();

  /**
   * Asks to be told of entries that other users of what is behind this store changed, so that
   * stores before it can let go of their copies. By default nothing is told: then copies last until
   * they expire.
   */
  default void onInvalidated(CacheInvalidationListener listener) {}

  /**
   * How long a store before this one may keep a copy of an entry at most, however long the entry
   * lasts: others may change it here, and word of that may be lost or never sent. By default a copy
   * lasts as long as the entry.
   */
  default Optional<Duration> copyLimit() {
    return Optional.empty();
  }

  /**
   * Takes turns with others who share what is behind this store at making entries that are missing;
   * by default nobody does, and whoever misses an entry makes it.
   */
  default Optional<LoadTurns> loadTurns() {
    return Optional.empty();
  }

  /** How the store does. Cheap. */
  CacheStatistics statistics();

  /** How each of the stores in this one does, nearest first; by default there is only this one. */
  default List<CacheStatistics> tiers() {
    return List.of(statistics());
  }

  /** Lets go of what the store holds. Calls after that fail. */
  @Override
  void close();
}
