package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phish.core.cache.MemoryCacheStore;
import io.phish.core.cache.TieredCacheStore;
import io.phish.redis.RedisCacheStore;
import io.phish.redis.RedisOptions;
import io.phish.redis.server.TestRedis;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code phish cache} over a real Redis, with name servers and registries of its own. */
class CacheCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestRedis redis = TestRedis.shared();
  private final CliNameServer com =
      new CliNameServer(
          "com",
          "@ 3600 SOA ns.example.com. host.example.com. 1 7200 600 86400 300",
          "@ 3600 NS ns.example.com.",
          "one 600 A 192.0.2.1",
          "www.one 600 A 192.0.2.2",
          "two 600 A 192.0.2.3");
  private final CliRegistry registry = new CliRegistry();
  private ByteArrayOutputStream out = new ByteArrayOutputStream();
  private StringWriter err = new StringWriter();
  private boolean isInteractive;

  @TempDir private Path folder;

  @AfterEach
  void close() {
    com.close();
    registry.close();
  }

  private int run(String input, String... arguments) {
    out = new ByteArrayOutputStream();
    err = new StringWriter();
    Streams streams =
        new Streams(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            out,
            new PrintWriter(err, true),
            StandardCharsets.UTF_8,
            false,
            isInteractive);
    return Main.run(streams, arguments);
  }

  private int warm(String input, String... arguments) {
    List<String> all = new ArrayList<>(List.of("cache", "warm", "-", "--dns", com.address()));
    all.addAll(registry.options());
    all.addAll(Arrays.asList(arguments));
    return run(input, all.toArray(String[]::new));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private JsonNode json() throws IOException {
    return JSON.readTree(out());
  }

  @Test
  void warm_looks_up_each_host_and_each_domain_once_and_not_again() throws IOException {
    String input =
        """
        # three names of two domains

        https://www.one.com/login?a=b
        one.com
        ONE.com.
        two.com
        """;
    assertThat(warm(input, "--redis", redis.uri(), "--json")).as(err.toString()).isZero();
    assertThat(json().get("hosts").asInt()).isEqualTo(3);
    assertThat(json().get("again").asInt()).isEqualTo(1);
    assertThat(json().at("/extractors/phish.dns/warmed").asInt()).isEqualTo(3);
    assertThat(
            json().at("/extractors/phish.registration/warmed").asInt()
                + json().at("/extractors/phish.registration/fresh").asInt())
        .isEqualTo(3);
    assertThat(registry.questions()).containsExactlyInAnyOrder("one.com", "two.com");
    int questions = com.questions().size();

    assertThat(warm(input, "--redis", redis.uri(), "--json")).isZero();
    assertThat(json().at("/extractors/phish.dns/fresh").asInt()).isEqualTo(3);
    assertThat(json().at("/extractors/phish.registration/fresh").asInt()).isEqualTo(3);
    assertThat(registry.questions()).hasSize(2);
    assertThat(com.questions()).hasSize(questions);
  }

  @Test
  void warm_asks_whois_where_there_is_no_rdap_and_fills_a_file_as_well() throws IOException {
    Path file = folder.resolve("looked-up.db");
    String[] arguments = {"--cache", file.toString(), "--enable", "phish.registration", "--json"};
    assertThat(warm("a.net\nno-such.com\n", arguments)).as(err.toString()).isZero();
    assertThat(registry.questions()).containsExactlyInAnyOrder("a.net", "no-such.com");

    assertThat(warm("a.net\nno-such.com\n", arguments)).isZero();
    assertThat(json().at("/extractors/phish.registration/fresh").asInt()).isEqualTo(2);
    assertThat(registry.questions()).hasSize(2);

    assertThat(run("", "cache", "stats", "--cache", file.toString(), "--json")).isZero();
    assertThat(json().get("entries").asInt()).isEqualTo(2);
    assertThat(run("", "cache", "purge", "--cache", file.toString(), "--domain", "a.net")).isZero();
    assertThat(out()).contains("sqlite: 1 entries forgotten");
    assertThat(run("", "cache", "purge", "--cache", file.toString())).isZero();
    assertThat(run("", "cache", "stats", "--cache", file.toString(), "--json")).isZero();
    assertThat(json().get("entries").asInt()).isZero();
  }

  @Test
  void warm_names_bad_lines_and_goes_on() throws IOException {
    String input = "one.com\n\nnot a host\n" + "x".repeat(LineReader.MAX_LENGTH + 1) + "\ntwo.com";
    assertThat(warm(input, "--redis", redis.uri(), "--enable", "phish.dns", "--json")).isEqualTo(3);
    assertThat(err.toString()).contains("line 3: ").contains("line 4: line has more than");
    assertThat(json().get("bad_lines").asInt()).isEqualTo(2);
    assertThat(json().at("/extractors/phish.dns/warmed").asInt()).isEqualTo(2);
  }

  @Test
  void warm_tells_failures_by_their_cause() throws IOException {
    com.close();
    assertThat(warm("one.com\n", "--redis", redis.uri(), "--enable", "phish.dns")).isEqualTo(3);
    assertThat(out())
        .containsPattern("phish.dns +1 +0 +0 +1")
        .contains("no name server can be reached or answers: 1")
        .contains("redis: 0 hits, 1 misses, 0 failures");
  }

  @Test
  void warm_keeps_to_rates_that_are_shared() throws IOException {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      names.append("name").append(i).append(".com\n");
    }
    assertThat(
            warm(
                names.toString(),
                "--redis",
                redis.uri(),
                "--enable",
                "phish.registration",
                "--rate",
                "5/s",
                "--json"))
        .as(() -> out() + err)
        .isZero();
    assertThat(json().at("/extractors/phish.registration/warmed").asInt()).isEqualTo(12);
    // The rest had to wait for later seconds.
    assertThat(json().get("millis").asLong()).isGreaterThan(1_000);
    assertThat(redis.send("KEYS *rate*")).contains("rate:");
  }

  @Test
  void stats_count_entries_by_extractor() throws IOException {
    assertThat(warm("one.com\ntwo.com\n", "--redis", redis.uri(), "--enable", "phish.dns"))
        .isZero();
    redis.send("SET somebody:else 1");

    assertThat(run("", "cache", "stats", "--redis", redis.uri(), "--json")).isZero();
    assertThat(json().get("entries").asInt()).isEqualTo(2);
    assertThat(json().get("complete").asBoolean()).isTrue();
    assertThat(json().get("database_keys").asInt()).isGreaterThanOrEqualTo(3);
    assertThat(json().at("/extractors/phish.dns@1/entries").asInt()).isEqualTo(2);
    assertThat(json().at("/extractors/phish.dns@1/octets").asInt()).isGreaterThan(100);
    assertThat(json().get("hit_rate").asDouble()).isBetween(0.0, 1.0);

    assertThat(run("", "cache", "stats", "--redis", redis.uri())).isZero();
    assertThat(out())
        .containsPattern("entries +2\n")
        .containsPattern("server's hit rate +[0-9.]+% of [0-9,]+ reads")
        .containsPattern("phish.dns@1 +2 ");
  }

  @Test
  void purge_leaves_alone_what_is_not_meant() {
    put("phish.dns@1", "a");
    put("phish.dns@1", "b");
    put("phish.dnsx@1", "c");
    put("phish.registration@1", "d");
    redis.send("SET somebody:else 1");
    redis.send("SET phish:1:queue:x 1");
    redis.send("SET phish:1:cache:probe 1");

    String[] one = {"cache", "purge", "--redis", redis.uri(), "--extractor", "phish.dns"};
    String[] dry = Arrays.copyOf(one, one.length + 1);
    dry[one.length] = "--dry-run";
    assertThat(run("", dry)).isZero();
    assertThat(out()).isEqualTo("redis: 2 entries to forget\n");
    assertThat(redis.send("DBSIZE")).startsWith(":7");
    assertThat(run("", one)).isZero();
    assertThat(out()).isEqualTo("redis: 2 entries forgotten\n");
    assertThat(redis.send("DBSIZE")).startsWith(":5");

    assertThat(run("", "cache", "purge", "--redis", redis.uri())).isZero();
    assertThat(out()).isEqualTo("redis: 2 entries forgotten\n");
    assertThat(redis.send("DBSIZE")).startsWith(":3");
  }

  @Test
  void purge_goes_over_many_pages() {
    StringBuilder script = new StringBuilder("EVAL \"for i=1,5000 do redis.call('SET',");
    script.append("'phish:1:cache:phish.dns@1:'..string.format('%032x',i),'x') ");
    script.append("redis.call('SET','other:'..i,'x') end\" 0");
    redis.send(script.toString());
    assertThat(run("", "cache", "purge", "--redis", redis.uri(), "--json")).isZero();
    assertThat(out()).contains("\"entries\":5000").contains("\"dry_run\":false");
    assertThat(redis.send("DBSIZE")).startsWith(":5000");
  }

  @Test
  void purge_of_a_domain_makes_it_looked_up_anew() throws IOException {
    assertThat(warm("one.com\ntwo.com\n", "--redis", redis.uri())).isZero();
    assertThat(run("", "cache", "purge", "--redis", redis.uri(), "--domain", "one.com")).isZero();
    assertThat(out()).isEqualTo("redis: 2 entries forgotten\n");

    assertThat(warm("one.com\ntwo.com\n", "--redis", redis.uri(), "--json")).isZero();
    assertThat(json().at("/extractors/phish.dns/warmed").asInt()).isEqualTo(1);
    assertThat(json().at("/extractors/phish.registration/warmed").asInt()).isEqualTo(1);
    assertThat(registry.questions()).containsExactlyInAnyOrder("one.com", "two.com", "one.com");
  }

  @Test
  void purge_reaches_the_memory_of_other_instances() {
    CacheKey key = put("phish.dns@1", "a");
    try (RedisCacheStore shared = RedisCacheStore.open(RedisOptions.of(redis.uri()));
        MemoryCacheStore near = MemoryCacheStore.ofMegabytes(1);
        TieredCacheStore other = TieredCacheStore.builder().tier(near).tier(shared).build()) {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> other.get(key).toCompletableFuture().join().isPresent());
      assertThat(near.get(key).toCompletableFuture().join()).isPresent();

      assertThat(run("", "cache", "purge", "--redis", redis.uri())).isZero();
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> near.get(key).toCompletableFuture().join().isEmpty());
    }
  }

  @Test
  void purge_asks_on_a_terminal() {
    put("phish.dns@1", "a");
    isInteractive = true;
    assertThat(run("n\n", "cache", "purge", "--redis", redis.uri())).isEqualTo(2);
    assertThat(err.toString())
        .contains("Forget everything that was looked up? [y/N] ")
        .contains("nothing was forgotten");
    assertThat(redis.send("DBSIZE")).startsWith(":1");
    assertThat(run("", "cache", "purge", "--redis", redis.uri())).isEqualTo(2);
    assertThat(run("", "cache", "purge", "--redis", redis.uri(), "--dry-run")).isZero();
    assertThat(run("", "cache", "purge", "--yes", "--redis", redis.uri(), "--domain", "a.com"))
        .isZero();
    assertThat(run("Yes\n", "cache", "purge", "--redis", redis.uri())).isZero();
    assertThat(redis.send("DBSIZE")).startsWith(":0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cache|2|no command given",
        "cache stats|2|which cache? --redis",
        "cache purge|2|which cache? --redis",
        "cache warm -|2|which cache? --redis",
        "cache stats --cache /nonexistent/file|2|there is no such file",
        "cache warm - --redis redis://127.0.0.1:1 --concurrency 0|2|not 1 to 10000",
        "cache warm - --redis redis://127.0.0.1:1 --timeout 3601s|2|--timeout is above 1h",
        "cache purge --redis redis://127.0.0.1:1 --domain a..b|2|--domain: ",
        "cache purge --redis redis://127.0.0.1:1 --domain a.b --extractor x.y|2|keeps anything",
        "cache stats --redis redis://u:secret@127.0.0.1:1|4|Redis: ",
      })
  void what_is_wrong_is_named(String command, int code, String message) {
    assertThat(run("", command.split(" "))).as(err.toString()).isEqualTo(code);
    assertThat(err.toString()).contains(message).doesNotContain("secret");
    assertThat(out()).isEmpty();
  }

  @Test
  void warm_says_that_a_file_is_not_there() {
    Path file = folder.resolve("absent");
    assertThat(run("", "cache", "warm", file.toString(), "--redis", redis.uri())).isEqualTo(4);
    assertThat(err.toString()).contains(file.toString());
    assertThat(Files.exists(file)).isFalse();
  }

  private CacheKey put(String space, String text) {
    CacheKey key = CacheKey.of(space, text);
    try (RedisCacheStore store = RedisCacheStore.open(RedisOptions.of(redis.uri()))) {
      store.link().whenConnected().toCompletableFuture().join();
      CacheEntry entry = new CacheEntry(new byte[] {1}, Instant.now().plus(Duration.ofHours(1)));
      Awaitility.await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(
              () -> {
                store.put(key, entry).toCompletableFuture().join();
                return true;
              });
    }
    return key;
  }
}
