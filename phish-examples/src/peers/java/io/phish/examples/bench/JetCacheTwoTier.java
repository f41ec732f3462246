package io.phish.examples.bench;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.CacheValueHolder;
import com.alicp.jetcache.MultiLevelCacheBuilder;
import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import io.lettuce.core.RedisClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** JetCache's multi-level cache: Caffeine before Redis over Lettuce. */
final class JetCacheTwoTier implements TwoTier<String> {
  private final RedisClient client;
  private final Cache<String, byte[]> cache;

  JetCacheTwoTier(String uri, int fitting) {
    client = RedisClient.create(uri);
    Cache<String, byte[]> local =
        CaffeineCacheBuilder.createCaffeineCacheBuilder()
            .limit(fitting)
            .expireAfterWrite(1, TimeUnit.HOURS)
            .buildCache();
    Cache<String, byte[]> remote =
        RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
            .redisClient(client)
            .keyPrefix("jetcache:")
            .valueEncoder(JetCacheTwoTier::encode)
            .valueDecoder(JetCacheTwoTier::decode)
            .expireAfterWrite(1, TimeUnit.HOURS)
            .buildCache();
    cache =
        MultiLevelCacheBuilder.createMultiLevelCacheBuilder()
            .addCache(local, remote)
            .expireAfterWrite(1, TimeUnit.HOURS)
            .buildCache();
  }

  /** As quick as can be; what JetCache brings, Java's serialisation and Kryo, is slower. */
  private static byte[] encode(Object holder) {
    CacheValueHolder<?> held = (CacheValueHolder<?>) holder;
    byte[] value = (byte[]) held.getValue();
    return ByteBuffer.allocate(16 + value.length)
        .putLong(held.getExpireTime())
        .putLong(held.getAccessTime())
        .put(value)
        .array();
  }

  private static Object decode(byte[] octets) {
    ByteBuffer buffer = ByteBuffer.wrap(octets);
    CacheValueHolder<byte[]> held = new CacheValueHolder<>();
    held.setExpireTime(buffer.getLong());
    held.setAccessTime(buffer.getLong());
    byte[] value = new byte[buffer.remaining()];
    buffer.get(value);
    held.setValue(value);
    return held;
  }

  @Override
  public String name() {
    return "JetCache";
  }

  @Override
  public String key(String name) {
    return name;
  }

  @Override
  public void put(String key, byte[] value, Duration ttl) {
    cache.put(key, value, ttl.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public byte @Nullable [] get(String key) {
    return cache.get(key);
  }

  @Override
  public boolean mayBeAsynchronous() {
    return false;
  }

  @Override
  public CompletableFuture<?> getAsync(String key) {
    return CompletableFuture.completedFuture(get(key));
  }

  @Override
  public void close() {
    cache.close();
    client.shutdown();
  }
}
