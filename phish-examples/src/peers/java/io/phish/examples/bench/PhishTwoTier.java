package io.phish.examples.bench;

import io.phish.core.cache.MemoryCacheStore;
import io.phish.core.cache.TieredCacheStore;
import io.phish.redis.RedisCacheStore;
import io.phish.redis.RedisOptions;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code MemoryCacheStore} before {@code RedisCacheStore}, as a detector has them. */
final class PhishTwoTier implements TwoTier<CacheKey> {
  /** What {@code MemoryCacheStore} counts for an entry beside its value. */
  static final int OVERHEAD = 208;

  private final RedisCacheStore redis;
  private final TieredCacheStore tiered;

  PhishTwoTier(String uri, int megabytes) {
    Duration patience = Duration.ofSeconds(5);
    MemoryCacheStore memory = MemoryCacheStore.ofMegabytes(megabytes);
    redis = RedisCacheStore.open(RedisOptions.builder(uri).waitLimit(patience).build());
    redis.link().whenConnected().toCompletableFuture().join();
    tiered = TieredCacheStore.builder().tier(memory).tier(redis, patience).build();
  }

  /** Whoever has a domain hashes it once. */
  @Override
  public CacheKey key(String name) {
    return CacheKey.of("phish.registration@1", name);
  }

  @Override
  public String name() {
    return "phish";
  }

  @Override
  public void put(CacheKey key, byte[] value, Duration ttl) {
    CacheEntry entry = new CacheEntry(value, Instant.now().plus(ttl));
    redis.put(key, entry).toCompletableFuture().join();
  }

  @Override
  public byte @Nullable [] get(CacheKey key) {
    return getAsync(key).join().map(CacheEntry::value).orElse(null);
  }

  @Override
  public boolean mayBeAsynchronous() {
    return true;
  }

  @Override
  public CompletableFuture<Optional<CacheEntry>> getAsync(CacheKey key) {
    return tiered.get(key).toCompletableFuture();
  }

  @Override
  public void close() {
    tiered.close();
  }
}
