package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.event.BreakerChanged;
import io.phish.event.BreakerChanged.State;
import io.phish.redis.server.FaultProxy;
import io.phish.redis.server.TestRedis;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a cache does when Redis does not do what it should. */
class RedisFaultsTest {
  /** What is promised: recovery within this time of the server's. */
  private static final Duration RECOVERY = Duration.ofSeconds(5);

  private static final CacheKey KEY = CacheKey.of("test@1", "key");

  private static CacheEntry entry(String value) {
    return new CacheEntry(
        value.getBytes(StandardCharsets.UTF_8), Instant.now().plus(Duration.ofHours(1)));
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static RedisProblem problemOf(CompletionStage<?> stage) throws Exception {
    try {
      await(stage);
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(RedisCallException.class);
      return ((RedisCallException) e.getCause()).problem();
    }
    throw new AssertionError("did not fail");
  }

  private static void awaitUse(CacheStore store) {
    Awaitility.await()
        .atMost(RECOVERY)
        .pollInterval(Duration.ofMillis(20))
        .ignoreException(ExecutionException.class)
        .untilAsserted(
            () -> {
              await(store.put(KEY, entry("again")));
              assertThat(await(store.get(KEY))).isPresent();
            });
  }

  @Test
  void fails_at_once_while_the_server_is_absent_and_works_when_it_is_there() throws Exception {
    TestRedis.shared();
    int port = TestRedis.freePort();
    try (RedisCacheStore store =
        RedisCacheStore.open(RedisOptions.of("redis://127.0.0.1:" + port))) {
      CompletionStage<?> get = store.get(KEY);
      assertThat(get.toCompletableFuture()).isCompletedExceptionally();
      assertThat(problemOf(get)).isEqualTo(RedisProblem.NOT_CONNECTED);
      assertThat(store.link().health().isUp()).isFalse();

      try (TestRedis redis = TestRedis.start(port)) {
        awaitUse(store);
        assertThat(redis.send("DBSIZE")).startsWith(":1");
      }
    }
  }

  @Test
  void recovers_after_the_server_was_killed_and_never_waits_longer_than_the_limit()
      throws Exception {
    TestRedis.shared();
    try (TestRedis redis = TestRedis.start();
        RedisCacheStore store = RedisCacheStore.open(RedisOptions.of(redis.uri()))) {
      Links.awaitUp(store.link(), RECOVERY);
      awaitUse(store);

      redis.kill();
      for (int i = 0; i < 50; i++) {
        assertThat(problemOf(store.get(KEY)))
            .isIn(RedisProblem.NOT_CONNECTED, RedisProblem.TIMED_OUT, RedisProblem.LEFT_ALONE);
      }
      assertThat(store.statistics().failures()).isGreaterThanOrEqualTo(50);

      redis.restart();
      awaitUse(store);
    }
  }

  @Test
  void leaves_a_slow_server_alone_after_a_few_waits_and_comes_back_when_it_is_quick()
      throws Exception {
    TestRedis redis = TestRedis.shared();
    List<BreakerChanged> changes = new CopyOnWriteArrayList<>();
    RedisListener listener =
        new RedisListener() {
          @Override
          public void breakerChanged(BreakerChanged change) {
            changes.add(change);
          }
        };
    try (FaultProxy proxy = new FaultProxy(redis.port());
        RedisLink link = RedisLink.open(RedisOptions.of(proxy.uri()), listener);
        RedisCacheStore store = RedisCacheStore.on(link)) {
      Links.awaitUp(link, RECOVERY);
      awaitUse(store);

      proxy.delay(Duration.ofSeconds(5));
      List<RedisProblem> problems = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        problems.add(problemOf(store.get(KEY)));
      }
      assertThat(problems.subList(0, Breaker.THRESHOLD)).containsOnly(RedisProblem.TIMED_OUT);
      assertThat(problems.subList(Breaker.THRESHOLD, 100)).containsOnly(RedisProblem.LEFT_ALONE);
      assertThat(changes).contains(new BreakerChanged("redis:cache", State.CLOSED, State.OPEN));

      proxy.delay(Duration.ZERO);
      proxy.reset();
      awaitUse(store);
      assertThat(changes).contains(new BreakerChanged("redis:cache", State.OPEN, State.CLOSED));
    }
  }

  @Test
  void gives_up_a_connection_on_which_nothing_is_answered_any_more() throws Exception {
    TestRedis redis = TestRedis.shared();
    try (FaultProxy proxy = new FaultProxy(redis.port());
        RedisCacheStore store = RedisCacheStore.open(RedisOptions.of(proxy.uri()))) {
      Links.awaitUp(store.link(), RECOVERY);
      proxy.swallow(true);
      for (int i = 0; i < Breaker.THRESHOLD; i++) {
        assertThat(problemOf(store.get(KEY))).isEqualTo(RedisProblem.TIMED_OUT);
      }
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !store.link().health().isUp());

      proxy.swallow(false);
      awaitUse(store);
    }
  }

  @Test
  void survives_cuts_resets_and_drips() throws Exception {
    TestRedis redis = TestRedis.shared();
    try (FaultProxy proxy = new FaultProxy(redis.port());
        RedisCacheStore store = RedisCacheStore.open(RedisOptions.of(proxy.uri()))) {
      Links.awaitUp(store.link(), RECOVERY);
      awaitUse(store);
      proxy.cut();
      awaitUse(store);
      proxy.reset();
      awaitUse(store);
      proxy.drip(Duration.ofMillis(20));
      assertThat(problemOf(store.get(KEY))).isEqualTo(RedisProblem.TIMED_OUT);
      proxy.drip(Duration.ZERO);
      awaitUse(store);
    }
  }

  @Test
  void names_a_missing_and_a_wrong_password() throws Exception {
    TestRedis.shared();
    try (TestRedis redis = TestRedis.start("requirepass open-sesame")) {
      for (String userInfo : List.of("", ":wrong-password@")) {
        String uri = "redis://" + userInfo + "127.0.0.1:" + redis.port();
        try (RedisCacheStore store = RedisCacheStore.open(RedisOptions.of(uri))) {
          Awaitility.await()
              .atMost(RECOVERY)
              .untilAsserted(
                  () ->
                      assertThat(problemOf(store.get(KEY)))
                          .isEqualTo(RedisProblem.NOT_AUTHENTICATED));
          assertThat(String.valueOf(store.link().health())).doesNotContain("wrong-password");
        }
      }
      RedisOptions right =
          RedisOptions.builder(redis.uri()).credentials(null, () -> "open-sesame").build();
      assertThat(right.toString()).doesNotContain("sesame");
      try (RedisCacheStore store = RedisCacheStore.open(right)) {
        awaitUse(store);
      }
    }
  }

  @Test
  void keeps_to_what_an_access_control_list_allows() throws Exception {
    TestRedis.shared();
    try (TestRedis redis = TestRedis.start()) {
      redis.send(
          "ACL SETUSER scanner on >pass ~phish:1:* +get +mget +set +unlink +scan +hello +auth"
              + " +client");
      RedisOptions options =
          Links.patient(redis.uri()).credentials("scanner", () -> "pass").build();
      try (RedisCacheStore store = RedisCacheStore.open(options)) {
        awaitUse(store);
        await(store.clear());
        assertThat(await(store.get(KEY))).isEmpty();
      }
      RedisOptions elsewhere =
          Links.patient(redis.uri()).credentials("scanner", () -> "pass").prefix("other").build();
      try (RedisCacheStore store = RedisCacheStore.open(elsewhere)) {
        Links.awaitUp(store.link(), RECOVERY);
        assertThat(problemOf(store.get(KEY))).isEqualTo(RedisProblem.NOT_PERMITTED);
      }
    }
  }

  @Test
  void reads_on_where_only_writes_are_refused() throws Exception {
    TestRedis.shared();
    try (TestRedis redis = TestRedis.start();
        RedisCacheStore store = RedisCacheStore.open(Links.patient(redis.uri()).build())) {
      awaitUse(store);
      redis.send("CONFIG SET maxmemory 1");
      for (int i = 0; i < 20; i++) {
        assertThat(problemOf(store.put(KEY, entry("x")))).isEqualTo(RedisProblem.OUT_OF_MEMORY);
      }
      assertThat(await(store.get(KEY))).isPresent();
      redis.send("CONFIG SET maxmemory 0");

      redis.send("CONFIG SET replica-serve-stale-data yes");
      redis.send("REPLICAOF 127.0.0.1 1");
      for (int i = 0; i < 20; i++) {
        assertThat(problemOf(store.put(KEY, entry("x")))).isEqualTo(RedisProblem.READ_ONLY);
      }
      assertThat(await(store.get(KEY))).isPresent();

      redis.send("CONFIG SET replica-serve-stale-data no");
      assertThat(problemOf(store.get(KEY))).isEqualTo(RedisProblem.MASTER_DOWN);
      assertThat(problemOf(store.get(KEY))).isEqualTo(RedisProblem.LEFT_ALONE);
      redis.send("REPLICAOF NO ONE");
      awaitUse(store);
    }
  }

  @Test
  void says_that_a_cluster_is_to_be_called_one() throws Exception {
    TestRedis.shared();
    try (TestRedis redis =
            TestRedis.start("cluster-enabled yes", "cluster-config-file nodes.conf");
        RedisCacheStore store = RedisCacheStore.open(Links.patient(redis.uri()).build())) {
      redis.send("CLUSTER ADDSLOTS 0"); // the cluster is not whole, which it says
      Awaitility.await()
          .atMost(RECOVERY)
          .untilAsserted(
              () -> assertThat(problemOf(store.get(KEY))).isEqualTo(RedisProblem.CLUSTER_DOWN));
    }
    assertThat(Problems.ofReply("MOVED 3999 127.0.0.1:6381")).isEqualTo(RedisProblem.ELSEWHERE);
    assertThat(Problems.ofReply("ASK 3999 127.0.0.1:6381")).isEqualTo(RedisProblem.ELSEWHERE);
    assertThat(Problems.ofReply("LOADING Redis is loading the dataset in memory"))
        .isEqualTo(RedisProblem.LOADING);
  }

  @Test
  void takes_foreign_newer_and_damaged_values_for_misses() throws Exception {
    TestRedis redis = TestRedis.shared();
    try (RedisCacheStore store = RedisCacheStore.open(Links.patient(redis.uri()).build())) {
      awaitUse(store);
      String name = "phish:1:cache:" + KEY;
      byte[] sound =
          Envelope.wrap(
              name.getBytes(StandardCharsets.US_ASCII), entry("sound"), new ServerClock(), 1 << 20);
      List<byte[]> unsound = new ArrayList<>();
      unsound.add(new byte[0]);
      unsound.add(
          "{\"json\":true}, which is longer than a header".getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < sound.length; i++) {
        byte[] damaged = sound.clone();
        damaged[i] ^= 4;
        unsound.add(damaged);
      }
      try (RedisLink link = Links.connected(Links.patient(redis.uri()).build())) {
        Wire wire = link.wire();
        assertThat(wire).isNotNull();
        byte[] key = name.getBytes(StandardCharsets.US_ASCII);
        wire.async().set(key, sound).get(5, TimeUnit.SECONDS);
        assertThat(await(store.get(KEY))).isPresent();
        for (byte[] value : unsound) {
          wire.async().set(key, value).get(5, TimeUnit.SECONDS);
          assertThat(await(store.get(KEY))).isEmpty();
          assertThat(await(store.getAll(List.of(KEY)))).isEqualTo(Map.of());
        }
        assertThat(store.unreadable()).isEqualTo(2L * unsound.size());

        redis.send("DEL " + name);
        redis.send("RPUSH " + name + " a b");
        assertThat(problemOf(store.get(KEY))).isEqualTo(RedisProblem.WRONG_TYPE);
      }
    }
  }

  @Test
  void refuses_uris_without_repeating_them() {
    for (String uri :
        List.of(
            "http://u:secret@h",
            "redis-sentinel://secret@h:26379",
            "rediss://:secret@h?verifyPeer=NONE",
            "redis://u:secret@[",
            "u:secret@h")) {
      assertThatThrownBy(() -> RedisOptions.of(uri))
          .isInstanceOf(io.phish.ConfigurationException.class)
          .hasMessageNotContaining("secret")
          .hasNoCause();
    }
  }
}
