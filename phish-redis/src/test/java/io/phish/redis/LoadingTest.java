package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.redis.server.TestRedis;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A server that reads its data from disk, for as long as the test likes. */
class LoadingTest {
  private static final int KEYS = 30;

  private static CacheKey key(int number) {
    return CacheKey.of("test@1", "key " + number);
  }

  private static RedisProblem problemOfGet(RedisCacheStore store) throws Exception {
    try {
      store.get(key(0)).toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return Problems.of(e).problem();
    }
    throw new AssertionError("did not fail");
  }

  @Test
  void a_server_that_loads_is_left_alone_and_used_when_it_is_done() throws Exception {
    TestRedis.shared();
    // Half a second for each key; the server answers after every two megabytes.
    try (TestRedis redis = TestRedis.start("key-load-delay 500000")) {
      RedisOptions options =
          RedisOptions.builder(redis.uri())
              .waitLimit(Duration.ofSeconds(30))
              .connectTimeout(Duration.ofSeconds(10))
              .build();
      try (RedisCacheStore store = RedisCacheStore.open(options)) {
        Links.awaitUp(store.link(), Duration.ofSeconds(20));
        SplittableRandom random = new SplittableRandom(1);
        Map<CacheKey, CacheEntry> entries = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
          byte[] value = new byte[1 << 20];
          random.nextBytes(value);
          entries.put(key(i), new CacheEntry(value, Instant.now().plus(Duration.ofHours(1))));
        }
        store.putAll(entries).toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(redis.send("SAVE")).startsWith("+OK");
        redis.kill();
        redis.restart();

        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .pollInterval(Duration.ofMillis(10))
            .until(() -> problemOfGet(store) == RedisProblem.LOADING);
        redis.send("CONFIG SET key-load-delay 0"); // which 6.2 refuses while it loads

        Awaitility.await()
            .atMost(TestRedis.PATIENCE)
            .until(() -> redis.send("INFO persistence").contains("\nloading:0"));
        Awaitility.await()
            .atMost(Duration.ofSeconds(5))
            .pollInterval(Duration.ofMillis(20))
            .ignoreException(ExecutionException.class)
            .until(
                () -> store.getAll(entries.keySet()).toCompletableFuture().get(5, TimeUnit.SECONDS),
                found -> found.size() == KEYS);
      }
    }
  }
}
