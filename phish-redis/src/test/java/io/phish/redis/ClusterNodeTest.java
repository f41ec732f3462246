package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.phish.event.BreakerChanged;
import io.phish.event.BreakerChanged.State;
import io.phish.redis.server.TestCluster;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One node of a cluster that stands still is nobody's trouble but that of its keys. */
class ClusterNodeTest {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final List<BreakerChanged> changes = new CopyOnWriteArrayList<>();
  private final RedisListener listener =
      new RedisListener() {
        @Override
        public void breakerChanged(BreakerChanged change) {
          changes.add(change);
        }
      };

  /** A key for each node, in the order of the nodes. */
  private static List<byte[]> keys(TestCluster cluster, Wire wire) {
    List<byte[]> keys = new ArrayList<>();
    for (int node = 0; node < 3; node++) {
      String name = "127.0.0.1:" + cluster.node(node).port();
      for (int i = 0; keys.size() == node; i++) {
        byte[] key = ("phish:1:test:" + i).getBytes(StandardCharsets.US_ASCII);
        if (wire.nodeName(Objects.requireNonNull(wire.nodeOf(key))).equals(name)) {
          keys.add(key);
        }
      }
    }
    return keys;
  }

  private static CompletableFuture<byte[]> get(RedisCalls calls, byte[] key) {
    return calls.call(key, wire -> wire.async().get(key));
  }

  /** Why it failed; null if it did not. */
  private static @Nullable RedisProblem problem(CompletableFuture<?> call) throws Exception {
    AtomicReference<@Nullable RedisProblem> problem = new AtomicReference<>();
    call.handle(
            (done, e) -> {
              problem.set(e == null ? null : Problems.of(e).problem());
              return true;
            })
        .get(30, TimeUnit.SECONDS);
    return problem.get();
  }

  @Test
  void costs_calls_about_its_keys_the_wait_and_then_nothing_and_others_go_on() throws Exception {
    try (TestCluster cluster = TestCluster.start()) {
      RedisOptions options = Links.patient(cluster.uri()).build();
      try (RedisLink link = RedisLink.open(options, listener)) {
        Links.awaitUp(link, Duration.ofSeconds(60));
        RedisCalls calls = link.calls("test", LIMIT);
        List<byte[]> keys = keys(cluster, Objects.requireNonNull(link.wire()));
        for (byte[] key : keys) {
          await().until(() -> problem(get(calls, key)) == null);
        }

        cluster.node(2).pause();
        List<CompletableFuture<byte[]>> stuck = new ArrayList<>();
        for (int i = 0; i < Breaker.THRESHOLD; i++) {
          stuck.add(get(calls, keys.get(2)));
        }
        for (CompletableFuture<byte[]> call : stuck) {
          assertThat(problem(get(calls, keys.get(0)))).isNull();
          assertThat(problem(get(calls, keys.get(1)))).isNull();
          assertThat(problem(call)).isEqualTo(RedisProblem.TIMED_OUT);
        }
        for (int i = 0; i < 100; i++) {
          CompletableFuture<byte[]> leftAlone = get(calls, keys.get(2));
          assertThat(leftAlone).isCompletedExceptionally();
          assertThat(problem(leftAlone)).isEqualTo(RedisProblem.LEFT_ALONE);
          assertThat(problem(get(calls, keys.get(i % 2)))).isNull();
        }
        String resource = "redis:test@127.0.0.1:" + cluster.node(2).port();
        assertThat(changes).containsExactly(new BreakerChanged(resource, State.CLOSED, State.OPEN));
        assertThat(link.probe().toCompletableFuture().get(30, TimeUnit.SECONDS).isUp()).isTrue();

        try (RedisLink late = Links.connected(RedisOptions.of(cluster.uri()))) {
          assertThat(problem(get(late.calls("test", LIMIT), keys.get(0)))).isNull();
        }

        cluster.node(2).resume();
        await().until(() -> problem(get(calls, keys.get(2))) == null);
        assertThat(changes).endsWith(new BreakerChanged(resource, State.OPEN, State.CLOSED));
      }
    }
  }

  @Test
  void a_batch_finds_what_the_other_nodes_have() throws Exception {
    try (TestCluster cluster = TestCluster.start();
        RedisLink link =
            RedisLink.open(
                Links.patient(cluster.uri()).waitLimit(LIMIT.multipliedBy(2)).build(), listener)) {
      Links.awaitUp(link, Duration.ofSeconds(60));
      RedisCacheStore store =
          RedisCacheStore.on(link, RedisCacheSettings.defaults(), Clock.systemUTC());
      Map<CacheKey, CacheEntry> entries = new HashMap<>();
      for (int i = 0; i < 300; i++) {
        entries.put(
            CacheKey.of("test@1", "key " + i),
            new CacheEntry(new byte[] {(byte) i}, Instant.now().plus(Duration.ofHours(1))));
      }
      await()
          .until(
              () ->
                  problem(store.putAll(entries).toCompletableFuture()) == null
                      && found(store, entries.keySet()) == entries.size());
      int onNode = Integer.parseInt(cluster.node(2).send("DBSIZE").substring(1).strip());

      cluster.node(2).pause();

      // First for as long as a call is waited for, and from the breaker's opening at once.
      await()
          .until(
              () ->
                  found(store, entries.keySet()) == entries.size() - onNode && !changes.isEmpty());
      for (int i = 0; i < 100; i++) {
        assertThat(found(store, entries.keySet())).isEqualTo(entries.size() - onNode);
      }
      assertThat(problem(store.putAll(entries).toCompletableFuture()))
          .isEqualTo(RedisProblem.LEFT_ALONE);
      cluster.node(2).resume();
      await().until(() -> found(store, entries.keySet()) == entries.size());
    }
  }

  private static int found(RedisCacheStore store, Set<CacheKey> keys) throws Exception {
    return store.getAll(keys).toCompletableFuture().get(60, TimeUnit.SECONDS).size();
  }

  @Test
  void a_node_that_dies_leaves_the_connections_to_the_others_alone() throws Exception {
    try (TestCluster cluster = TestCluster.start();
        RedisLink link =
            RedisLink.open(
                RedisOptions.builder(cluster.uri()).waitLimit(Duration.ofSeconds(30)).build(),
                listener)) {
      Links.awaitUp(link, Duration.ofSeconds(60));
      RedisCalls calls = link.calls("test", Duration.ofSeconds(20));
      RedisCalls impatient = link.calls("impatient", LIMIT);
      List<byte[]> keys = keys(cluster, Objects.requireNonNull(link.wire()));
      for (byte[] key : keys) {
        await().until(() -> problem(get(calls, key)) == null);
      }
      for (int victim = 0; victim < 3; victim++) {
        cluster.node(victim).kill();
        for (int i = 0; i < 300; i++) {
          assertThat(problem(get(calls, keys.get((victim + 1 + i % 2) % 3)))).isNull();
        }
        cluster.node(victim).restart();
        byte[] key = keys.get(victim);
        // What is asked while a node is being found again may be answered by nobody.
        await().until(() -> problem(get(impatient, key)) == null);
      }
    }
  }
}
