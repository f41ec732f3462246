package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.redis.server.Certificates;
import io.phish.redis.server.TestRedis;
import io.phish.spi.CacheKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TlsTest {
  private static Certificates certificates;

  @BeforeAll
  static void certify() {
    TestRedis.shared();
    certificates = new Certificates();
  }

  private static RedisOptions.Builder options(TestRedis redis) {
    return RedisOptions.builder("rediss://127.0.0.1:" + redis.port())
        .waitLimit(Duration.ofSeconds(30))
        .caFile(certificates.authority());
  }

  private static void assertWorks(RedisOptions options) throws Exception {
    try (RedisCacheStore store = RedisCacheStore.open(options)) {
      Links.awaitUp(store.link(), TestRedis.PATIENCE);
      assertThat(store.get(CacheKey.of("a", "b")).toCompletableFuture().get(60, TimeUnit.SECONDS))
          .isEmpty();
    }
  }

  private static void assertFails(RedisOptions options, @Nullable RedisProblem problem) {
    try (RedisLink link = RedisLink.open(options)) {
      Awaitility.await()
          .atMost(TestRedis.PATIENCE)
          .untilAsserted(
              () -> {
                RedisCallException why = link.health().problem();
                assertThat(why).isNotNull();
                assertThat(why.getCause()).isNotNull();
                if (problem != null) {
                  assertThat(why.problem()).isEqualTo(problem);
                }
              });
      assertThat(link.health().isUp()).isFalse();
    }
  }

  @Test
  void talks_to_a_server_whose_certificate_is_sound() throws Exception {
    try (TestRedis redis = certificates.server("sound", "IP:127.0.0.1", true, "no")) {
      assertWorks(options(redis).build());
    }
  }

  @Test
  void does_not_talk_to_one_whose_certificate_is_for_another_host() {
    try (TestRedis redis = certificates.server("other", "DNS:other.example", true, "no")) {
      assertFails(options(redis).build(), RedisProblem.NOT_TRUSTED);
    }
  }

  @Test
  void does_not_talk_to_one_whose_certificate_has_expired() {
    try (TestRedis redis = certificates.server("expired", "IP:127.0.0.1", false, "no")) {
      assertFails(options(redis).build(), RedisProblem.NOT_TRUSTED);
    }
  }

  @Test
  void does_not_talk_to_one_that_an_unknown_authority_vouches_for() {
    try (TestRedis redis = certificates.server("unknown", "IP:127.0.0.1", true, "no")) {
      RedisOptions trustsOthers =
          RedisOptions.builder("rediss://127.0.0.1:" + redis.port())
              .caFile(new Certificates().authority())
              .build();
      assertFails(trustsOthers, RedisProblem.NOT_TRUSTED);
    }
  }

  @Test
  void does_not_talk_in_clear_when_it_was_told_to_use_tls() {
    RedisOptions options = options(TestRedis.shared()).build();
    assertFails(options, null);
  }

  @Test
  void shows_its_own_certificate_to_a_server_that_asks() throws Exception {
    try (TestRedis redis = certificates.server("mutual", "IP:127.0.0.1", true, "yes")) {
      assertFails(options(redis).build(), null);
      Path client = certificates.certificate("client", "DNS:client.example", true);
      assertWorks(
          options(redis).clientCertificate(client, client.resolveSibling("client.key")).build());
    }
  }
}
