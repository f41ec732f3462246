package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.cluster.SlotHash;
import io.phish.redis.server.TestCluster;
import io.phish.redis.server.TestRedis;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.LoadTurn;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys move to another node while they are used. */
class ClusterMoveTest {
  private static final int SLOTS = 16_384;
  private static final CacheKeys NAMES = new CacheKeys("phish:1:cache:");
  private static final CacheKey MOVED = key(0);

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

  private static CacheKey key(int number) {
    return CacheKey.of("test@1", "key " + number);
  }

  private static Map<CacheKey, CacheEntry> entries(int value) {
    Map<CacheKey, CacheEntry> entries = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      entries.put(
          key(i),
          new CacheEntry(
              new byte[] {(byte) value, (byte) i},
              Instant.ofEpochMilli(System.currentTimeMillis()).plus(Duration.ofHours(1))));
    }
    return entries;
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static String id(TestRedis node) {
    return node.send("CLUSTER MYID").split("\r\n", -1)[1];
  }

  private static void order(TestRedis node, String command) {
    assertThat(node.send(command)).as(command).startsWith("+");
  }

  /** Everything can be read and written, wherever it is now. */
  private static void use(RedisCacheStore store, int value) throws Exception {
    Map<CacheKey, CacheEntry> entries = entries(value);
    await(store.putAll(entries));
    assertThat(await(store.getAll(entries.keySet()))).isEqualTo(entries);
    CacheEntry moved = await(store.get(MOVED)).orElseThrow();
    assertThat(moved).isEqualTo(entries.get(MOVED));
    await(store.put(MOVED, moved));
    LoadTurn turn =
        await(store.loadTurns().orElseThrow().take(key(-value), Duration.ofMinutes(1), e -> true));
    assertThat(turn).isInstanceOf(LoadTurn.Ours.class).isNotSameAs(LoadTurn.Ours.UNTOLD);
    ((LoadTurn.Ours) turn).end().run();
    await(store.remove(key(-value)));
  }

  @Test
  void everything_is_found_before_while_and_after_a_slot_moves() throws Exception {
    int slot = SlotHash.getSlot(NAMES.name(MOVED));
    int from = 0;
    while (slot >= (from + 1) * SLOTS / 3) {
      from++;
    }
    TestRedis source = cluster.node(from);
    TestRedis target = cluster.node((from + 1) % 3);
    RedisOptions options =
        RedisOptions.builder(cluster.uri()).waitLimit(Duration.ofSeconds(30)).build();
    RedisCacheSettings settings =
        RedisCacheSettings.defaults().withLoadLease(Duration.ofSeconds(30));
    try (RedisCacheStore store = RedisCacheStore.open(options, settings)) {
      Links.awaitUp(store.link(), Duration.ofSeconds(20));
      use(store, 1);

      order(target, "CLUSTER SETSLOT " + slot + " IMPORTING " + id(source));
      order(source, "CLUSTER SETSLOT " + slot + " MIGRATING " + id(target));
      use(store, 2);
      for (int i = 0; i < 300; i++) {
        byte[] name = NAMES.name(key(i));
        if (SlotHash.getSlot(name) == slot) {
          order(
              source,
              "MIGRATE 127.0.0.1 " + target.port() + " " + NAMES.root() + key(i) + " 0 5000");
        }
      }
      // The source says ASK now.
      assertThat(source.send("GET " + NAMES.root() + MOVED)).startsWith("-ASK");
      assertThat(await(store.getAll(Set.of(MOVED)))).hasSize(1);
      use(store, 3);

      order(target, "CLUSTER SETSLOT " + slot + " NODE " + id(target));
      order(source, "CLUSTER SETSLOT " + slot + " NODE " + id(target));
      assertThat(source.send("GET " + NAMES.root() + MOVED)).startsWith("-MOVED");
      use(store, 4);
      assertThat(store.unreadable()).isZero();
      assertThat(store.statistics().failures()).isZero();
    }
  }
}
