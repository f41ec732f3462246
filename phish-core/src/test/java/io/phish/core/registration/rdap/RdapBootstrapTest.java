package io.phish.core.registration.rdap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.core.SharedData;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RdapBootstrapTest {
  private static final String FILE =
      """
      {"version":"1.0","publication":"2026-01-02T03:04:05Z","services":[
        [["com","net"],["http://plain.example/","https://secure.example/rdap"]],
        [["a.com"],["https://longer.example/"]],
        [["broken"],["ftp://no.example/","::","https://x.example/?q"]],
        [["org"],["http://only-plain.example:8080/x/"]]]}
      """;

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void prefers_https_and_the_longest_name() {
    RdapBootstrap table = RdapBootstrap.parse(octets(FILE));
    assertThat(table.publication()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
    assertThat(table.size()).isEqualTo(4);
    assertThat(table.find("b.com")).hasToString("https://secure.example/rdap/");
    assertThat(table.find("x.a.com")).hasToString("https://longer.example/");
    assertThat(table.find("a.com")).hasToString("https://longer.example/");
    assertThat(table.find("ba.com")).hasToString("https://secure.example/rdap/");
    assertThat(table.find("a.org")).hasToString("http://only-plain.example:8080/x/");
    assertThat(table.find("a.broken")).isNull();
    assertThat(table.find("a.xcom")).isNull();
    assertThat(table.with("broken", "http://10.0.0.1").find("a.broken"))
        .hasToString("http://10.0.0.1/");
    assertThatIllegalArgumentException().isThrownBy(() -> table.with("com", "gopher://x/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{\"services\":[]}",
        "{\"services\":\"x\"}",
        "{\"services\":[[[\"com\"],[\"gopher://x/\"]]]}",
        "{\"services\":[[[\"41.0.0.0/8\"],[\"https://rdap.example/\"]]]}",
        "{\"services\":[[[\"2001:200::/23\"],[\"https://rdap.example/\"]]]}",
        "{\"services\":[[[\"1-1876\"],[\"https://rdap.example/\"]]]}",
        "<html>not found</html>"
      })
  void names_what_is_wrong_with_a_file(String file) {
    assertThatExceptionOfType(MalformedRdapException.class)
        .isThrownBy(() -> RdapBootstrap.parse(octets(file)))
        .withMessageMatching("the (reply|file) .* at \\d+");
  }

  @Test
  void a_file_that_is_cut_anywhere_is_refused() {
    String file = FILE.strip();
    for (int length = 0; length < file.length(); length++) {
      byte[] cut = octets(file.substring(0, length));
      assertThatThrownBy(() -> RdapBootstrap.parse(cut)).isInstanceOf(MalformedRdapException.class);
    }
  }

  @Test
  void the_bundled_table_says_how_old_it_is() {
    RdapBootstrap bundled = RdapBootstrap.bundled();
    assertThat(bundled.publication()).isEqualTo(Instant.parse("2024-02-07T04:00:02Z"));
    assertThat(bundled.size()).isEqualTo(1_165);
    assertThat(bundled.find("example.com")).hasToString("https://rdap.verisign.com/com/v1/");
  }

  @Test
  void the_bundled_table_is_made_of_the_file_of_iana() throws IOException {
    byte[] file =
        Files.readAllBytes(
            SharedData.directory()
                .resolve("registration/tlddata/rdap-dns-bootstrap-2024-02-07.json"));
    try (InputStream in = RdapBootstrap.class.getResourceAsStream("rdap-bootstrap.txt")) {
      assertThat(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII))
          .isEqualTo(RdapTableGenerator.table(file));
    }
    RdapBootstrap whole = RdapBootstrap.parse(file);
    RdapBootstrap bundled = RdapBootstrap.bundled();
    assertThat(bundled.size()).isEqualTo(whole.size());
    for (String name : new String[] {"com", "uz", "xn--cg4bki", "samsung", "ca", "crown"}) {
      assertThat(bundled.find(name)).isEqualTo(whole.find(name));
    }
  }

  @Test
  void keeps_the_last_good_table_of_a_url() {
    AtomicReference<TestRdapServer.Handler> answer =
        new AtomicReference<>((request, a) -> a.json(200, FILE, "ETag: \"1\""));
    try (TestRdapServer server =
            new TestRdapServer(
                (request, a) -> Objects.requireNonNull(answer.get()).answer(request, a));
        RdapClient client = RdapClient.create()) {
      URI url = server.base().resolve("dns.json");
      RdapTable table =
          RdapTable.of(url, t -> t.with("own", "http://own.example"), Duration.ofDays(1));
      assertThat(table.current().find("a.own")).isNotNull();
      assertThat(table.current().size()).isEqualTo(1_166);
      assertThat(table.refresh(client).join()).isEqualTo(RdapTable.Refresh.UPDATED);
      assertThat(table.current().size()).isEqualTo(5);
      assertThat(table.current().find("a.own")).isNotNull();

      answer.set(
          (request, a) -> {
            assertThat(request.fields()).containsEntry("if-none-match", "\"1\"");
            a.full(304, new byte[0], java.util.List.of());
          });
      assertThat(table.refresh(client).join()).isEqualTo(RdapTable.Refresh.UNCHANGED);

      for (String bad : new String[] {"", FILE.substring(0, 80), "{\"services\":[]}"}) {
        answer.set((request, a) -> a.json(200, bad));
        assertThat(table.refresh(client))
            .failsWithin(Duration.ofSeconds(10))
            .withThrowableThat()
            .withCauseInstanceOf(MalformedRdapException.class);
      }
      answer.set((request, a) -> a.json(500, "{}"));
      assertThat(table.refresh(client))
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withMessageContaining("answered 500");
      assertThat(table.current().size()).isEqualTo(5);
    }
  }

  @Test
  void keeps_the_last_good_table_of_a_file(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("dns.json");
    Files.writeString(file, FILE);
    RdapTable table = RdapTable.of(file, UnaryOperator.identity());
    try (RdapClient client = RdapClient.create()) {
      assertThat(table.refresh(client).join()).isEqualTo(RdapTable.Refresh.UNCHANGED);
      Files.writeString(file, "{");
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
      assertThat(table.refresh(client)).isCompletedExceptionally();
      assertThat(table.current().size()).isEqualTo(4);
      Files.writeString(file, "{\"services\":[[[\"de\"],[\"https://rdap.example/\"]]]}");
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2031-01-01T00:00:00Z")));
      assertThat(table.refresh(client).join()).isEqualTo(RdapTable.Refresh.UPDATED);
      assertThat(table.current().size()).isEqualTo(1);
    }
    Files.writeString(file, "[]");
    assertThatExceptionOfType(MalformedRdapException.class)
        .isThrownBy(() -> RdapTable.of(file, UnaryOperator.identity()));
  }
}
