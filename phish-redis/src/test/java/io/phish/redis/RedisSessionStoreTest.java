package io.phish.redis;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.ScriptOutputType;
import io.phish.redis.server.TestRedis;
import io.phish.spi.Session;
import io.phish.spi.SessionLimits;
import io.phish.spi.SessionStore;
import io.phish.spi.SessionStore.Created;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisSessionStoreTest {
  private TestRedis server;
  private RedisLink link;

  @BeforeEach
  void start() {
    server = TestRedis.start();
    link = RedisLink.open(Links.patient(server.uri()).build());
    await().until(() -> link.health().isUp());
  }

  @AfterEach
  void stop() {
    link.close();
    server.close();
  }

  private static Created begin(SessionStore store) {
    return (Created) store.create("acme", "alice", Map.of("a", "b")).toCompletableFuture().join();
  }

  private List<String> keys() {
    return Links.commands(link).keys("*").toCompletableFuture().join().stream()
        .map(key -> new String(key, StandardCharsets.US_ASCII))
        .toList();
  }

  @Test
  void says_nothing_of_sessions_while_redis_is_away() {
    try (SessionStore store = new RedisSessionStore(link, SessionLimits.DEFAULT)) {
      Created created = begin(store);
      server.kill();
      assertThatThrownBy(() -> store.get(created.token()).toCompletableFuture().join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(RedisCallException.class);
      server.restart();
      await()
          .atMost(Duration.ofSeconds(10))
          .ignoreExceptions()
          .until(
              () ->
                  store.get(created.token()).toCompletableFuture().join().equals(Optional.empty()));
      assertThat(begin(store).session().version()).isEqualTo(1);
    }
  }

  @Test
  void sessions_and_what_leads_to_them_expire_at_the_server() {
    try (SessionStore store = new RedisSessionStore(link, SessionLimits.DEFAULT)) {
      begin(store);
      assertThat(keys()).hasSize(4);
    }
    assertThat(server.send("FLUSHALL")).startsWith("+OK");
    SessionLimits limits =
        SessionLimits.DEFAULT.withTimes(Duration.ofMillis(300), Duration.ofSeconds(5));
    try (SessionStore store = new RedisSessionStore(link, limits)) {
      Created created = begin(store);
      await().until(() -> keys().isEmpty());
      assertThat(store.get(created.token()).toCompletableFuture().join()).isEmpty();
    }
  }

  @Test
  void a_session_slides_by_the_clock_of_the_server() {
    SessionLimits limits =
        SessionLimits.DEFAULT.withTimes(Duration.ofMinutes(5), Duration.ofHours(1));
    try (SessionStore store = new RedisSessionStore(link, limits)) {
      Created created = begin(store);
      assertThat(expiry()).isCloseTo(created.session().expiresAt(), within(5, SECONDS));
      assertThat(server.send("PEXPIRE " + sessionKey() + " 60000")).startsWith(":1");
      await()
          .untilAsserted(
              () -> {
                Session used =
                    store.get(created.token()).toCompletableFuture().join().orElseThrow();
                assertThat(used.expiresAt()).isAfter(created.session().expiresAt());
                assertThat(expiry()).isCloseTo(used.expiresAt(), within(5, SECONDS));
              });
    }
  }

  private String sessionKey() {
    return keys().stream().filter(name -> name.contains(":s:")).findFirst().orElseThrow();
  }

  /** When the one session's key is gone, by the server's clock. */
  private Instant expiry() {
    byte[] key = sessionKey().getBytes(StandardCharsets.US_ASCII);
    Long millis =
        Links.commands(link)
            .<Long>eval(
                "local t = redis.call('TIME')"
                    + " return t[1] * 1000 + math.floor(t[2] / 1000) + redis.call('PTTL', KEYS[1])",
                ScriptOutputType.INTEGER,
                new byte[][] {key})
            .toCompletableFuture()
            .join();
    return Instant.ofEpochMilli(millis);
  }

  @Test
  void nothing_in_redis_gives_anybody_a_session() {
    try (SessionStore store = new RedisSessionStore(link, SessionLimits.DEFAULT)) {
      Created created = begin(store);
      String secret = created.token().value().substring(23);
      assertThat(keys()).allSatisfy(key -> assertThat(key).doesNotContain(secret, "alice", "acme"));
      String session = keys().stream().filter(key -> key.contains(":s:")).findFirst().orElseThrow();
      Map<byte[], byte[]> fields =
          Links.commands(link)
              .hgetall(session.getBytes(StandardCharsets.US_ASCII))
              .toCompletableFuture()
              .join();
      assertThat(fields.values())
          .allSatisfy(
              value ->
                  assertThat(new String(value, StandardCharsets.ISO_8859_1))
                      .doesNotContain(secret));
    }
  }

  @Test
  void instances_see_the_same_sessions() {
    try (RedisLink other = RedisLink.open(Links.patient(server.uri()).build());
        SessionStore here = new RedisSessionStore(link, SessionLimits.DEFAULT);
        SessionStore there = new RedisSessionStore(other, SessionLimits.DEFAULT)) {
      await().until(() -> other.health().isUp());
      Created created = begin(here);
      assertThat(there.get(created.token()).toCompletableFuture().join()).isPresent();
      assertThat(there.update(created.token(), 1, Map.of()).toCompletableFuture().join())
          .isInstanceOf(SessionStore.Updated.class);
      assertThat(here.update(created.token(), 1, Map.of()).toCompletableFuture().join())
          .isInstanceOf(SessionStore.Conflict.class);
      assertThat(there.revokeAll("acme").toCompletableFuture().join()).isEqualTo(1);
      assertThat(here.get(created.token()).toCompletableFuture().join()).isEmpty();
    }
  }

  @Test
  void ends_more_sessions_of_a_tenant_than_one_script_does() {
    SessionLimits limits = SessionLimits.DEFAULT.withNumbers(1_000, 5_000);
    try (SessionStore store = new RedisSessionStore(link, limits)) {
      for (int i = 0; i < 2_500; i++) {
        store.create("acme", "user " + i % 5, Map.of()).toCompletableFuture().join();
      }
      assertThat(store.count("acme").toCompletableFuture().join()).isEqualTo(2_500);
      assertThat(store.sessions("acme", 10_000).toCompletableFuture().join()).hasSize(2_500);
      assertThat(store.revokeAll("acme").toCompletableFuture().join()).isEqualTo(2_500);
      assertThat(keys()).isEmpty();
    }
  }
}
