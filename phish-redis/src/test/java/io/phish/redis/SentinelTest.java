package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.redis.server.TestRedis;
import io.phish.redis.server.TestSentinel;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SentinelTest {
  private static final CacheKey KEY = CacheKey.of("test@1", "key");

  private static void put(RedisCacheStore store) throws Exception {
    CacheEntry entry = new CacheEntry(new byte[9], Instant.now().plus(Duration.ofHours(1)));
    store.put(KEY, entry).toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static void awaitPut(RedisCacheStore store, Duration atMost) {
    Awaitility.await()
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(50))
        .ignoreException(ExecutionException.class)
        .untilAsserted(() -> put(store));
  }

  @Test
  void follows_the_master_when_it_dies() throws Exception {
    TestRedis.shared();
    try (TestSentinel trio = TestSentinel.start();
        RedisCacheStore store =
            RedisCacheStore.open(
                RedisOptions.builder(trio.uri()).waitLimit(Duration.ofSeconds(2)).build())) {
      Links.awaitUp(store.link(), TestRedis.PATIENCE);
      put(store);
      assertThat(trio.master().send("DBSIZE")).startsWith(":1");

      trio.master().kill();
      Awaitility.await()
          .atMost(TestRedis.PATIENCE)
          .until(() -> trio.replica().send("INFO replication").contains("role:master"));
      trio.replica().send("FLUSHALL");
      awaitPut(store, Duration.ofSeconds(5));
      assertThat(trio.replica().send("DBSIZE")).startsWith(":1");
    }
  }

  @Test
  void leaves_a_master_that_became_a_replica() throws Exception {
    TestRedis.shared();
    try (TestSentinel trio = TestSentinel.start();
        RedisCacheStore store =
            RedisCacheStore.open(
                RedisOptions.builder(trio.uri()).waitLimit(Duration.ofSeconds(2)).build())) {
      Links.awaitUp(store.link(), TestRedis.PATIENCE);
      put(store);

      trio.failOver();
      Awaitility.await()
          .atMost(TestRedis.PATIENCE)
          .until(() -> trio.master().send("INFO replication").contains("role:slave"));
      Awaitility.await()
          .atMost(TestRedis.PATIENCE)
          .until(() -> trio.replica().send("INFO replication").contains("role:master"));
      trio.replica().send("FLUSHALL");
      awaitPut(store, Duration.ofSeconds(10));
      assertThat(trio.replica().send("DBSIZE")).startsWith(":1");
    }
  }
}
