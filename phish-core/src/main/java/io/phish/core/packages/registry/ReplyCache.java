package io.phish.core.packages.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where replies are kept. Nothing blocks, nothing fails: at worst there is none. */
interface ReplyCache {

  /** What is kept under a key. */
  CompletableFuture<Optional<Kept>> get(CacheKey key);

  /** Keeps a reply in place of another. */
  void put(CacheKey key, Kept kept);

  /** In memory, of so many octets. */
  static ReplyCache inMemory(int octets) {
    return new Memory(octets);
  }

  /** In a store. */
  static ReplyCache in(CacheStore store, InstantSource clock) {
    return new Stored(store, clock);
  }

  /** The nearest. */
  final class Memory implements ReplyCache {
    private final Cache<CacheKey, Kept> kept;

    private Memory(int octets) {
      kept =
          Caffeine.newBuilder()
              .maximumWeight(octets)
              .weigher((CacheKey key, Kept value) -> value.weight())
              .executor(Runnable::run)
              .build();
    }

    @Override
    public CompletableFuture<Optional<Kept>> get(CacheKey key) {
      return CompletableFuture.completedFuture(Optional.ofNullable(kept.getIfPresent(key)));
    }

    @Override
    public void put(CacheKey key, Kept value) {
      kept.put(key, value);
    }
  }

  /** Whatever the host has. */
  final class Stored implements ReplyCache {
    private static final Logger log = LoggerFactory.getLogger(ReplyCache.class);

    /** How long a reply is worth asking whether it still holds. */
    private static final Duration TIME_TO_LIVE = Duration.ofDays(7);

    private final CacheStore store;
    private final InstantSource clock;

    private Stored(CacheStore store, InstantSource clock) {
      this.store = store;
      this.clock = clock;
    }

    @Override
    @SuppressWarnings("CatchingUnchecked") // a store is another's code
    public CompletableFuture<Optional<Kept>> get(CacheKey key) {
      CompletableFuture<Optional<Kept>> result = new CompletableFuture<>();
      try {
        CompletionStage<?> unused =
            store
                .get(key)
                .whenComplete(
                    (entry, failure) -> {
                      if (failure != null) {
                        log.debug("A reply could not be read from {}", store.name(), failure);
                        result.complete(Optional.empty());
                      } else {
                        result.complete(
                            entry.flatMap(
                                found -> Optional.ofNullable(Kept.decode(found.value()))));
                      }
                    });
      } catch (Exception e) {
        log.debug("A reply could not be read", e);
        result.complete(Optional.empty());
      }
      return result;
    }

    @Override
    @SuppressWarnings("CatchingUnchecked") // a store is another's code
    public void put(CacheKey key, Kept value) {
      try {
        CacheEntry entry = new CacheEntry(value.encode(), clock.instant().plus(TIME_TO_LIVE));
        CompletionStage<?> unused =
            store
                .put(key, entry)
                .whenComplete(
                    (done, failure) -> {
                      if (failure != null) {
                        log.debug("A reply could not be kept in {}", store.name(), failure);
                      }
                    });
      } catch (Exception e) {
        log.debug("A reply could not be kept", e);
      }
    }
  }
}
