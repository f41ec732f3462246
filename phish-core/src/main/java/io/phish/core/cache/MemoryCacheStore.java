package io.phish.core.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Policy;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStatistics;
import io.phish.spi.CacheStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps entries in the memory of this process, up to a number of octets. Which entries go when it
 * is full depends on how recently and how often they were asked for (Caffeine's W-TinyLFU).
 *
 * <p>Every stage is complete when it is returned, and no thread is started. The arrays are neither
 * copied on the way in nor on the way out, so whoever writes into one changes the entry.
 */
public final class MemoryCacheStore implements CacheStore {

  /**
   * What an entry takes beside its value: key, entry, instant, array header, and Caffeine's node
   * and table slot. 205 octets of heap were measured per entry (JDK 17, compressed references,
   * 400,000 entries whose keys share their space), rounded up.
   */
  static final int OVERHEAD = 208;

  private static final Duration FOR_EVER = Duration.ofDays(365 * 200);

  private final Cache<CacheKey, CacheEntry> entries;
  private final Policy.Eviction<CacheKey, CacheEntry> eviction;
  private final Clock clock;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private volatile boolean closed;

  private MemoryCacheStore(long maximumOctets, Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(maximumOctets)
            .weigher(MemoryCacheStore::weigh)
            .expireAfter(new UntilExpiresAt())
            // Time is the host's, so that what Caffeine drops is what this store would not give.
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            // Maintenance is short and amortised; a thread of the common pool is not ours to use.
            .executor(Runnable::run)
            .build();
    this.eviction = entries.policy().eviction().orElseThrow();
  }

  /** A store of so many mebibytes, 1 to 1,000,000, by the system's clock. */
  public static MemoryCacheStore ofMegabytes(int megabytes) {
    return ofMegabytes(megabytes, Clock.systemUTC());
  }

  /** A store of so many mebibytes, 1 to 1,000,000. */
  public static MemoryCacheStore ofMegabytes(int megabytes, Clock clock) {
    if (megabytes < 1 || megabytes > 1_000_000) {
      throw new IllegalArgumentException(
          "megabytes " + megabytes + " is not within 1 and 1,000,000");
    }
    return new MemoryCacheStore(megabytes * (1L << 20), clock);
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public CompletionStage<Optional<CacheEntry>> get(CacheKey key) {
    if (closed) {
      return CompletableFuture.failedFuture(isClosed());
    }
    CacheEntry entry = find(key, clock.instant());
    return CompletableFuture.completedFuture(Optional.ofNullable(entry));
  }

  @Override
  public CompletionStage<Map<CacheKey, CacheEntry>> getAll(Collection<CacheKey> keys) {
    if (closed) {
      return CompletableFuture.failedFuture(isClosed());
    }
    Instant now = clock.instant();
    Map<CacheKey, CacheEntry> found = new HashMap<>();
    for (CacheKey key : keys) {
      CacheEntry entry = find(key, now);
      if (entry != null) {
        found.put(key, entry);
      }
    }
    return CompletableFuture.completedFuture(found);
  }

  private @Nullable CacheEntry find(CacheKey key, Instant now) {
    CacheEntry entry = entries.getIfPresent(key);
    // Caffeine's time was read a moment earlier and is coarser; and clocks jump.
    if (entry == null || entry.isExpired(now)) {
      misses.increment();
      return null;
    }
    hits.increment();
    return entry;
  }

  @Override
  public CompletionStage<Void> put(CacheKey key, CacheEntry entry) {
    return putAll(Map.of(key, entry));
  }

  @Override
  public CompletionStage<Void> putAll(Map<CacheKey, CacheEntry> added) {
    if (closed) {
      return CompletableFuture.failedFuture(isClosed());
    }
    Instant now = clock.instant();
    added.forEach(
        (key, entry) -> {
          if (entry.isExpired(now)) {
            entries.invalidate(key);
          } else {
            entries.put(key, entry);
          }
        });
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> remove(CacheKey key) {
    if (closed) {
      return CompletableFuture.failedFuture(isClosed());
    }
    entries.invalidate(key);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> clear() {
    if (closed) {
      return CompletableFuture.failedFuture(isClosed());
    }
    entries.invalidateAll();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CacheStatistics statistics() {
    return new CacheStatistics(
        name(),
        hits.sum(),
        misses.sum(),
        0,
        entries.estimatedSize(),
        eviction.weightedSize().orElse(-1));
  }

  @Override
  public void close() {
    closed = true;
    entries.invalidateAll();
    entries.cleanUp();
  }

  private static IllegalStateException isClosed() {
    return new IllegalStateException("the memory cache is closed");
  }

  private static int weigh(CacheKey key, CacheEntry entry) {
    return (int) Math.min(Integer.MAX_VALUE, (long) entry.value().length + OVERHEAD);
  }

  /** From the moment of writing to the moment the entry names. */
  private final class UntilExpiresAt implements Expiry<CacheKey, CacheEntry> {
    @Override
    public long expireAfterCreate(CacheKey key, CacheEntry entry, long currentTime) {
      Duration left = Duration.between(clock.instant(), entry.expiresAt());
      return left.compareTo(FOR_EVER) < 0 ? Math.max(0, left.toNanos()) : FOR_EVER.toNanos();
    }

    @Override
    public long expireAfterUpdate(
        CacheKey key, CacheEntry entry, long currentTime, long currentDuration) {
      return expireAfterCreate(key, entry, currentTime);
    }

    @Override
    public long expireAfterRead(
        CacheKey key, CacheEntry entry, long currentTime, long currentDuration) {
      return currentDuration;
    }
  }
}
