package io.phish.core.packages.registry;

import static io.phish.core.packages.registry.FakeRegistry.LONG;
import static io.phish.core.packages.registry.FakeRegistry.bytes;
import static io.phish.core.packages.registry.FakeRegistry.found;
import static io.phish.core.packages.registry.FakeRegistry.gzip;
import static io.phish.core.packages.registry.FakeRegistry.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.PackageId;
import io.phish.core.registration.rdap.TestRdapServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryFaultsTest {
  private static final String LEFT =
      "{\"name\":\"left\",\"versions\":{\"1.0.0\":{}},\"time\":{\"1.0.0\":\"2020-01-02T03:04:05Z\"}}";

  private final FakeRegistry registry = new FakeRegistry();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : opened) {
      resource.close();
    }
    registry.close();
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.add(resource);
    return resource;
  }

  private Registries.Builder builder() {
    return Registries.builder(configuration());
  }

  private RegistryConfiguration configuration() {
    return RegistryConfiguration.empty().with(Ecosystem.NPM, registry.url());
  }

  private static CompletableFuture<RegistryAnswer> start(
      PackageRegistry client, String name, Duration timeout) {
    return client.lookup(new PackageId(Ecosystem.NPM, name, null), timeout).toCompletableFuture();
  }

  private String fault(TestRdapServer.Handler handler) {
    registry.on("*", handler);
    return reason(registry.ask(Ecosystem.NPM, "left"));
  }

  static List<String> nonsense() {
    return List.of(
        "",
        "{",
        "[]",
        "null",
        "\"left\"",
        "{}",
        "{\"error\":\"not_found\"}",
        "{\"name\":\"left\"}",
        "{\"name\":\"left\",\"time\":{},\"versions\":{}}",
        "{\"name\":\"left\",\"time\":{\"1\":\"2020\"},\"versions\":[]}",
        "{\"name\":\"right\",\"versions\":{\"1\":{}}}",
        "{\"name\":\"left\",\"versions\":{\"1.0.0\":{}",
        LEFT + "x",
        LEFT + "\0",
        "\0" + LEFT,
        "{\"name\":\"left\",\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}",
        "{\"name\":\"left\",\"a\":" + "{\"a\":".repeat(5_000),
        "<html>busy</html>",
        "{\"name\":\"le\u0001ft\"}");
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void an_answer_that_makes_no_sense_is_unknown(String body) {
    assertThat(fault((request, answer) -> answer.json(200, body)))
        .startsWith(
            "http://127.0.0.1:"
                + registry.port()
                + " answered 200 with what is no document of npm: ")
        .hasSizeLessThan(400)
        .doesNotContainPattern("\\p{Cntrl}");
  }

  @Test
  void says_where_the_json_breaks_off() {
    assertThat(fault((request, answer) -> answer.json(200, "{\"name\":\"left\",\"a\":[1,2")))
        .endsWith("no document of npm: it breaks off at octet 23");
  }

  @Test
  void another_media_type_is_no_document() {
    registry.page("/left", 200, "text/html", LEFT);
    assertThat(reason(registry.ask(Ecosystem.NPM, "left"))).contains("it is text/html, not JSON");
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 206, 400, 401, 403, 418})
  void other_statuses_say_nothing_of_the_package(int status) {
    assertThat(fault((request, answer) -> answer.full(status, new byte[0], List.of())))
        .contains("answered " + status);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410, 451})
  void three_statuses_say_that_there_is_none(int status) {
    registry.page("/left", status, "text/plain", "none");
    assertThat(registry.ask(Ecosystem.NPM, "left"))
        .isEqualTo(new RegistryAnswer.Absent(status != 404));
  }

  @Test
  void ten_megabytes_are_too_much() {
    byte[] much = bytes("{\"name\":\"left\",\"readme\":\"" + "x".repeat(10 << 20) + "\"}");
    assertThat(fault((request, answer) -> answer.full(200, much, List.of())))
        .contains("too large")
        .contains("8388608");
  }

  @Test
  void a_body_that_never_ends_is_too_much() {
    assertThat(fault((request, answer) -> answer.flood())).contains("too large");
  }

  @Test
  void a_few_octets_that_stand_for_many_are_too_much() {
    byte[] bomb = gzip(bytes(" ".repeat(64 << 20)));
    assertThat(bomb.length).isLessThan(1 << 20);
    assertThat(
            fault(
                (request, answer) ->
                    answer.full(
                        200,
                        bomb,
                        List.of("Content-Encoding: gzip", "Content-Type: application/json"))))
        .contains("more than 33554432 octets");
  }

  @Test
  void reads_gzip_and_refuses_what_is_cut_or_packed_otherwise() {
    byte[] packed = gzip(bytes(LEFT));
    registry.on(
        "/left", (request, answer) -> answer.full(200, packed, List.of("Content-Encoding: gzip")));
    found(registry.ask(Ecosystem.NPM, "left"));
    byte[] cut = java.util.Arrays.copyOf(packed, packed.length / 2);
    registry.on(
        "/left", (request, answer) -> answer.full(200, cut, List.of("Content-Encoding: gzip")));
    assertThat(reason(registry.ask(Ecosystem.NPM, "left"))).contains("Unexpected end");
    registry.on(
        "/left", (request, answer) -> answer.full(200, packed, List.of("Content-Encoding: br")));
    assertThat(reason(registry.ask(Ecosystem.NPM, "left"))).contains("content coding");
  }

  @Test
  void a_server_that_says_nothing_is_given_up_in_time() {
    registry.on("*", (request, answer) -> answer.hang());
    PackageRegistry client = opened(builder().build());
    assertThat(reason(start(client, "left", Duration.ofMillis(300)).join()))
        .contains("no answer in time");
    await().atMost(LONG).until(() -> registry.connections() == 0);
  }

  @Test
  void a_server_that_drips_is_given_up_in_time() {
    registry.on("*", (request, answer) -> answer.drip(20));
    PackageRegistry client = opened(builder().build());
    assertThat(reason(start(client, "left", Duration.ofMillis(300)).join()))
        .contains("no answer in time");
    await().atMost(LONG).until(() -> registry.connections() == 0);
  }

  @Test
  void to_cancel_closes_the_connection() {
    registry.on("*", (request, answer) -> answer.hang());
    PackageRegistry client = opened(builder().build());
    CompletableFuture<RegistryAnswer> asked = start(client, "left", LONG);
    await().atMost(LONG).until(() -> registry.requests().size() == 1);
    assertThat(asked.cancel(true)).isTrue();
    await().atMost(LONG).until(() -> registry.connections() == 0);
  }

  @Test
  void a_connection_that_breaks_is_tried_again() {
    AtomicInteger asked = new AtomicInteger();
    registry.on(
        "/left",
        (request, answer) -> {
          if (asked.getAndIncrement() == 0) {
            answer.socket().setSoLinger(true, 0);
            answer.socket().close();
          } else {
            answer.json(200, LEFT);
          }
        });
    found(registry.ask(Ecosystem.NPM, "left"));
    assertThat(asked.get()).isGreaterThan(1);
  }

  @Test
  void a_server_that_keeps_failing_is_left_alone() {
    registry.on("*", (request, answer) -> answer.json(500, "{}"));
    PackageRegistry client = opened(builder().build());
    String last = "";
    for (int i = 0; i < 20 && !last.contains("failed too often"); i++) {
      last = reason(start(client, "left", LONG).join());
    }
    assertThat(last).contains("failed too often");
    int before = registry.requests().size();
    assertThat(reason(start(client, "left", LONG).join())).contains("failed too often");
    assertThat(registry.requests()).hasSize(before);
  }

  @Test
  void waits_as_long_as_it_is_told_to() {
    AtomicInteger asked = new AtomicInteger();
    registry.on(
        "/left",
        (request, answer) -> {
          if (asked.getAndIncrement() == 0) {
            answer.json(429, "{}", "Retry-After: 1");
          } else {
            answer.json(200, LEFT);
          }
        });
    found(registry.ask(Ecosystem.NPM, "left"));
    List<TestRdapServer.Request> requests = registry.requests();
    assertThat(requests).hasSize(2);
    assertThat(requests.get(1).nanos() - requests.get(0).nanos()).isGreaterThan(900_000_000L);
  }

  @Test
  void does_not_wait_longer_than_there_is_time() {
    registry.on("*", (request, answer) -> answer.json(503, "{}", "Retry-After: 3600"));
    PackageRegistry client = opened(builder().build());
    assertThat(reason(start(client, "left", LONG).join())).contains("may not be asked for another");
    assertThat(registry.requests()).hasSize(1);
  }

  @Test
  void no_server_is_asked_more_often_than_its_rate() {
    AtomicLong now = new AtomicLong();
    registry.json(
        "/api/v1/crates/left", "{\"crate\":{\"name\":\"left\"},\"versions\":[{\"num\":\"1\"}]}");
    PackageRegistry client =
        opened(
            Registries.builder(RegistryConfiguration.empty().with(Ecosystem.CARGO, registry.url()))
                .nanoTime(now::get)
                .build());
    PackageId left = new PackageId(Ecosystem.CARGO, "left", null);
    Duration half = Duration.ofMillis(500);
    assertThat(client.lookup(left, half).toCompletableFuture().join())
        .isInstanceOf(RegistryAnswer.Found.class);
    assertThat(reason(client.lookup(left, half).toCompletableFuture().join()))
        .contains("may not be asked for another");
    now.addAndGet(900_000_000L);
    CompletableFuture<RegistryAnswer> third = client.lookup(left, half).toCompletableFuture();
    assertThat(registry.requests()).hasSize(1);
    now.addAndGet(200_000_000L);
    assertThat(third.join()).isInstanceOf(RegistryAnswer.Found.class);
    assertThat(registry.requests()).hasSize(2);
  }

  @Test
  void fifty_look_ups_of_a_slow_server_go_at_once() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    registry.on(
        "*",
        (request, answer) -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          answer.after(300);
          running.decrementAndGet();
          answer.json(200, LEFT.replace("left", request.path().substring(1)));
        });
    PackageRegistry client = opened(builder().build());
    List<CompletableFuture<RegistryAnswer>> asked = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      asked.add(start(client, "left" + i, LONG));
    }
    asked.forEach(answer -> found(answer.join()));
    assertThat(most.get()).isGreaterThan(25);
  }

  @Test
  void tells_who_asks() {
    registry.json("/left", LEFT);
    PackageRegistry client = opened(builder().contact("mailto:abuse@example.org").build());
    found(start(client, "left", LONG).join());
    assertThat(registry.requests().get(0).fields())
        .containsEntry("user-agent", "phish (mailto:abuse@example.org)")
        .containsEntry("accept-encoding", "gzip");
  }

  @Test
  void asks_whether_what_is_kept_still_holds() {
    registry.on(
        "/left",
        (request, answer) -> {
          if ("\"one\"".equals(request.fields().get("if-none-match"))) {
            answer.full(304, new byte[0], List.of());
          } else {
            answer.json(200, LEFT, "ETag: \"one\"");
          }
        });
    PackageRegistry client = opened(builder().build());
    PackageMetadata first = found(start(client, "left", LONG).join());
    PackageMetadata second = found(start(client, "left", LONG).join());
    assertThat(second).isEqualTo(first);
    assertThat(registry.requests()).hasSize(2);
    assertThat(registry.requests().get(1).fields()).containsEntry("if-none-match", "\"one\"");
  }

  @Test
  void does_not_ask_what_is_said_to_hold() {
    registry.json("/left", LEFT, "Cache-Control: public, max-age=300");
    PackageRegistry client = opened(builder().build());
    found(start(client, "left", LONG).join());
    found(start(client, "left", LONG).join());
    assertThat(registry.requests()).hasSize(1);
  }

  @Test
  void asks_nobody_off_line_but_has_what_is_kept() {
    MemoryStore store = new MemoryStore();
    registry.json("/left", LEFT, "Last-Modified: Tue, 15 Nov 1994 12:45:26 GMT");
    try (PackageRegistry client = builder().cache(store).build()) {
      found(start(client, "left", LONG).join());
    }
    PackageRegistry offline = opened(builder().cache(store).offline(true).build());
    found(start(offline, "left", LONG).join());
    assertThat(reason(start(offline, "right", LONG).join()))
        .isEqualTo("off-line: no registry was asked");
    assertThat(registry.requests()).hasSize(1);
  }

  @Test
  void a_store_that_fails_or_holds_rubbish_is_as_if_it_were_empty() {
    registry.json("/left", LEFT, "ETag: \"one\"");
    MemoryStore store = new MemoryStore();
    PackageRegistry client = opened(builder().cache(store).build());
    store.rubbish(bytes("rubbish"));
    found(start(client, "left", LONG).join());
    store.broken(true);
    found(start(client, "left", LONG).join());
    assertThat(registry.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::1]:1/",
        "http://[::ffff:127.0.0.1]:1/",
        "http://0x7f000001:1/",
        "http://2130706433:1/",
        "http://0.0.0.0:1/",
        "http://localhost:1/"
      })
  void no_redirect_leads_to_a_private_address(String target) {
    assertThat(fault((request, answer) -> answer.redirect(302, target)))
        .containsPattern("private or loopback address|no URL of http|no address of");
  }

  @Test
  void no_redirect_leads_to_another_port_of_the_same_machine() {
    try (FakeRegistry trap = new FakeRegistry().json("/left", LEFT)) {
      registry.on("/left", (request, answer) -> answer.redirect(302, trap.url() + "left"));
      assertThat(reason(registry.ask(Ecosystem.NPM, "left"))).contains("private or loopback");
      assertThat(trap.requests()).isEmpty();
      PackageRegistry open = opened(builder().allowPrivate(true).build());
      found(start(open, "left", LONG).join());
    }
  }

  @Test
  void follows_redirects_of_the_registry_but_not_in_circles() {
    registry
        .on("/left", (request, answer) -> answer.redirect(301, "/moved"))
        .json("/moved", LEFT)
        .on("/loop", (request, answer) -> answer.redirect(302, "/loop2"))
        .on("/loop2", (request, answer) -> answer.redirect(302, "/loop"))
        .on("/file", (request, answer) -> answer.redirect(302, "file:///etc/passwd"))
        .on("/none", (request, answer) -> answer.full(302, new byte[0], List.of()));
    found(registry.ask(Ecosystem.NPM, "left"));
    assertThat(reason(registry.ask(Ecosystem.NPM, "loop"))).contains("round in a circle");
    assertThat(reason(registry.ask(Ecosystem.NPM, "file"))).contains("no URL of http or https");
    assertThat(reason(registry.ask(Ecosystem.NPM, "none"))).contains("where to");
    registry.on("*", (request, answer) -> answer.redirect(302, request.path() + "x"));
    assertThat(reason(registry.ask(Ecosystem.NPM, "many"))).contains("more than 5 redirects");
  }

  @Test
  void credentials_are_shown_to_nobody_else() {
    try (FakeRegistry other = new FakeRegistry().json("/left", LEFT)) {
      registry.on("/left", (request, answer) -> answer.redirect(302, other.url() + "left"));
      String url = registry.url().replace("http://", "http://ann:sesame@");
      RegistryConfiguration configuration = RegistryConfiguration.empty().with(Ecosystem.NPM, url);
      PackageRegistry client = opened(Registries.builder(configuration).allowPrivate(true).build());
      found(start(client, "left", LONG).join());
      assertThat(registry.requests().get(0).fields())
          .containsEntry("authorization", "Basic YW5uOnNlc2FtZQ==");
      assertThat(other.requests().get(0).fields()).doesNotContainKey("authorization");
      registry.on("/left", (request, answer) -> answer.json(401, "{}"));
      assertThat(reason(start(client, "left", LONG).join())).doesNotContain("sesame");
      assertThat(configuration.toString() + configuration.route(Ecosystem.NPM, "left"))
          .doesNotContain("sesame")
          .doesNotContain("YW5u");
    }
  }

  @Test
  void no_thread_and_no_connection_is_left() {
    registry.json("/left", LEFT);
    try (PackageRegistry client = builder().build()) {
      found(start(client, "left", LONG).join());
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("phish-registry")));
  }

  @Test
  void to_close_ends_what_is_running() {
    registry.on("*", (request, answer) -> answer.hang());
    PackageRegistry client = builder().build();
    CompletableFuture<RegistryAnswer> asked = start(client, "left", LONG);
    await().atMost(LONG).until(() -> registry.requests().size() == 1);
    client.close();
    assertThat(reason(asked.join())).isEqualTo("the registry is closed");
    await().atMost(LONG).until(() -> registry.connections() == 0);
  }

  @Test
  void a_tag_that_cannot_be_sent_back_is_left_out() {
    registry.on(
        "/left",
        (request, answer) ->
            answer.json(200, LEFT, "ETag: \"\u00e9\"", "Last-Modified: \u00e9\u00ff"));
    PackageRegistry client = opened(builder().build());
    found(start(client, "left", LONG).join());
    found(start(client, "left", LONG).join());
    assertThat(registry.requests().get(1).fields())
        .doesNotContainKeys("if-none-match", "if-modified-since");
  }

  @Test
  void nothing_is_asked_after_it_was_closed() {
    PackageRegistry client = builder().build();
    client.close();
    assertThat(reason(start(client, "left", LONG).join())).contains("closed");
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void uses_one_connection_of_http_2_for_many_questions() {
    registry.on("*", (request, answer) -> answer.http2(LEFT));
    PackageRegistry client = opened(builder().build());
    for (int i = 0; i < 10; i++) {
      found(start(client, "left", LONG).join());
    }
    assertThat(registry.requests()).hasSize(10);
    assertThat(registry.connections()).isEqualTo(1);
  }

  @Test
  void a_registry_that_cannot_be_reached_is_unknown_and_may_have_what_deps_dev_has_not() {
    registry.on("/npm/left", (request, answer) -> answer.json(400, "{}"));
    RegistryConfiguration configuration =
        RegistryConfiguration.empty()
            .with(Ecosystem.NPM, registry.url() + "npm")
            .withDepsDev(registry.url());
    PackageRegistry client = opened(Registries.of(configuration));
    assertThat(reason(start(client, "left", LONG).join()))
        .contains("answered 400")
        .contains("deps.dev does not know it");
    registry.json(
        "/v3/systems/NPM/packages/left",
        "{\"packageKey\":{\"name\":\"left\"},\"versions\":[{\"versionKey\":{\"version\":\"1\"}}]}");
    found(start(client, "left", LONG).join());
  }

  @Test
  void a_registry_that_cannot_be_reached_but_wants_credentials_keeps_its_names() {
    registry.on("/npm/left", (request, answer) -> answer.json(400, "{}"));
    PackageRegistry client =
        opened(
            Registries.of(
                RegistryConfiguration.empty()
                    .with(
                        Ecosystem.NPM,
                        registry.url().replace("http://", "http://ann:sesame@") + "npm")
                    .withDepsDev(registry.url())));
    assertThat(reason(start(client, "left", LONG).join())).contains("answered 400");
    assertThat(registry.paths()).containsExactly("/npm/left");
  }

  @Test
  void text_of_a_server_is_not_obeyed_by_terminals() {
    registry.page(
        "/left", 200, "text/\u001b[31mred", new String(bytes(LEFT), StandardCharsets.UTF_8));
    assertThat(reason(registry.ask(Ecosystem.NPM, "left"))).doesNotContain("\u001b");
  }
}
