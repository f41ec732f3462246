package io.phish.core.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.phish.core.dns.DnsStatus;
import io.phish.core.dns.TestBehaviour;
import io.phish.core.dns.TestDnsServer;
import io.phish.core.dns.TestZone;
import io.phish.core.dns.transport.NioTransport;
import io.phish.core.monitor.Change.Field;
import io.phish.core.monitor.Change.Kind;
import io.phish.core.monitor.MonitorProgress.Phase;
import io.phish.core.name.permutation.PermutationOptions;
import io.phish.core.name.permutation.PermutationRule;
import io.phish.core.name.permutation.Permutations;
import io.phish.core.registration.RegistrationLookup;
import io.phish.core.registration.rdap.RdapBootstrap;
import io.phish.core.registration.rdap.RdapClient;
import io.phish.core.registration.rdap.TestRdapServer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

@Timeout(60)
class LookalikeMonitorTest {
  private static final Instant FIRST = Instant.parse("2026-11-01T08:00:00Z");
  private static final Instant SECOND = Instant.parse("2026-11-02T08:00:00Z");
  private static final String SOA = "@ 60 IN SOA ns.net. host.net. 1 3600 600 86400 60";

  private static final Permutations NAMES =
      Permutations.of(
          "example.com",
          PermutationOptions.defaults()
              .withRules(EnumSet.of(PermutationRule.OMISSION, PermutationRule.TRANSPOSITION)));

  private final List<AutoCloseable> opened = new ArrayList<>();
  private volatile TestZone zone = zone();
  private volatile TestBehaviour behaviour = TestBehaviour.honest();
  private volatile Instant now = FIRST;
  private LookalikeMonitor.Builder builder;
  private TestDnsServer server;

  @BeforeEach
  void start() {
    server = TestDnsServer.start(zone(), (query, unused) -> behaviour.answer(query, zone));
    NioTransport transport = NioTransport.to(server.address());
    opened.add(transport);
    opened.add(server);
    builder = LookalikeMonitor.builder(transport).clock(() -> now);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : opened) {
      resource.close();
    }
  }

  /** The registry of .com, where nobody but the owner has a name. */
  private static TestZone zone(String... more) {
    List<String> lines = new ArrayList<>(List.of(SOA, "@ 60 IN NS ns.net."));
    lines.addAll(List.of(more));
    return TestZone.of("com.", lines.toArray(String[]::new))
        .and(registered("example.com.", "ns1.owner.net.", "192.0.2.1"));
  }

  private static TestZone registered(String name, String nameServer, String address) {
    return TestZone.of(
        name, SOA, "@ 60 IN NS " + nameServer, "@ 60 IN A " + address, "@ 60 IN MX 10 mx.net.");
  }

  private MonitorReport watch(MonitorState before) throws Exception {
    return builder.build().watch(NAMES, before).get(30, TimeUnit.SECONDS);
  }

  private MonitorReport watch() throws Exception {
    return watch(MonitorState.empty("example.com"));
  }

  private static Lookalike lookalike(MonitorState state, String name) {
    return Objects.requireNonNull(state.lookalikes().get(name), name);
  }

  private static TestBehaviour failing(String name, int code) {
    return TestBehaviour.code(code)
        .when(
            query -> query.message().getQuestion().getName().toString(true).equalsIgnoreCase(name),
            TestBehaviour.honest());
  }

  @Test
  void tells_which_lookalikes_are_registered() throws Exception {
    zone =
        zone()
            .and(registered("exmple.com.", "NS1.evil.net.", "203.0.113.7"))
            .and(registered("exmaple.com.", "ns1.owner.net.", "192.0.2.1"));

    MonitorReport report = watch();

    assertThat(report.asked()).isEqualTo(NAMES.stream().count());
    assertThat(report.unanswered()).isZero();
    assertThat(report.unknown()).isEmpty();
    assertThat(report.changes())
        .extracting(Change::kind, change -> change.lookalike().name())
        .containsExactly(tuple(Kind.NEW, "exmple.com"), tuple(Kind.NEW, "exmaple.com"));
    assertThat(report.state().at()).isEqualTo(FIRST);
    assertThat(lookalike(report.state(), "exmple.com"))
        .isEqualTo(
            new Lookalike(
                "exmple.com",
                "exmple.com",
                PermutationRule.OMISSION,
                List.of("203.0.113.7"),
                List.of("10 mx.net"),
                List.of("ns1.evil.net"),
                false,
                null,
                FIRST,
                FIRST));
    assertThat(lookalike(report.state(), "exmaple.com").sameNameServers()).isTrue();
  }

  @Test
  void a_second_run_tells_what_has_changed_alone() throws Exception {
    zone =
        zone()
            .and(registered("exmple.com.", "ns1.evil.net.", "203.0.113.7"))
            .and(registered("examle.com.", "ns1.evil.net.", "203.0.113.8"))
            .and(registered("exmaple.com.", "ns1.evil.net.", "203.0.113.9"));
    MonitorState before = watch().state();
    now = SECOND;
    zone =
        zone()
            .and(registered("exmple.com.", "ns2.evil.net.", "203.0.113.99"))
            .and(registered("exmaple.com.", "ns1.evil.net.", "203.0.113.9"))
            .and(registered("xample.com.", "ns1.evil.net.", "203.0.113.9"));

    MonitorReport report = watch(before);

    assertThat(report.changes())
        .extracting(Change::kind, change -> change.lookalike().name(), Change::fields)
        .containsExactlyInAnyOrder(
            tuple(Kind.CHANGED, "exmple.com", Set.of(Field.NAME_SERVERS, Field.ADDRESSES)),
            tuple(Kind.NEW, "xample.com", Set.of()),
            tuple(Kind.GONE, "examle.com", Set.of()));
    Lookalike same = lookalike(report.state(), "exmaple.com");
    assertThat(same.firstSeen()).isEqualTo(FIRST);
    assertThat(same.lastSeen()).isEqualTo(SECOND);
    assertThat(report.state().lookalikes()).doesNotContainKey("examle.com");
  }

  @Test
  void a_server_that_fails_makes_nothing_go_away() throws Exception {
    zone = zone().and(registered("exmple.com.", "ns1.evil.net.", "203.0.113.7"));
    MonitorState before = watch().state();
    for (int code : new int[] {Rcode.SERVFAIL, Rcode.REFUSED}) {
      behaviour = failing("exmple.com", code);
      now = SECOND;

      MonitorReport report = watch(before);

      assertThat(report.changes()).isEmpty();
      assertThat(report.unknown())
          .containsExactly(
              Map.entry(
                  "exmple.com",
                  code == Rcode.SERVFAIL ? DnsStatus.SERVER_FAILURE : DnsStatus.REFUSED));
      assertThat(report.unanswered()).isOne();
      assertThat(report.state().lookalikes()).isEqualTo(before.lookalikes());
    }
    behaviour = TestBehaviour.honest();

    assertThat(watch(before).changes()).isEmpty();
  }

  @Test
  void nobody_who_answers_makes_nothing_go_away() throws Exception {
    zone = zone().and(registered("exmple.com.", "ns1.evil.net.", "203.0.113.7"));
    MonitorState before = watch().state();
    behaviour = TestBehaviour.silent();
    builder.timeout(Duration.ofMillis(300));

    MonitorReport report = watch(before);

    assertThat(report.changes()).isEmpty();
    assertThat(report.unanswered()).isEqualTo(NAMES.stream().count());
    assertThat(report.state().lookalikes()).isEqualTo(before.lookalikes());
  }

  @Test
  void records_that_could_not_be_learnt_are_as_they_were() throws Exception {
    zone = zone().and(registered("exmple.com.", "ns1.evil.net.", "203.0.113.7"));
    MonitorState before = watch().state();
    behaviour =
        TestBehaviour.code(Rcode.SERVFAIL)
            .when(
                query -> query.message().getQuestion().getType() == Type.MX,
                TestBehaviour.honest());

    MonitorReport report = watch(before);

    assertThat(report.changes()).isEmpty();
    assertThat(lookalike(report.state(), "exmple.com").mailServers()).containsExactly("10 mx.net");
  }

  @Test
  void a_name_without_any_record_is_gone() throws Exception {
    zone = zone().and(registered("exmple.com.", "ns1.evil.net.", "203.0.113.7"));
    MonitorState before = watch().state();
    zone = zone("exmple 60 IN TXT \"parked\"");

    assertThat(watch(before).changes()).extracting(Change::kind).containsExactly(Kind.GONE);
  }

  @Test
  void a_wildcard_registers_nothing() throws Exception {
    zone =
        zone("* 60 IN A 198.51.100.1", "examlpe 60 IN A 203.0.113.3")
            .and(registered("exmple.com.", "ns1.evil.net.", "198.51.100.1"));

    MonitorReport report = watch();

    assertThat(report.wildcards()).containsExactly("com");
    // One has name servers of its own, the other an address of its own.
    assertThat(report.state().lookalikes()).containsOnlyKeys("exmple.com", "examlpe.com");
  }

  @Test
  void where_a_wildcard_may_be_only_name_servers_count() throws Exception {
    zone =
        zone("examlpe 60 IN A 203.0.113.3")
            .and(registered("exmple.com.", "ns1.evil.net.", "198.51.100.1"));
    behaviour =
        TestBehaviour.code(Rcode.SERVFAIL)
            .when(
                query -> query.message().getQuestion().getName().getLabelString(0).length() > 20,
                TestBehaviour.honest());

    MonitorReport report = watch();

    assertThat(report.state().lookalikes()).containsOnlyKeys("exmple.com");
    assertThat(report.unanswered()).isOne();
  }

  @Test
  void names_of_the_state_are_asked_for_even_if_the_rules_are_others() throws Exception {
    zone = zone().and(registered("exmple.com.", "ns1.evil.net.", "203.0.113.7"));
    MonitorState before = watch().state();
    Permutations others =
        Permutations.of(
            "example.com",
            PermutationOptions.defaults().withRules(Set.of(PermutationRule.TRANSPOSITION)));

    MonitorReport report = builder.build().watch(others, before).get(30, TimeUnit.SECONDS);

    assertThat(report.changes()).isEmpty();
    assertThat(report.state().lookalikes()).containsOnlyKeys("exmple.com");
  }

  @Test
  void registries_are_asked_about_new_names_alone() throws Exception {
    zone = zone().and(registered("exmple.com.", "ns1.evil.net.", "203.0.113.7"));
    TestRdapServer rdap =
        TestRdapServer.always(
            200,
            """
            {"objectClassName":"domain","ldhName":"exmple.com","status":["active"],
             "events":[{"eventAction":"registration","eventDate":"2026-10-30T00:00:00Z"}]}
            """);
    RegistrationLookup lookup =
        RegistrationLookup.builder()
            .withoutWhois()
            .rdap(
                RdapClient.builder()
                    .bootstrap(RdapBootstrap.empty().with("com", rdap.base().toString()))
                    .build())
            .build();
    opened.add(lookup);
    opened.add(rdap);
    builder.registrations(lookup);

    MonitorState first = watch().state();
    MonitorReport second = watch(first);

    assertThat(lookalike(first, "exmple.com").created()).isEqualTo(LocalDate.of(2026, 10, 30));
    assertThat(second.changes()).isEmpty();
    assertThat(lookalike(second.state(), "exmple.com").created())
        .isEqualTo(LocalDate.of(2026, 10, 30));
    assertThat(rdap.requests()).hasSize(1);
  }

  @Test
  void cancelling_ends_the_run() throws Exception {
    behaviour = TestBehaviour.silent();
    builder.inFlight(1).timeout(Duration.ofMinutes(5));

    CompletableFuture<MonitorReport> run =
        builder.build().watch(NAMES, MonitorState.empty("example.com"));
    await().until(() -> server.udpQueries() > 0);
    assertThat(run.cancel(true)).isTrue();

    assertThatThrownBy(run::join).isInstanceOf(CancellationException.class);
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("phish-monitor")));
  }

  @Test
  void tells_how_far_it_is_whatever_the_listener_does() throws Exception {
    behaviour = TestBehaviour.honest().slow(Duration.ofMillis(30));
    builder.inFlight(1);
    Queue<MonitorProgress> told = new ConcurrentLinkedQueue<>();

    MonitorReport report =
        builder
            .build()
            .watch(
                NAMES,
                MonitorState.empty("example.com"),
                progress -> {
                  told.add(progress);
                  throw new IllegalStateException("listener");
                })
            .get(30, TimeUnit.SECONDS);

    assertThat(report.changes()).isEmpty();
    assertThat(told).isNotEmpty();
    assertThat(told.peek().phase()).isEqualTo(Phase.NAMES);
  }

  @Test
  void runs_go_on_at_once() throws Exception {
    zone = zone().and(registered("exmple.com.", "ns1.evil.net.", "203.0.113.7"));
    LookalikeMonitor monitor = builder.build();
    List<CompletableFuture<MonitorReport>> runs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      runs.add(monitor.watch(NAMES, MonitorState.empty("example.com")));
    }

    for (CompletableFuture<MonitorReport> run : runs) {
      assertThat(run.get(30, TimeUnit.SECONDS).state().lookalikes()).containsOnlyKeys("exmple.com");
    }
  }

  @Test
  void a_state_of_another_name_is_refused() {
    assertThatThrownBy(() -> builder.build().watch(NAMES, MonitorState.empty("example.net")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the state before is of example.net, not of example.com");
    assertThatThrownBy(() -> builder.inFlight(0).build())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
