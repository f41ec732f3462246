package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.example.shared.SharedLimit;
import io.phish.contract.SignalRecorder;
import io.phish.redis.server.TestRedis;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.JobQueueSettings;
import io.phish.spi.NewJob;
import io.phish.spi.RateDecision.Granted;
import io.phish.spi.RateWindow;
import io.phish.spi.SessionLimits;
import io.phish.spi.SessionStore.Created;
import io.phish.spi.SubscribeOptions;
import io.phish.spi.Topic;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the README of this module says is true. */
class ReadmeTest {
  private static final Path EXAMPLE = Path.of("src/test/java/com/example/shared/SharedLimit.java");

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }

  @Test
  void its_example_is_the_whole_of_a_class_that_works() throws Exception {
    String code =
        Files.readAllLines(EXAMPLE).stream()
            .filter(line -> !line.startsWith("package "))
            .collect(Collectors.joining("\n"))
            .strip();
    assertThat(readme()).contains("```java\n" + code + "\n```");

    try (TestRedis redis = TestRedis.start()) {
      redis.send("ACL SETUSER scanner on >open-sesame ~phish:1:* +@all");
      try (SharedLimit limit = new SharedLimit(redis.uri(), "scanner", "open-sesame")) {
        await()
            .until(
                () ->
                    limit.mayAsk("registry.example.org").toCompletableFuture().join()
                            instanceof Granted granted
                        && !granted.isLocal());
      }
    }
  }

  @Test
  void its_table_names_every_option_and_its_default() throws IOException {
    List<String> rows =
        readme().lines().filter(line -> line.matches("\\| `[a-z][a-zA-Z0-9]+` \\|.*")).toList();
    TreeSet<String> methods = new TreeSet<>();
    for (Method method : RedisOptions.Builder.class.getDeclaredMethods()) {
      if (java.lang.reflect.Modifier.isPublic(method.getModifiers())
          && !method.getName().equals("build")) {
        methods.add(method.getName());
      }
    }
    assertThat(rows)
        .extracting(row -> row.substring(3, row.indexOf('`', 3)))
        .containsExactlyInAnyOrderElementsOf(methods);

    RedisOptions defaults = RedisOptions.of("redis://localhost");
    Map.of(
            "waitLimit", millis(defaults.waitLimit()),
            "commandTimeout", seconds(defaults.commandTimeout()),
            "connectTimeout", seconds(defaults.connectTimeout()),
            "maximumPending",
                String.format(java.util.Locale.ROOT, "%,d", defaults.maximumPending()),
            "prefix", "`" + defaults.prefix() + "`")
        .forEach(
            (name, value) ->
                assertThat(rows)
                    .filteredOn(row -> row.startsWith("| `" + name + "`"))
                    .singleElement()
                    .asString()
                    .matches(Pattern.quote("| `" + name + "` | " + value + " |") + ".*"));
  }

  @Test
  void its_table_names_every_setting_of_the_cache() throws IOException {
    String readme = readme();
    assertThat(RedisCacheSettings.class.getMethods())
        .filteredOn(method -> method.getName().startsWith("with"))
        .isNotEmpty()
        .allSatisfy(
            method ->
                assertThat(readme)
                    .contains(
                        "| `%s(%s)` |"
                            .formatted(
                                method.getName(), method.getParameterTypes()[0].getSimpleName())));
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + " ms";
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + " s";
  }

  @Test
  void its_table_of_failures_names_every_problem() throws IOException {
    String readme = readme();
    assertThat(Arrays.stream(RedisProblem.values()))
        .allSatisfy(problem -> assertThat(readme).contains("`" + problem + "`"));
  }

  @Test
  void the_user_it_names_may_do_all_that_is_needed_and_no_more() throws Exception {
    String rule =
        readme().lines().filter(line -> line.startsWith("ACL SETUSER")).findFirst().orElseThrow();
    try (TestRedis redis = TestRedis.start()) {
      assertThat(redis.send(rule.replace("PASSWORD", "open-sesame"))).startsWith("+OK");
      RedisOptions options =
          Links.patient(redis.uri()).credentials("phish", () -> "open-sesame").build();
      CacheKey key = CacheKey.of("test@1", "key");
      try (RedisLink link = Links.connected(options);
          RedisCacheStore cache = RedisCacheStore.on(link);
          RedisRateLimiter limiter = new RedisRateLimiter(link);
          RedisSessionStore sessions = new RedisSessionStore(link, SessionLimits.DEFAULT);
          RedisUpdateBus bus = new RedisUpdateBus(link, 10);
          RedisJobQueue queue = RedisJobQueue.open(options, "work", JobQueueSettings.defaults())) {
        Links.awaitUp(queue.link(), TestRedis.PATIENCE);
        get(cache.put(key, new CacheEntry(new byte[1], Instant.now().plusSeconds(3_600))));
        assertThat(get(cache.get(key))).isPresent();
        assertThat(get(cache.measure()).entries()).isPositive();
        get(cache.clear());
        assertThat(get(limiter.tryAcquire("k", List.of(RateWindow.of(9, Duration.ofHours(1))))))
            .matches(decision -> !decision.isLocal());
        assertThat(get(sessions.create("acme", "alice", Map.of()))).isInstanceOf(Created.class);
        assertThat(get(sessions.revokeAll("acme"))).isEqualTo(1);
        for (Topic topic : List.of(Topic.broadcast("a"), Topic.broadcast("a").retained())) {
          SignalRecorder recorder = new SignalRecorder();
          get(bus.subscribe(topic, SubscribeOptions.DEFAULT, recorder));
          get(bus.publish(topic, "x"));
          recorder.await("x");
        }
        assertThat(get(queue.enqueue(NewJob.of(new byte[1]))).isAccepted()).isTrue();
        assertThat(get(queue.lease("worker", 1, Duration.ZERO)).leases()).hasSize(1);
        assertThat(get(queue.statistics()).running()).isEqualTo(1);

        RedisCalls calls = link.calls("test", Duration.ofSeconds(30));
        byte[] foreign = "other".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> get(calls.call(wire -> wire.async().get(foreign))))
            .hasMessageContaining("NOPERM");
        assertThatThrownBy(() -> get(calls.call(wire -> wire.async().flushall())))
            .hasMessageContaining("NOPERM");
      }
    }
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
