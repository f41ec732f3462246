package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What asks the DNS on the command line, with name servers of its own. */
class OnlineCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();
  private final List<CliNameServer> servers = new ArrayList<>();

  @AfterEach
  void close() {
    servers.forEach(CliNameServer::close);
  }

  @Test
  void analyze_asks_the_servers_it_is_given_and_tells_what_they_said() throws IOException {
    CliNameServer server = server("192.0.2.1");
    assertThat(
            run(
                "analyze",
                "--online",
                "--dns",
                server.address(),
                "--enable",
                "phish.dns",
                "--json",
                "www.example.com"))
        .isNotEqualTo(2);

    JsonNode facts = json().at("/extractors/0/facts");
    assertThat(json().at("/extractors/0/status").asText()).as(out()).isEqualTo("OK");
    assertThat(facts.get("addresses").asText()).isEqualTo("192.0.2.1");
    assertThat(facts.get("mx").asText()).isEqualTo("10 mail.example.com");
    assertThat(server.questions()).isNotEmpty();
  }

  @Test
  void hostile_texts_reach_neither_terminal_nor_json_as_they_are() throws IOException {
    CliNameServer server = server("192.0.2.1");
    run(
        "analyze",
        "--online",
        "--dns",
        server.address(),
        "--enable",
        "phish.dns",
        "www.example.com");
    assertThat(out()).contains("v=spf1 \\027[31mred").contains("192.0.2.1");
    assertThat(out().chars()).allMatch(c -> c >= ' ' || c == '\n');

    run("dns", "propagation", "-t", "TXT", "-r", server.address(), "www.example.com");
    run("dns", "compare", "--dns", server.address(), "www.example.com");
    assertThat(out().chars()).allMatch(c -> c >= ' ' || c == '\n');
  }

  @Test
  void off_line_nothing_is_asked() {
    CliNameServer server = server("192.0.2.1");
    run("analyze", "--dns", server.address(), "www.example.com");
    assertThat(server.questions()).isEmpty();
    assertThat(out()).containsPattern("phish\\.dns +SKIPPED");
  }

  @Test
  void propagation_says_that_resolvers_agree() throws IOException {
    CliNameServer one = server("192.0.2.1");
    CliNameServer two = server("192.0.2.1");
    assertThat(
            run(
                "dns",
                "propagation",
                "www.example.com",
                "--json",
                "-r",
                "one=" + one.address(),
                "-r",
                two.address()))
        .isZero();

    assertThat(json().get("agree").asBoolean()).isTrue();
    assertThat(json().get("answered").asInt()).isEqualTo(2);
    assertThat(json().at("/resolvers/0/resolver").asText()).isEqualTo("one");
    assertThat(json().at("/resolvers/1/records/0").asText()).isEqualTo("192.0.2.1");
    assertThat(json().at("/resolvers/1/ttl").asInt()).isEqualTo(60);
  }

  @Test
  void propagation_says_who_differs() {
    CliNameServer one = server("192.0.2.1");
    CliNameServer two = server("192.0.2.2");
    assertThat(
            run(
                "dns",
                "propagation",
                "www.example.com",
                "-r",
                one.address(),
                "-r",
                two.address(),
                "-r",
                one.address()))
        .isEqualTo(1);

    assertThat(out())
        .contains("3 of 3 answered")
        .contains("they differ", "2 say 192.0.2.1", "1 say 192.0.2.2");
  }

  @Test
  void propagation_tells_silence_from_disagreement() {
    CliNameServer one = server("192.0.2.1");
    CliNameServer dead = server("192.0.2.9");
    dead.close();
    assertThat(
            run(
                "dns",
                "propagation",
                "www.example.com",
                "--timeout",
                "300ms",
                "-r",
                one.address(),
                "-r",
                dead.address()))
        .isEqualTo(3);

    assertThat(out()).contains("1 of 2 answered").contains("they agree");
  }

  @Test
  void compare_says_what_the_servers_of_a_name_say_otherwise() throws IOException {
    CliNameServer resolver = server("192.0.2.1");
    CliNameServer authority = server("192.0.2.7");
    assertThat(
            run(
                "dns",
                "compare",
                "www.example.com",
                "--json",
                "--type",
                "A,MX",
                "--dns",
                resolver.address(),
                "--authoritative",
                "ns=" + authority.address()))
        .isEqualTo(1);

    assertThat(json().get("agree").asBoolean()).isFalse();
    assertThat(json().at("/types/0/state").asText()).isEqualTo("differs");
    assertThat(json().at("/types/0/resolver/records/0").asText()).isEqualTo("192.0.2.1");
    assertThat(json().at("/types/0/authoritative/0/records/0").asText()).isEqualTo("192.0.2.7");
    assertThat(json().at("/types/1/state").asText()).isEqualTo("same");
  }

  @Test
  void compare_agrees_with_what_is_the_same() {
    CliNameServer resolver = server("192.0.2.1");
    CliNameServer authority = server("192.0.2.1");
    assertThat(
            run(
                "dns",
                "compare",
                "www.example.com",
                "--dns",
                resolver.address(),
                "--authoritative",
                authority.address()))
        .isZero();
    assertThat(out()).contains("same").doesNotContain("differs");
  }

  @Test
  void compare_finds_the_servers_and_asks_none_that_is_private() {
    CliNameServer resolver = server("192.0.2.1");
    assertThat(run("dns", "compare", "www.example.com", "--dns", resolver.address())).isEqualTo(3);
    assertThat(out())
        .contains("zone example.com")
        .contains("not asked: ns.example.com: 10.0.0.1 is a private address");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dns propagation printer.local|never sent out",
        "dns propagation 192.0.2.1|IP address",
        "dns propagation a..example.com|empty label at 2",
        "dns propagation example.com -t NONSENSE|no type of record",
        "dns propagation example.com -r 192.0.2.1:0|no port from 1 to 65535",
        "dns compare example.com --dns 192.0.2.1:x|no port from 1 to 65535",
        "analyze --online --dns 192.0.2.1:x example.com|no port from 1 to 65535",
        "analyze --online --mmdb-asn /nonexistent.mmdb example.com|mmdb-asn /nonexistent.mmdb",
        "analyze --online --doh http://dns.example.com/ example.com|no https URL",
      })
  void what_is_wrong_is_named(String command, String message) {
    assertThat(run(command.split(" "))).as(err.toString()).isEqualTo(2);
    assertThat(err.toString()).contains(message);
    assertThat(out()).isEmpty();
  }

  private CliNameServer server(String address) {
    CliNameServer server =
        new CliNameServer(
            "example.com",
            "@ 3600 SOA ns.example.com. host.example.com. 1 7200 600 86400 300",
            "@ 3600 NS ns.example.com.",
            "ns 3600 A 10.0.0.1",
            "www 60 A " + address,
            "www 60 MX 10 mail.example.com.",
            "www 60 TXT \"v=spf1 \\027[31mred\\010=cmd|' /C calc'!A0 -all\"");
    servers.add(server);
    return server;
  }

  private int run(String... arguments) {
    PrintWriter errors = new PrintWriter(err, true);
    Streams streams =
        new Streams(
            InputStream.nullInputStream(), out, errors, StandardCharsets.UTF_8, false, false);
    return Main.run(streams, arguments);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private JsonNode json() throws IOException {
    return JSON.readTree(out());
  }
}
