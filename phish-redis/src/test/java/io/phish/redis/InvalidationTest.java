package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.core.cache.MemoryCacheStore;
import io.phish.core.cache.TieredCacheStore;
import io.phish.redis.server.FaultProxy;
import io.phish.redis.server.TestRedis;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several instances, each with a store in memory before the one they share. */
class InvalidationTest {
  private static final CacheKey KEY = CacheKey.of("test@1", "key");

  private TestRedis redis;

  @BeforeEach
  void empty() {
    redis = TestRedis.shared();
  }

  /** What one process has. */
  private static final class Instance implements AutoCloseable {
    final MemoryCacheStore memory = MemoryCacheStore.ofMegabytes(1);
    final RedisCacheStore shared;
    final TieredCacheStore tiered;

    Instance(String uri) {
      // Longer than any pause of a busy machine: here it is not about time.
      Duration patience = Duration.ofSeconds(10);
      shared = RedisCacheStore.open(RedisOptions.builder(uri).waitLimit(patience).build());
      tiered = TieredCacheStore.builder().tier(memory).tier(shared, patience).build();
      Links.awaitUp(shared.link(), Duration.ofSeconds(5));
    }

    @Override
    public void close() {
      tiered.close();
    }
  }

  private static CacheEntry entry(String value) {
    return new CacheEntry(
        value.getBytes(StandardCharsets.UTF_8), Instant.now().plus(Duration.ofHours(1)));
  }

  private static Optional<String> read(CacheStore store) throws Exception {
    return store
        .get(KEY)
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS)
        .map(entry -> new String(entry.value(), StandardCharsets.UTF_8));
  }

  private static void write(CacheStore store, String value) throws Exception {
    store.put(KEY, entry(value)).toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static void awaitRead(CacheStore store, String value) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(2))
        .untilAsserted(() -> assertThat(read(store)).hasValue(value));
  }

  private static void awaitAbsent(CacheStore store) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(2))
        .untilAsserted(() -> assertThat(read(store)).isEmpty());
  }

  @Test
  void what_one_instance_replaces_the_memory_of_the_others_lets_go_of() throws Exception {
    try (Instance a = new Instance(redis.uri());
        Instance b = new Instance(redis.uri());
        Instance c = new Instance(redis.uri())) {
      write(a.tiered, "one");
      awaitRead(b.tiered, "one");
      awaitRead(c.tiered, "one");

      write(b.tiered, "two");
      awaitRead(a.tiered, "two");
      awaitRead(c.tiered, "two");
      // Nobody is told of its own changes: they would undo themselves.
      assertThat(read(b.memory)).hasValue("two");
    }
  }

  @Test
  void hears_of_removals_and_flushes_whoever_makes_them() throws Exception {
    try (Instance a = new Instance(redis.uri());
        Instance b = new Instance(redis.uri())) {
      write(a.tiered, "one");
      awaitRead(b.tiered, "one");
      a.tiered.remove(KEY).toCompletableFuture().get(10, TimeUnit.SECONDS);
      awaitAbsent(b.memory);

      write(a.tiered, "two");
      awaitRead(b.tiered, "two");
      a.tiered.clear().toCompletableFuture().get(10, TimeUnit.SECONDS);
      awaitAbsent(b.memory);

      write(a.tiered, "three");
      awaitRead(b.tiered, "three");
      redis.send("FLUSHALL");
      awaitAbsent(b.memory);
      awaitAbsent(a.memory);

      write(a.tiered, "four");
      awaitRead(b.tiered, "four");
      redis.send("DEL phish:1:cache:" + KEY);
      awaitAbsent(b.memory);
    }
  }

  @Test
  void forgets_what_is_in_memory_when_the_connection_was_lost() throws Exception {
    try (FaultProxy proxy = new FaultProxy(redis.port());
        Instance a = new Instance(redis.uri());
        Instance b = new Instance(proxy.uri())) {
      write(a.tiered, "one");
      awaitRead(b.tiered, "one");
      proxy.refuse(true);
      proxy.cut();
      Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> !b.shared.link().health().isUp());
      write(b.memory, "one");
      write(a.tiered, "two"); // of which b cannot hear
      assertThat(read(b.memory)).hasValue("one");

      proxy.refuse(false);
      awaitRead(b.tiered, "two");
    }
  }

  @Test
  void where_nobody_is_told_copies_are_gone_in_time_all_the_same() throws Exception {
    Duration patience = Duration.ofSeconds(10);
    RedisOptions options = RedisOptions.builder(redis.uri()).resp2().waitLimit(patience).build();
    RedisCacheSettings settings =
        RedisCacheSettings.defaults().withCopyLimit(Duration.ofMillis(300));
    MemoryCacheStore memory = MemoryCacheStore.ofMegabytes(1);
    try (RedisCacheStore shared = RedisCacheStore.open(options, settings);
        TieredCacheStore tiered =
            TieredCacheStore.builder().tier(memory).tier(shared, patience).build();
        Instance other = new Instance(redis.uri())) {
      Links.awaitUp(shared.link(), Duration.ofSeconds(5));
      write(other.shared, "one");
      awaitRead(tiered, "one");
      write(other.shared, "two");
      awaitRead(tiered, "two");
    }
  }

  @Test
  void a_key_is_read_from_its_name_and_nothing_else_is() {
    CacheKeys keys = new CacheKeys("phish:1:cache:");
    for (CacheKey key : List.of(KEY, new CacheKey("a:b@1", -1, Long.MIN_VALUE))) {
      assertThat(keys.key(keys.name(key))).isEqualTo(key);
    }
    for (String foreign :
        List.of(
            "",
            "phish:1:cache:probe",
            "phish:1:cache::0",
            "other:" + KEY,
            "phish:1:cache:a:" + "g".repeat(32))) {
      assertThat(keys.key(foreign.getBytes(StandardCharsets.UTF_8))).isNull();
    }
  }
}
