package io.phish.core.registration.rdap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import io.phish.core.registration.RegistrationState;
import io.phish.core.registration.rdap.RdapOutcome.Failed;
import io.phish.core.registration.rdap.RdapOutcome.Found;
import io.phish.core.registration.rdap.RdapOutcome.NotFound;
import io.phish.core.registration.rdap.RdapOutcome.Reason;
import io.phish.core.registration.rdap.RdapOutcome.Throttled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RdapClientTest {
  private static final String DOMAIN = "a.com";
  private static final String REPLY = "{\"objectClassName\":\"domain\",\"ldhName\":\"A.COM\"}";
  private static final Duration LONG = Duration.ofSeconds(20);

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : opened) {
      resource.close();
    }
  }

  private TestRdapServer server(TestRdapServer.Handler handler) {
    TestRdapServer server = new TestRdapServer(handler);
    opened.add(server);
    return server;
  }

  private RdapClient.Builder builder(TestRdapServer server) {
    return RdapClient.builder()
        .bootstrap(RdapBootstrap.empty().with("com", server.base().toString()));
  }

  private RdapClient client(TestRdapServer server) {
    return opened(builder(server).build());
  }

  private RdapClient opened(RdapClient client) {
    opened.add(0, client);
    return client;
  }

  private RdapOutcome ask(TestRdapServer.Handler handler) {
    return ask(client(server(handler)), LONG);
  }

  private static RdapOutcome ask(RdapClient client, Duration within) {
    return client.lookUp(DOMAIN, within).join();
  }

  private static Reason reason(RdapOutcome outcome) {
    assertThat(outcome).isInstanceOf(Failed.class);
    return ((Failed) outcome).reason();
  }

  @Test
  void finds_a_domain() {
    TestRdapServer server = server((request, answer) -> answer.json(200, REPLY));
    RdapOutcome outcome = ask(client(server), LONG);
    assertThat(outcome).isInstanceOf(Found.class);
    assertThat(((Found) outcome).response().registration().state())
        .isEqualTo(RegistrationState.REGISTERED);
    assertThat(server.requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.path()).isEqualTo("/domain/a.com");
              assertThat(request.fields().get("accept")).startsWith("application/rdap+json");
              assertThat(request.fields().get("accept-encoding")).isEqualTo("gzip");
            });
  }

  @Test
  void asks_nobody_for_what_no_server_has() {
    try (RdapClient client = RdapClient.builder().bootstrap(RdapBootstrap.empty()).build()) {
      assertThat(ask(client, LONG)).isEqualTo(new RdapOutcome.NoServer("com"));
    }
  }

  @Test
  void uses_http_2_and_one_connection_for_many_questions() {
    TestRdapServer server = server((request, answer) -> answer.http2(REPLY));
    RdapClient client = client(server);
    for (int i = 0; i < 20; i++) {
      assertThat(ask(client, LONG)).isInstanceOf(Found.class);
    }
    assertThat(server.requests()).hasSize(20);
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void tells_who_says_that_there_is_none() {
    RdapOutcome words = ask((request, answer) -> answer.json(404, "{\"errorCode\":404}"));
    assertThat(words)
        .asInstanceOf(type(NotFound.class))
        .satisfies(none -> assertThat(none.response()).isNotNull());
    RdapOutcome page =
        ask(
            (request, answer) ->
                answer.full(404, "<html>".getBytes(StandardCharsets.US_ASCII), List.of()));
    assertThat(page)
        .asInstanceOf(type(NotFound.class))
        .satisfies(none -> assertThat(none.response()).isNull());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 418, 500, 502, 503})
  void other_statuses_say_nothing_of_the_domain(int status) {
    assertThat(reason(ask((request, answer) -> answer.json(status, "{}"))))
        .isEqualTo(Reason.STATUS);
  }

  @Test
  void follows_redirects_of_its_server() {
    TestRdapServer server =
        server(
            (request, answer) -> {
              if (request.path().startsWith("/domain/")) {
                answer.redirect(302, "/moved" + request.path());
              } else {
                answer.json(200, REPLY);
              }
            });
    RdapOutcome outcome = ask(client(server), LONG);
    assertThat(outcome).isInstanceOf(Found.class);
    assertThat(outcome.source()).hasPath("/moved/domain/a.com");
  }

  @Test
  void ends_redirects_that_go_in_a_circle_or_on_and_on() {
    assertThat(reason(ask((request, answer) -> answer.redirect(301, "/domain/a.com"))))
        .isEqualTo(Reason.REDIRECT);
    AtomicInteger hops = new AtomicInteger();
    assertThat(reason(ask((request, answer) -> answer.redirect(307, "/" + hops.incrementAndGet()))))
        .isEqualTo(Reason.REDIRECT);
    assertThat(hops).hasValue(RdapClient.MAX_REDIRECTS + 1);
    assertThat(reason(ask((request, answer) -> answer.full(302, new byte[0], List.of()))))
        .isEqualTo(Reason.REDIRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://example.com/",
        "file:///etc/passwd",
        "mailto:a@example.com",
        "http://127.0.0.2:1/",
        "http://localhost:1/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://2130706433/",
      })
  void goes_nowhere_that_a_stranger_must_not_send_it(String location) {
    AtomicInteger asked = new AtomicInteger();
    RdapOutcome outcome =
        ask(
            (request, answer) -> {
              asked.incrementAndGet();
              answer.redirect(302, location);
            });
    assertThat(reason(outcome)).isIn(Reason.FORBIDDEN, Reason.UNREACHABLE);
    assertThat(asked).hasValue(1);
  }

  @Test
  void goes_to_private_addresses_where_that_is_allowed() {
    TestRdapServer registrar = server((request, answer) -> answer.json(200, REPLY));
    TestRdapServer registry =
        server(
            (request, answer) ->
                answer.redirect(302, "http://localhost:" + registrar.base().getPort() + "/x"));
    assertThat(reason(ask(client(registry), LONG))).isEqualTo(Reason.FORBIDDEN);
    assertThat(registrar.requests()).isEmpty();
    RdapClient client = opened(builder(registry).allowPrivate(true).build());
    assertThat(ask(client, LONG)).isInstanceOf(Found.class);
  }

  @Test
  void checks_links_as_redirects() {
    TestRdapServer registrar = server((request, answer) -> answer.json(200, REPLY));
    try (RdapClient client = RdapClient.create()) {
      assertThat(reason(client.follow(registrar.base(), DOMAIN, LONG).join()))
          .isEqualTo(Reason.FORBIDDEN);
    }
    assertThat(registrar.requests()).isEmpty();
  }

  @Test
  void takes_gzip_up_to_its_limit() {
    assertThat(ask((request, answer) -> answer.gzip(REPLY.getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(Found.class);
    byte[] bomb = " ".repeat(64 << 20).getBytes(StandardCharsets.US_ASCII);
    assertThat(reason(ask((request, answer) -> answer.gzip(bomb)))).isEqualTo(Reason.TOO_LARGE);
    assertThat(
            reason(
                ask(
                    (request, answer) ->
                        answer.full(200, new byte[] {1, 2}, List.of("Content-Encoding: gzip")))))
        .isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void cuts_a_reply_that_never_ends() {
    TestRdapServer server = server((request, answer) -> answer.flood());
    assertThat(reason(ask(client(server), LONG))).isEqualTo(Reason.TOO_LARGE);
    await().until(() -> server.connections() == 0);
  }

  @Test
  void cuts_a_reply_that_drips() {
    TestRdapServer server = server((request, answer) -> answer.drip(10));
    assertThat(reason(ask(client(server), Duration.ofMillis(300)))).isEqualTo(Reason.TIMEOUT);
    await().until(() -> server.connections() == 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "{\"objectClassName\":\"domain\"",
        "{\"objectClassName\":\"nameserver\",\"ldhName\":\"ns.a.com\"}",
        "{\"objectClassName\":\"domain\",\"ldhName\":\"other.com\"}"
      })
  void does_not_take_rubbish_for_an_answer(String body) {
    assertThat(reason(ask((request, answer) -> answer.json(200, body))))
        .isEqualTo(Reason.MALFORMED);
  }

  @Test
  void survives_what_is_no_http() {
    assertThat(
            reason(
                ask(
                    (request, answer) -> {
                      answer.raw("rubbish\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                      answer.hangUp();
                    })))
        .isEqualTo(Reason.UNREACHABLE);
    assertThat(
            reason(
                ask(
                    (request, answer) -> {
                      answer.raw(
                          "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"
                              .getBytes(StandardCharsets.US_ASCII));
                      answer.hangUp();
                    })))
        .isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void waits_as_long_as_a_server_asks_for_if_there_is_time() {
    AtomicInteger asked = new AtomicInteger();
    TestRdapServer server =
        server(
            (request, answer) -> {
              if (asked.getAndIncrement() == 0) {
                answer.json(429, "{}", "Retry-After: 1");
              } else {
                answer.json(200, REPLY);
              }
            });
    assertThat(ask(client(server), LONG)).isInstanceOf(Found.class);
    List<TestRdapServer.Request> requests = server.requests();
    assertThat(requests).hasSize(2);
    assertThat(requests.get(1).nanos() - requests.get(0).nanos())
        .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(990));
  }

  @Test
  void leaves_a_server_alone_that_asked_for_it() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    TestRdapServer server =
        server(
            (request, answer) ->
                answer.json(503, "{}", "Retry-After: Thu, 01 Jan 2026 00:10:00 GMT"));
    RdapClient client = opened(builder(server).clock(InstantSource.fixed(now)).build());
    for (int i = 0; i < 3; i++) {
      RdapOutcome outcome = ask(client, Duration.ofSeconds(5));
      assertThat(outcome)
          .asInstanceOf(type(Throttled.class))
          .satisfies(
              throttled ->
                  assertThat(throttled.retryAfter())
                      .isBetween(Duration.ofSeconds(500), Duration.ofSeconds(600)));
    }
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void stops_asking_a_server_that_fails() {
    TestRdapServer server = server((request, answer) -> answer.json(500, "{}"));
    RdapClient client = client(server);
    List<Reason> reasons = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      reasons.add(reason(ask(client, LONG)));
    }
    assertThat(reasons.subList(0, 10)).containsOnly(Reason.STATUS);
    assertThat(reasons.subList(10, 20)).containsOnly(Reason.CIRCUIT_OPEN);
    assertThat(server.requests()).hasSize(10);
  }

  @Test
  void keeps_to_the_rate() {
    TestRdapServer server = server((request, answer) -> answer.json(200, REPLY));
    RdapClient client = opened(builder(server).rate("20/s").build());
    List<CompletableFuture<RdapOutcome>> asked = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      asked.add(client.lookUp(DOMAIN, LONG));
    }
    assertThat(asked).allSatisfy(outcome -> assertThat(outcome.join()).isInstanceOf(Found.class));
    long[] times =
        server.requests().stream().mapToLong(TestRdapServer.Request::nanos).sorted().toArray();
    assertThat(times).hasSize(50);
    for (int i = 20; i < times.length; i++) {
      assertThat(times[i] - times[i - 20]).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
    }
  }

  @Test
  void a_cancelled_question_closes_its_connection() {
    TestRdapServer server = server((request, answer) -> answer.hang());
    CompletableFuture<RdapOutcome> asked = client(server).lookUp(DOMAIN, LONG);
    await().until(() -> !server.requests().isEmpty());
    asked.cancel(true);
    await().until(() -> server.connections() == 0);
  }

  @Test
  void a_thousand_hung_servers_leave_nothing_behind() {
    long threads = clientThreads();
    try (TestRdapServer hung = TestRdapServer.silent();
        RdapClient client = RdapClient.builder().bootstrap(thousand(hung)).build()) {
      List<CompletableFuture<RdapOutcome>> asked = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        asked.add(client.lookUp("n" + i + ".com", Duration.ofSeconds(3)));
      }
      await().atMost(10, TimeUnit.SECONDS).until(() -> hung.connections() == 1_000);
      for (CompletableFuture<RdapOutcome> outcome : asked) {
        assertThat(reason(outcome.join())).isEqualTo(Reason.TIMEOUT);
      }
      await().atMost(10, TimeUnit.SECONDS).until(() -> hung.connections() == 0);
      assertThat(clientThreads() - threads).isLessThanOrEqualTo(6);
    }
    await().atMost(10, TimeUnit.SECONDS).until(() -> clientThreads() <= threads);
  }

  /** Of ours; the selector of a client is the platform's and ends when it is forgotten. */
  private static long clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("phish-rdap"))
        .count();
  }

  /** Every address of 127.0.0.0/8 leads to the same machine, and to another server of ours. */
  private static RdapBootstrap thousand(TestRdapServer server) {
    RdapBootstrap bootstrap = RdapBootstrap.empty();
    for (int i = 0; i < 1_000; i++) {
      String host = "127.0." + (1 + i / 250) + "." + (1 + i % 250);
      bootstrap =
          bootstrap.with("n" + i + ".com", "http://" + host + ":" + server.base().getPort() + "/");
    }
    return bootstrap;
  }
}
