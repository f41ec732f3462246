package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.phish.redis.server.ScriptedRedis;
import io.phish.redis.server.TestRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server answers is told apart, and none of it tells the password. */
class RedisProblemsTest {
  private static final String PASSWORD = "open-sesame-4711";
  private static final Map<String, RedisProblem> ANSWERS =
      Map.ofEntries(
          Map.entry("-NOAUTH Authentication required.", RedisProblem.NOT_AUTHENTICATED),
          Map.entry("-WRONGPASS invalid username-password pair", RedisProblem.NOT_AUTHENTICATED),
          Map.entry("-NOPERM this user has no permissions", RedisProblem.NOT_PERMITTED),
          Map.entry("-READONLY You can't write against a replica.", RedisProblem.READ_ONLY),
          Map.entry("-OOM command not allowed", RedisProblem.OUT_OF_MEMORY),
          Map.entry("-MISCONF Redis is configured to save", RedisProblem.NOT_PERSISTED),
          Map.entry("-NOREPLICAS Not enough good replicas", RedisProblem.NOT_REPLICATED),
          Map.entry("-LOADING Redis is loading the dataset", RedisProblem.LOADING),
          Map.entry("-MASTERDOWN Link with MASTER is down", RedisProblem.MASTER_DOWN),
          Map.entry("-CLUSTERDOWN The cluster is down", RedisProblem.CLUSTER_DOWN),
          Map.entry("-TRYAGAIN Multiple keys request", RedisProblem.CLUSTER_DOWN),
          Map.entry("-MOVED 3999 127.0.0.1:6381", RedisProblem.ELSEWHERE),
          Map.entry("-ASK 3999 127.0.0.1:6381", RedisProblem.ELSEWHERE),
          Map.entry("-BUSY Redis is busy running a script", RedisProblem.BUSY),
          Map.entry("-WRONGTYPE Operation against a key", RedisProblem.WRONG_TYPE),
          Map.entry("-ERR something else", RedisProblem.REFUSED));

  private final Queue<String> logged = new ConcurrentLinkedQueue<>();
  private final List<Logger> loggers =
      List.of(Logger.getLogger("io.phish"), Logger.getLogger("io.lettuce"));
  private final Handler handler =
      new Handler() {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord record) {
          logged.add(formatter.format(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    handler.setLevel(Level.FINE);
    for (Logger logger : loggers) {
      logger.setLevel(Level.FINE);
      logger.addHandler(handler);
    }
  }

  @AfterEach
  void listenNoMore() {
    for (Logger logger : loggers) {
      logger.removeHandler(handler);
      logger.setLevel(null);
    }
  }

  private static RedisOptions.Builder options(String uri) {
    return Links.patient(uri).credentials("scanner", () -> PASSWORD);
  }

  private static RedisCallException failure(CompletableFuture<?> call) throws Exception {
    return call.<RedisCallException>handle(
            (done, e) -> Problems.of(Objects.requireNonNull(e, "did not fail")))
        .get(60, TimeUnit.SECONDS);
  }

  private static void assertSecret(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      assertThat(each.toString()).doesNotContain(PASSWORD);
    }
  }

  private void assertNothingLogged() {
    assertThat(logged).isNotEmpty();
    assertThat(logged).allSatisfy(line -> assertThat(line).doesNotContain(PASSWORD));
  }

  @Test
  void every_answer_has_its_problem_and_no_secret() throws Exception {
    byte[] key = "key".getBytes(StandardCharsets.US_ASCII);
    try (ScriptedRedis redis = new ScriptedRedis();
        RedisLink link = Links.connected(options(redis.uri()).resp2().build())) {
      for (Map.Entry<String, RedisProblem> answer : ANSWERS.entrySet()) {
        redis.answer("SET", answer.getKey());
        // A breaker of its own, as some of these open it.
        RedisCalls calls = link.calls("test", Duration.ofSeconds(30));
        RedisCallException why = failure(calls.call(wire -> wire.async().set(key, key)));
        assertThat(why.problem()).as(answer.getKey()).isEqualTo(answer.getValue());
        assertThat(why).hasMessageContaining(answer.getKey().substring(1));
        assertSecret(why);
      }
      assertThat(link.toString() + link.options() + link.health()).doesNotContain(PASSWORD);
    }
    assertNothingLogged();
  }

  @Test
  void a_server_that_answers_nobody_is_unwell_until_it_does() {
    for (String answer :
        List.of("-LOADING Redis is loading", "-NOAUTH Authentication", "-BUSY running a script")) {
      try (ScriptedRedis redis = new ScriptedRedis()) {
        redis.answer("GET", answer);
        try (RedisLink link = RedisLink.open(options(redis.uri()).resp2().build())) {
          await()
              .untilAsserted(
                  () -> {
                    RedisCallException why = link.health().problem();
                    assertThat(why).isNotNull();
                    assertThat(why.problem()).isEqualTo(find(answer));
                    assertSecret(why);
                  });
          assertThat(link.health().isUp()).isFalse();
          redis.answer("GET", "$-1");
          Links.awaitUp(link, TestRedis.PATIENCE);
        }
      }
    }
    assertNothingLogged();
  }

  private static RedisProblem find(String answer) {
    return Problems.ofReply(answer.substring(1));
  }

  @Test
  void a_wrong_password_an_absent_server_and_one_without_tls_keep_it_too() {
    try (TestRedis redis = TestRedis.start("requirepass another-one")) {
      List<String> uris =
          List.of(
              redis.uri(),
              "redis://scanner:" + PASSWORD + "@127.0.0.1:" + redis.port(),
              "redis://127.0.0.1:" + TestRedis.freePort(),
              "rediss://127.0.0.1:" + redis.port(),
              "redis-cluster://127.0.0.1:" + redis.port(),
              "redis-sentinel://127.0.0.1:" + redis.port() + "#main");
      List<RedisLink> links = new ArrayList<>();
      try {
        for (String uri : uris) {
          RedisOptions options = uri.contains("@") ? RedisOptions.of(uri) : options(uri).build();
          assertThat(options.toString()).doesNotContain(PASSWORD);
          links.add(RedisLink.open(options));
        }
        for (RedisLink link : links) {
          await().until(() -> link.problem().getCause() != null);
          assertSecret(link.problem());
          assertThat(link.health().toString()).doesNotContain(PASSWORD);
        }
      } finally {
        links.forEach(RedisLink::close);
      }
    }
    assertNothingLogged();
  }
}
