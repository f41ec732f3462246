package io.phish.core.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.phish.InvalidSubjectException;
import io.phish.core.registration.RegistrationAttempt.Protocol;
import io.phish.core.registration.RegistrationMerge.Part;
import io.phish.core.registration.rdap.RdapBootstrap;
import io.phish.core.registration.rdap.RdapClient;
import io.phish.core.registration.rdap.TestRdapServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationLookupTest {
  private static final String REPLY =
      """
      {"objectClassName":"domain","ldhName":"a.com","status":["active"],
       "events":[{"eventAction":"registration","eventDate":"2020-01-01T00:00:00Z"}],
       "links":[{"rel":"related","type":"application/rdap+json","href":"%s"}]}
      """;
  private static final String MORE =
      """
      {"objectClassName":"domain","ldhName":"a.com",
       "events":[{"eventAction":"registration","eventDate":"1999-01-01T00:00:00Z"},
                 {"eventAction":"expiration","eventDate":"2030-01-01T00:00:00Z"}]}
      """;

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

  private RegistrationLookup.Builder builder(TestRdapServer server) {
    return RegistrationLookup.builder()
        .withoutWhois()
        .timeout(Duration.ofSeconds(10))
        .rdap(
            RdapClient.builder()
                .bootstrap(RdapBootstrap.empty().with("com", server.base().toString()))
                .build());
  }

  private RegistrationLookup open(RegistrationLookup.Builder builder) {
    RegistrationLookup lookup = builder.build();
    opened.add(0, lookup);
    return lookup;
  }

  /** A server of WHOIS that has one thing to say. */
  private static final class OneAnswer implements WhoisSource {
    private final RegistrationState state;
    private final AtomicInteger asked = new AtomicInteger();

    OneAnswer(RegistrationState state) {
      this.state = state;
    }

    @Override
    public CompletableFuture<Findings> lookUp(String domain, Duration within) {
      asked.incrementAndGet();
      return CompletableFuture.completedFuture(
          new Findings(
              List.of(new Part("whois", Registration.of(state))),
              List.of(
                  new RegistrationAttempt(Protocol.WHOIS, "whois", Duration.ZERO, state, null))));
    }

    @Override
    public void close() {}
  }

  @Test
  void one_round_trip_where_the_registry_says_enough() {
    TestRdapServer server = server((request, answer) -> answer.json(200, MORE));
    OneAnswer whois = new OneAnswer(RegistrationState.UNREGISTERED);
    RegistrationResult result = open(builder(server).whois(whois)).lookUp("www.A.com.").join();
    assertThat(result.domain()).isEqualTo("a.com");
    assertThat(result.state()).isEqualTo(RegistrationState.REGISTERED);
    assertThat(result.attempts()).hasSize(1);
    assertThat(result.sources())
        .containsEntry(RegistrationField.CREATED, server.base() + "domain/a.com");
    assertThat(whois.asked).hasValue(0);
  }

  @Test
  void fills_up_from_the_registrar_where_the_registry_does_not_say() {
    TestRdapServer registrar = server((request, answer) -> answer.json(200, MORE));
    TestRdapServer registry =
        server((request, answer) -> answer.json(200, REPLY.formatted(registrar.base() + "x")));
    RegistrationResult result = open(builder(registry)).lookUp("a.com").join();
    assertThat(result.registration().created()).hasToString("2020-01-01T00:00:00Z");
    assertThat(result.registration().expires()).hasToString("2030-01-01T00:00:00Z");
    assertThat(result.sources())
        .containsEntry(RegistrationField.CREATED, registry.base() + "domain/a.com")
        .containsEntry(RegistrationField.EXPIRES, registrar.base() + "x");
    assertThat(result.attempts()).hasSize(2);
  }

  @Test
  void a_registrar_that_says_nothing_takes_nothing_away() {
    for (int status : new int[] {404, 500, 200}) {
      TestRdapServer registrar = server((request, answer) -> answer.json(status, "{}"));
      TestRdapServer registry =
          server((request, answer) -> answer.json(200, REPLY.formatted(registrar.base())));
      RegistrationResult result = open(builder(registry)).lookUp("a.com").join();
      assertThat(result.state()).isEqualTo(RegistrationState.REGISTERED);
      assertThat(result.attempts().get(1).problem()).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"errorCode\":404}', UNREGISTERED, UNREGISTERED",
    "'{\"errorCode\":404}', REGISTERED, REGISTERED",
    "'{\"errorCode\":404}', RESERVED, RESERVED",
    "'{\"errorCode\":404}', THROTTLED, UNREGISTERED",
    "'{\"errorCode\":404}', UNKNOWN, UNREGISTERED",
    "'<html>', UNREGISTERED, UNREGISTERED",
    "'<html>', REGISTERED, REGISTERED",
    "'<html>', THROTTLED, THROTTLED",
    "'<html>', UNKNOWN, UNKNOWN",
    "'{\"errorCode\":404,\"title\":\"reserved name\"}', UNREGISTERED, RESERVED",
  })
  void that_there_is_none_is_confirmed(
      String body, RegistrationState whois, RegistrationState expected) {
    TestRdapServer server = server((request, answer) -> answer.json(404, body));
    RegistrationResult result =
        open(builder(server).whois(new OneAnswer(whois))).lookUp("a.com").join();
    assertThat(result.state()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "500, REGISTERED, REGISTERED",
    "500, UNREGISTERED, UNREGISTERED",
    "500, UNKNOWN, UNKNOWN",
    "429, REGISTERED, REGISTERED",
    "429, UNKNOWN, THROTTLED",
    "429, THROTTLED, THROTTLED"
  })
  void whois_is_asked_where_rdap_fails(
      int status, RegistrationState whois, RegistrationState expected) {
    TestRdapServer server =
        server((request, answer) -> answer.json(status, "{}", "Retry-After: 3600"));
    OneAnswer source = new OneAnswer(whois);
    RegistrationResult result = open(builder(server).whois(source)).lookUp("a.com").join();
    assertThat(result.state()).isEqualTo(expected);
    assertThat(source.asked).hasValue(1);
    assertThat(result.attempts()).hasSize(2);
  }

  @Test
  void whois_is_asked_where_there_is_no_rdap() {
    TestRdapServer server = server((request, answer) -> answer.json(200, MORE));
    RegistrationResult result =
        open(builder(server).whois(new OneAnswer(RegistrationState.REGISTERED)))
            .lookUp("a.org")
            .join();
    assertThat(result.state()).isEqualTo(RegistrationState.REGISTERED);
    assertThat(result.registration().domain()).isEqualTo("a.org");
    assertThat(result.attempts().get(0).problem()).isEqualTo("no RDAP server is known");
  }

  @Test
  void a_thousand_who_ask_for_one_domain_ask_once() {
    AtomicBoolean go = new AtomicBoolean();
    TestRdapServer server =
        server(
            (request, answer) -> {
              while (!go.get()) {
                answer.after(5);
              }
              answer.json(200, MORE);
            });
    RegistrationLookup lookup = open(builder(server));
    List<CompletableFuture<RegistrationResult>> asked = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      asked.add(lookup.lookUp(i % 2 == 0 ? "a.com" : "www.a.com"));
    }
    asked.subList(0, 500).forEach(one -> one.cancel(true));
    go.set(true);
    for (CompletableFuture<RegistrationResult> one : asked.subList(500, 1_000)) {
      assertThat(one.join().state()).isEqualTo(RegistrationState.REGISTERED);
    }
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void the_look_up_ends_when_nobody_waits_for_it() {
    TestRdapServer server = server((request, answer) -> answer.hang());
    RegistrationLookup lookup = open(builder(server));
    CompletableFuture<RegistrationResult> first = lookup.lookUp("a.com");
    CompletableFuture<RegistrationResult> second = lookup.lookUp("a.com");
    await().until(() -> server.connections() == 1);
    first.cancel(true);
    assertThat(server.connections()).isEqualTo(1);
    second.cancel(true);
    await().until(() -> server.connections() == 0);
  }

  @Test
  void there_is_a_result_by_the_deadline_of_each() {
    TestRdapServer hung = server((request, answer) -> answer.hang());
    TestRdapServer registry =
        server((request, answer) -> answer.json(200, REPLY.formatted(hung.base())));
    RegistrationLookup lookup = open(builder(registry));
    CompletableFuture<RegistrationResult> patient = lookup.lookUp("a.com");
    CompletableFuture<RegistrationResult> hasty = lookup.lookUp("a.com", Duration.ofMillis(500));
    assertThat(hasty)
        .succeedsWithin(5, TimeUnit.SECONDS)
        .satisfies(
            result -> {
              assertThat(result.state()).isEqualTo(RegistrationState.REGISTERED);
              assertThat(result.elapsed()).isBetween(Duration.ofMillis(490), Duration.ofSeconds(4));
            });
    assertThat(patient).isNotDone();
    patient.cancel(true);
    await().until(() -> hung.connections() == 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "com",
        "co.uk",
        "a..com",
        "192.0.2.1",
        "[::1]",
        "1.2.0.192.in-addr.arpa",
        "a.test",
        "localhost",
        "a.example",
        "-a.com",
        "a_b.com"
      })
  void names_that_are_none_are_named(String name) {
    TestRdapServer server = server((request, answer) -> answer.json(200, MORE));
    RegistrationLookup lookup = open(builder(server));
    assertThatExceptionOfType(InvalidSubjectException.class)
        .isThrownBy(() -> lookup.lookUp(name))
        .satisfies(e -> assertThat(Objects.requireNonNull(e.getMessage())).startsWith("name "));
    assertThat(server.requests()).isEmpty();
  }
}
