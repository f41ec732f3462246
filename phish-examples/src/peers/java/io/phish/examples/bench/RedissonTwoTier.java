package io.phish.examples.bench;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.LocalCachedMapOptions;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.codec.CompositeCodec;
import org.redisson.config.Config;

/** Redisson's map with a local cache. Its entries have no time of their own: the map has. */
final class RedissonTwoTier implements TwoTier<String> {
  private final RedissonClient client;
  private final RLocalCachedMap<String, byte[]> map;

  RedissonTwoTier(String uri, int fitting) {
    Config config = new Config();
    config.useSingleServer().setAddress(uri);
    client = Redisson.create(config);
    map =
        client.getLocalCachedMap(
            LocalCachedMapOptions.<String, byte[]>name("redisson")
                .codec(new CompositeCodec(StringCodec.INSTANCE, ByteArrayCodec.INSTANCE))
                .cacheSize(fitting)
                .cacheProvider(LocalCachedMapOptions.CacheProvider.CAFFEINE)
                .evictionPolicy(LocalCachedMapOptions.EvictionPolicy.LFU)
                .timeToLive(Duration.ofMinutes(1)));
  }

  @Override
  public String name() {
    return "Redisson";
  }

  @Override
  public String key(String name) {
    return name;
  }

  @Override
  public void put(String key, byte[] value, Duration ttl) {
    map.fastPut(key, value);
    map.expire(ttl);
  }

  @Override
  public byte @Nullable [] get(String key) {
    return map.get(key);
  }

  @Override
  public boolean mayBeAsynchronous() {
    return true;
  }

  @Override
  public CompletableFuture<byte[]> getAsync(String key) {
    return map.getAsync(key).toCompletableFuture();
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
