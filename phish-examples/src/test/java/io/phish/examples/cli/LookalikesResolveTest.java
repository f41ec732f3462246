package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code phish lookalikes --resolve} with a name server on loopback, in this process. */
class LookalikesResolveTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SOA = "@ 60 IN SOA ns.net. host.net. 1 3600 600 86400 60";
  private static final String NS = "@ 60 IN NS ns.net.";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int run(boolean terminal, CliNameServer server, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "lookalikes",
                "example.com",
                "--rules",
                "omission",
                "--resolve",
                "--server",
                server.address()));
    arguments.addAll(List.of(more));
    return run(terminal, arguments.toArray(String[]::new));
  }

  private int run(boolean terminal, String... arguments) {
    out.reset();
    err.getBuffer().setLength(0);
    Streams streams =
        new Streams(
            new ByteArrayInputStream(new byte[0]),
            out,
            new PrintWriter(err, true),
            StandardCharsets.UTF_8,
            false,
            terminal);
    return Main.run(streams, arguments);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void tells_those_that_are_registered() throws IOException {
    try (CliNameServer server =
        new CliNameServer(
            "com.", SOA, NS, "exmple 60 IN A 203.0.113.7", "exmple 60 IN MX 10 mx.net.")) {
      assertThat(run(false, server)).isZero();
      assertThat(out()).isEqualTo("omission      exmple.com  203.0.113.7  mx 10 mx.net\n");
      assertThat(err.toString()).isEqualTo("7 names asked for, 1 registered\n");

      assertThat(run(false, server, "--json", "--quiet")).isZero();
      JsonNode row = JSON.readTree(out());
      assertThat(row.get("rule").asText()).isEqualTo("omission");
      assertThat(row.get("name").asText()).isEqualTo("exmple.com");
      assertThat(row.get("addresses").get(0).asText()).isEqualTo("203.0.113.7");
      assertThat(row.has("change")).isFalse();
      assertThat(row.get("created").isNull()).isTrue();
      assertThat(err.toString()).isEmpty();
    }
  }

  @Test
  void with_a_state_it_tells_what_has_changed() throws IOException {
    String state = folder.resolve("state.jsonl").toString();
    try (CliNameServer server =
        new CliNameServer(
            "com.", SOA, NS, "exmple 60 IN A 203.0.113.7", "xample 60 IN A 1.2.3.4")) {
      assertThat(run(false, server, "--state", state, "--json")).isZero();
      assertThat(out().lines()).hasSize(2).allMatch(line -> line.contains("\"change\":\"new\""));

      assertThat(run(false, server, "--state", state, "--json")).isZero();
      assertThat(out()).isEmpty();
    }
    try (CliNameServer server = new CliNameServer("com.", SOA, NS, "exmple 60 IN A 203.0.113.8")) {
      assertThat(run(false, server, "--state", state, "--json")).isZero();
      List<String> lines = out().lines().toList();
      JsonNode changed = JSON.readTree(lines.get(0));
      assertThat(changed.get("change").asText()).isEqualTo("changed");
      assertThat(changed.get("changed").get(0).asText()).isEqualTo("addresses");
      assertThat(changed.get("before").get("addresses").get(0).asText()).isEqualTo("203.0.113.7");
      assertThat(JSON.readTree(lines.get(1)).get("change").asText()).isEqualTo("gone");
    }
    try (CliNameServer refusing = new CliNameServer("net.", SOA, NS)) {
      assertThat(run(false, refusing, "--state", state)).isEqualTo(3);
      assertThat(out()).isEqualTo("unknown omission      exmple.com  kept as it was: refused\n");
      assertThat(err.toString())
          .isEqualTo("7 names asked for, 1 registered, 0 changes, 7 not known\n");
    }
  }

  @Test
  void leaves_a_state_alone_that_it_cannot_read() throws IOException {
    Path state = Files.writeString(folder.resolve("state.jsonl"), "{\"phish-lookalikes\":9}\n");
    try (CliNameServer server = new CliNameServer("com.", SOA, NS)) {
      assertThat(run(false, server, "--state", state.toString())).isEqualTo(4);
      assertThat(err.toString())
          .startsWith("phish: ")
          .contains("state.jsonl:1: state is of version 9, this program knows 1");
      assertThat(state).hasContent("{\"phish-lookalikes\":9}\n");
      assertThat(server.questions()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--age, --resolve",
    "--state=x, --resolve",
    "--resolve --in-flight=0, inFlight 0",
    "--resolve --doh=https://dns.example/ --server=127.0.0.1, give --server or --doh"
  })
  void says_what_is_wrong_with_the_command_line(String options, String message) {
    assertThat(run(false, ("lookalikes example.com " + options).split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }

  @Test
  void common_words_and_top_level_domains_come_on_demand() {
    assertThat(run(false, "lookalikes", "example.com", "--common", "--rules", "tld-swap")).isZero();
    assertThat(out()).contains("example.net", "example.co.uk").doesNotContain("example.com ");

    assertThat(run(false, "lookalikes", "example.com", "--common", "--rules", "dictionary"))
        .isZero();
    assertThat(out()).contains("example-login.com", "secure-example.com");

    assertThat(run(false, "lookalikes", "example.com", "--rules", "dictionary,tld-swap")).isZero();
    assertThat(out()).isEmpty();
  }
}
