package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.redis.server.TestCluster;
import io.phish.redis.server.TestRedis;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClusterTest {
  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    TestRedis.shared();
    cluster = TestCluster.start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static Map<CacheKey, CacheEntry> entries() {
    Map<CacheKey, CacheEntry> entries = new HashMap<>();
    for (int i = 0; i < 600; i++) {
      entries.put(
          CacheKey.of("test@1", "key " + i),
          new CacheEntry(new byte[] {(byte) i}, Instant.now().plus(Duration.ofHours(1))));
    }
    return entries;
  }

  private static int size(int node) {
    return Integer.parseInt(cluster.node(node).send("DBSIZE").substring(1).strip());
  }

  @Test
  void spreads_entries_over_the_nodes_and_goes_on_when_one_is_back() throws Exception {
    RedisOptions options =
        RedisOptions.builder(cluster.uri()).waitLimit(Duration.ofSeconds(5)).build();
    try (RedisCacheStore store = RedisCacheStore.open(options)) {
      Links.awaitUp(store.link(), TestRedis.PATIENCE);
      Map<CacheKey, CacheEntry> entries = entries();
      await(store.putAll(entries));
      assertThat(await(store.getAll(entries.keySet())).keySet()).isEqualTo(entries.keySet());
      for (int node = 0; node < 3; node++) {
        assertThat(size(node)).isBetween(100, 300);
      }

      cluster.node(2).kill();
      cluster.node(2).restart();
      Awaitility.await()
          .atMost(TestRedis.PATIENCE)
          .ignoreException(ExecutionException.class)
          .untilAsserted(
              () -> {
                await(store.putAll(entries));
                assertThat(await(store.getAll(entries.keySet()))).hasSize(entries.size());
              });

      await(store.clear());
      for (int node = 0; node < 3; node++) {
        assertThat(size(node)).isZero();
      }
    }
  }
}
