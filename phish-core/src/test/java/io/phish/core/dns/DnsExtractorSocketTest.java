package io.phish.core.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.AnalysisMode;
import io.phish.AnalysisOptions;
import io.phish.Detector;
import io.phish.ExtractorReport;
import io.phish.ExtractorReport.Status;
import io.phish.Verdict;
import io.phish.contract.TestContext;
import io.phish.core.url.DomainCanonicalizer;
import io.phish.spi.FeatureVector;
import io.phish.spi.Observation;
import io.phish.subject.Domain;
import io.phish.subject.Subject;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Over real sockets, with servers that do as they are told. */
class DnsExtractorSocketTest {
  private static final AnalysisOptions ONLINE =
      AnalysisOptions.defaults().withMode(AnalysisMode.ONLINE).withDeadline(Duration.ofSeconds(20));

  static Stream<TestBehaviour> lies() {
    return Stream.of(
        TestBehaviour.wrongId(),
        TestBehaviour.wrongQuestion(),
        TestBehaviour.wrongSource(),
        TestBehaviour.garbage(3));
  }

  @ParameterizedTest
  @MethodSource("lies")
  void believes_no_liar(TestBehaviour lies) throws Exception {
    try (TestDnsServer server =
        TestDnsServer.start(DnsZones.SHOP, TestBehaviour.honest().after(lies))) {
      assertHonest(observe(server, "example.com", Duration.ofSeconds(15)));
    }
  }

  @Test
  void drops_records_that_were_not_asked_for() throws Exception {
    try (TestDnsServer server =
        TestDnsServer.start(DnsZones.SHOP, TestBehaviour.honest().withExtraRecords())) {
      assertHonest(observe(server, "example.com", Duration.ofSeconds(15)));
    }
  }

  @Test
  void goes_on_over_tcp_where_answers_are_cut() throws Exception {
    try (TestDnsServer server = TestDnsServer.start(DnsZones.SHOP, TestBehaviour.truncating())) {
      assertHonest(observe(server, "example.com", Duration.ofSeconds(15)));
      assertThat(server.tcpQueries()).isPositive();
    }
  }

  @Test
  void what_is_not_answered_in_time_is_unknown_and_the_rest_is_told() throws Exception {
    TestBehaviour mute =
        TestBehaviour.silent()
            .when(
                query -> query.message().getQuestion().getType() == Type.MX,
                TestBehaviour.honest());
    try (TestDnsServer server = TestDnsServer.start(DnsZones.SHOP, mute)) {
      Observation seen = observe(server, "example.com", Duration.ofSeconds(1));

      assertThat(seen.features().get("n_mx")).isNaN();
      assertThat(seen.features().get("n_a")).isEqualTo(3);
      assertThat(seen.facts()).containsEntry("unanswered", "MX timed-out");
    }
  }

  @Test
  void a_server_that_fails_leaves_everything_unknown() throws Exception {
    try (TestDnsServer server =
        TestDnsServer.start(DnsZones.SHOP, TestBehaviour.code(Rcode.SERVFAIL))) {
      Observation seen = observe(server, "example.com", Duration.ofSeconds(5));

      assertThat(seen.features().size()).isZero();
      assertThat(seen.isAbsent()).isFalse();
    }
  }

  @Test
  void a_silent_server_is_a_failure_within_the_time() throws Exception {
    try (TestDnsServer server = TestDnsServer.start(DnsZones.SHOP, TestBehaviour.silent())) {
      assertThatThrownBy(() -> observe(server, "example.com", Duration.ofMillis(400)))
          .hasMessageContaining("no name server");
    }
  }

  @Test
  void names_of_special_use_never_leave() throws Exception {
    try (TestDnsServer server = TestDnsServer.start(DnsZones.SHOP)) {
      for (String name : List.of("a.test", "b.localhost", "c.onion", "d.local", "e.home.arpa")) {
        assertThat(observe(server, name, Duration.ofSeconds(5)).facts()).containsKey("not-asked");
      }
      assertThat(server.queries()).isEmpty();
    }
  }

  @Test
  void a_thousand_black_holes_leave_no_thread_and_no_socket() throws Exception {
    Path descriptors = Path.of("/proc/self/fd");
    Assumptions.assumeTrue(Files.isDirectory(descriptors), "open files are counted on Linux only");
    try (DatagramSocket hole = new DatagramSocket(new InetSocketAddress(0))) {
      String servers =
          IntStream.range(0, 1_000)
              .mapToObj(
                  i ->
                      String.format(
                          Locale.ROOT, "127.1.%d.%d:%d", i / 250, 1 + i % 250, hole.getLocalPort()))
              .collect(Collectors.joining(","));
      assertThatThrownBy(() -> observe(servers, "warm-up.example.com", Duration.ofMillis(50)));
      awaitNoThread();
      long before = count(descriptors);
      DnsExtractor extractor = new DnsExtractor();
      extractor.configure(Map.of(DnsExtractor.SERVERS, servers));
      List<CompletableFuture<Observation>> asked =
          IntStream.range(0, 50)
              .mapToObj(i -> start(extractor, "x" + i + ".example.com", Duration.ofMillis(300)))
              .toList();
      for (CompletableFuture<Observation> each : asked) {
        assertThatThrownBy(() -> each.get(20, TimeUnit.SECONDS))
            .hasMessageContaining("no name server");
      }
      extractor.close();
      awaitNoThread();
      Awaitility.await().untilAsserted(() -> assertThat(count(descriptors)).isLessThan(before + 8));
    }
  }

  @Test
  void works_in_a_detector_and_is_asked_once_a_host() {
    try (TestDnsServer server = TestDnsServer.start(DnsZones.SHOP);
        Detector detector = detector(server)) {
      ExtractorReport first = report(detector, "https://www.example.com/login");
      assertThat(first.status()).isEqualTo(Status.OK);
      assertThat(first.probability()).isBetween(0.0, 1.0);
      assertThat(first.observation()).isNotNull();
      int asked = server.queries().size();
      assertThat(asked).isPositive();

      assertThat(report(detector, "https://www.example.com/other").status())
          .isEqualTo(Status.CACHED);
      assertThat(server.queries()).hasSize(asked);
    }
  }

  @Test
  void opens_nothing_off_line() {
    try (TestDnsServer server = TestDnsServer.start(DnsZones.SHOP);
        Detector detector = detector(server)) {
      Verdict verdict =
          detector
              .analyze(
                  Subject.url("https://www.example.com/"), ONLINE.withMode(AnalysisMode.OFFLINE))
              .join();
      assertThat(verdict.extractors().get(0).status()).isEqualTo(Status.SKIPPED);
      assertThat(server.queries()).isEmpty();
      assertThat(dnsThreads()).isEmpty();
    }
  }

  private static Detector detector(TestDnsServer server) {
    return Detector.builder()
        .enable("phish.dns")
        .configure("phish.dns", Map.of(DnsExtractor.SERVERS, text(server)))
        .build();
  }

  private static ExtractorReport report(Detector detector, String url) {
    return detector.analyze(Subject.url(url), ONLINE).join().extractors().get(0);
  }

  private static void assertHonest(Observation seen) {
    FeatureVector features = seen.features();
    assertThat(features.get("n_address")).isEqualTo(4);
    assertThat(features.get("n_mx")).isEqualTo(2);
    assertThat(features.get("dmarc_policy")).isEqualTo(2);
    assertThat(seen.facts().get("addresses"))
        .isEqualTo("192.0.2.1, 192.0.2.2, 198.51.100.1, 2001:db8::1");
  }

  private static Observation observe(TestDnsServer server, String name, Duration time)
      throws Exception {
    return observe(text(server), name, time);
  }

  private static Observation observe(String servers, String name, Duration time) throws Exception {
    try (DnsExtractor extractor = new DnsExtractor()) {
      extractor.configure(Map.of(DnsExtractor.SERVERS, servers));
      return start(extractor, name, time).get(30, TimeUnit.SECONDS);
    }
  }

  private static CompletableFuture<Observation> start(
      DnsExtractor extractor, String name, Duration time) {
    Domain domain = new Domain(name);
    TestContext context =
        TestContext.builder(new DomainCanonicalizer().canonicalize(domain)).remaining(time).build();
    return extractor.extract(domain, context).toCompletableFuture();
  }

  private static String text(TestDnsServer server) {
    InetAddress address = server.address().getAddress();
    return address.getHostAddress() + ":" + server.address().getPort();
  }

  private static void awaitNoThread() {
    Awaitility.await().untilAsserted(() -> assertThat(dnsThreads()).isEmpty());
  }

  private static List<String> dnsThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("phish-dns"))
        .toList();
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }
}
