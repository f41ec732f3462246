package io.phish.core.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.phish.contract.TestContext;
import io.phish.core.dns.transport.DnsTransportException.Reason;
import io.phish.core.url.DomainCanonicalizer;
import io.phish.spi.FeatureVector;
import io.phish.spi.Finding;
import io.phish.spi.Observation;
import io.phish.subject.Domain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class DnsFeaturesTest {
  private final ScriptedTransport transport =
      new ScriptedTransport(DnsZones.SHOP.and(DnsZones.PARKED));

  @Test
  void computes_what_the_schema_says_of_a_registrable_domain() throws Exception {
    FeatureVector f = observe("example.com").features();

    assertFeatures(
        f,
        Map.ofEntries(
            Map.entry("alias", 0.0),
            Map.entry("exists", 1.0),
            Map.entry("n_address", 4.0),
            Map.entry("n_a", 3.0),
            Map.entry("n_aaaa", 1.0),
            Map.entry("n_mx", 2.0),
            Map.entry("n_ns", 2.0),
            Map.entry("n_txt", 2.0),
            Map.entry("apex", 1.0),
            Map.entry("n_type", 6.0),
            Map.entry("n_ttl", 3.0),
            Map.entry("ttl_mean", (50 + 300 + 4 * 3_600) / 6.0),
            Map.entry("r_ttl_low", 1 / 6.0),
            Map.entry("r_ttl_mid", 1 / 6.0),
            Map.entry("soa_refresh", 7_200.0),
            Map.entry("soa_retry", 600.0),
            Map.entry("soa_expire", 86_400.0),
            Map.entry("soa_minimum", 300.0),
            Map.entry("len_primary", 15.0),
            Map.entry("n_digit_primary", 1.0)));
    assertFeatures(
        f,
        Map.ofEntries(
            Map.entry("len_mailbox", 23.0),
            Map.entry("own_mx", 1.0),
            Map.entry("len_mx", (16 + 14) / 2.0),
            Map.entry("mx_priority_min", 10.0),
            Map.entry("mx_priority_max", 20.0),
            Map.entry("null_mx", 0.0),
            Map.entry("n_verification", 2.0),
            Map.entry("spf", 1.0),
            Map.entry("spf_all", 3.0),
            Map.entry("dmarc", 1.0),
            Map.entry("dmarc_policy", 2.0),
            Map.entry("n_dkim", 1.0),
            Map.entry("n_caa", 1.0),
            Map.entry("n_ns_domain", 2.0),
            Map.entry("parked", 0.0),
            Map.entry("wildcard", 0.0),
            Map.entry("n_network", 3.0),
            Map.entry("ttl_min", 50.0),
            Map.entry("private_address", 0.0),
            Map.entry("dnssec", 0.0)));
    assertThat(f.get("n_asn")).isNaN();
    assertThat(f.get("entropy_primary")).isBetween(2.5, 3.5);
  }

  @Test
  void an_alias_has_nothing_of_its_own() throws Exception {
    FeatureVector f = observe("www.example.com").features();

    assertFeatures(f, Map.of("alias", 1.0, "exists", 1.0, "n_alias", 1.0, "n_address", 4.0));
    assertFeatures(f, Map.of("n_type", 1.0, "dmarc", 1.0, "n_ns_domain", 2.0));
    for (String name : new String[] {"n_a", "n_mx", "apex", "ttl_mean", "spf", "own_mx"}) {
      assertThat(f.get(name)).as(name).isNaN();
    }
  }

  @Test
  void a_name_that_does_not_exist_is_absent_and_still_has_a_domain() throws Exception {
    Observation seen = observe("nosuch.example.com");

    assertThat(seen.isAbsent()).isTrue();
    assertFeatures(
        seen.features(), Map.of("exists", 0.0, "n_a", 0.0, "n_address", 0.0, "dmarc", 1.0));
    assertThat(seen.features().get("ttl_mean")).isNaN();
    assertThat(seen.findings()).extracting(Finding::code).containsExactly("no-such-name");
    assertThat(seen.facts()).containsEntry("nameservers", "ns1.example.net, ns2.example.org");
  }

  @Test
  void sees_parking_wildcards_and_null_mx() throws Exception {
    Observation seen = observe("example.net");

    assertFeatures(
        seen.features(),
        Map.of("parked", 1.0, "wildcard", 1.0, "null_mx", 1.0, "n_mx", 0.0, "dmarc", 0.0));
    assertFeatures(seen.features(), Map.of("spf_all", 1.0, "own_mx", 0.0));
    assertThat(seen.findings()).extracting(Finding::code).containsExactly("parked");
    assertThat(seen.isAbsent()).isFalse();
  }

  @Test
  void neutralises_what_others_have_written() throws Exception {
    String spf = observe("example.net").facts().get("spf");

    assertThat(spf).startsWith("v=spf1 \\027[31mred\\010=cmd").matches("[ -~]+");
  }

  @Test
  void marks_private_addresses_in_public_answers() throws Exception {
    Observation seen = observe("inner.example.com");

    assertFeatures(seen.features(), Map.of("private_address", 1.0));
    assertThat(seen.findings()).extracting(Finding::code).containsExactly("private-address");
    assertThat(seen.findings().get(0).message()).contains("10.1.2.3");
  }

  @Test
  void what_a_server_could_not_find_out_is_unknown_and_not_absent() throws Exception {
    failing(Type.MX, ScriptedTransport.code(Rcode.SERVFAIL));
    Observation seen = observe("example.com");

    for (String name : new String[] {"n_mx", "own_mx", "len_mx", "n_type", "ttl_mean"}) {
      assertThat(seen.features().get(name)).as(name).isNaN();
    }
    assertFeatures(seen.features(), Map.of("n_a", 3.0, "exists", 1.0, "spf", 1.0));
    assertThat(seen.facts()).containsEntry("unanswered", "MX server-failure");
    assertThat(seen.freshFor()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void a_question_that_timed_out_leaves_the_others() throws Exception {
    failing(Type.TXT, ScriptedTransport.failing(Reason.TIMED_OUT));
    Observation seen = observe("example.com");

    for (String name : new String[] {"n_txt", "spf", "dmarc", "n_dkim"}) {
      assertThat(seen.features().get(name)).as(name).isNaN();
    }
    assertFeatures(seen.features(), Map.of("n_mx", 2.0, "n_address", 4.0));
    assertThat(seen.facts()).containsEntry("unanswered", "TXT timed-out");
  }

  @Test
  void servers_of_the_domain_that_fail_are_no_failure_of_the_extractor() throws Exception {
    transport.servfail();
    Observation seen = observe("example.com");

    assertThat(seen.features().size()).isZero();
    assertThat(seen.facts().get("unanswered")).contains("A server-failure");
    assertThat(seen.isAbsent()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TIMED_OUT", "UNREACHABLE"})
  void a_resolver_that_is_not_there_is(Reason reason) {
    transport.fail(reason);
    Assertions.assertThatThrownBy(() -> observe("example.com"))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("no name server");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, ip-address",
    "1.2.0.192.in-addr.arpa, reverse-name",
    "x.localhost, localhost is of special use (RFC 6761)",
    "printer.local, local is of special use (RFC 6762)",
    "xn--a.com, invalid-idn",
  })
  void asks_nobody_about_names_that_are_not_of_the_dns(String name, String reason)
      throws Exception {
    Observation seen = observe(name);

    assertThat(transport.queries).isEmpty();
    assertThat(seen.facts()).containsEntry("not-asked", reason);
    assertThat(seen.features().size()).isZero();
    assertThat(seen.isAbsent()).isFalse();
  }

  @Test
  void asks_everything_at_once_and_nothing_twice() throws Exception {
    transport.hold();
    try (DnsExtractor extractor = new DnsExtractor(transport, () -> 0)) {
      assertThat(start(extractor, "shop.example.com").toCompletableFuture()).isNotDone();
      int asked = transport.queries.size();
      assertThat(transport.queries.stream().map(Message::getQuestion).distinct())
          .hasSize(asked)
          .hasSizeBetween(15, 20);
      for (int i = 0; i < asked; i++) {
        transport.pending.get(i).complete(DnsZones.SHOP.answer(transport.queries.get(i)));
      }
      assertThat(transport.queries).hasSize(asked);
    }
  }

  @Test
  void keeps_no_longer_than_the_answers_do() throws Exception {
    assertThat(observe("example.com").freshFor()).isEqualTo(Duration.ofSeconds(50));
    assertThat(observe("nosuch.example.com").freshFor()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void knows_systems_and_countries_where_there_are_databases(@TempDir Path folder)
      throws Exception {
    try (DnsExtractor extractor = new DnsExtractor(transport, () -> 0)) {
      extractor.configure(
          Map.of(
              "mmdb-asn", MmdbFile.asn().writeTo(folder.resolve("a.mmdb")).toString(),
              "mmdb-country", MmdbFile.country().writeTo(folder.resolve("c.mmdb")).toString()));
      Observation seen = get(extractor, "example.com");

      assertFeatures(seen.features(), Map.of("n_asn", 3.0, "n_country", 3.0));
      assertThat(seen.facts()).containsEntry("country", "DE, FR, SE");
      assertThat(seen.facts().get("asn")).startsWith("AS64500 Beispiel?[31m GmbH, AS64501");
    }
  }

  private void failing(int type, Function<Message, CompletableFuture<Message>> script) {
    var otherwise = transport.script;
    transport.script =
        query ->
            query.getQuestion().getType() == type ? script.apply(query) : otherwise.apply(query);
  }

  private Observation observe(String name) throws Exception {
    try (DnsExtractor extractor = new DnsExtractor(transport, () -> 0)) {
      return get(extractor, name);
    }
  }

  private static Observation get(DnsExtractor extractor, String name) throws Exception {
    return start(extractor, name).toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static CompletionStage<Observation> start(DnsExtractor extractor, String name) {
    Domain domain = new Domain(name);
    return extractor.extract(
        domain, TestContext.builder(new DomainCanonicalizer().canonicalize(domain)).build());
  }

  private static void assertFeatures(FeatureVector features, Map<String, Double> expected) {
    expected.forEach(
        (name, value) -> assertThat(features.get(name)).as(name).isCloseTo(value, within(1e-9)));
  }
}
