package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code phish whois} against servers of its own. */
class WhoisCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();
  private final List<ServerSocket> servers = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (ServerSocket server : servers) {
      server.close();
    }
  }

  @Test
  void shows_what_was_written_and_by_whom() throws IOException {
    String server = serve("Domain Name: %s\r\n\u001b[31mred\tBöse\r\n");
    int exit = run("", "whois", "--whois", "qqqq=" + server, "www.example.qqqq");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("example.qqqq  ")
        .contains("--- 127.0.0.1, ")
        .contains("Domain Name: example.qqqq\n\\u001B[31mred Böse\n");
    assertThat(exit).isIn(ExitCode.BENIGN, ExitCode.UNKNOWN);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void writes_json_with_answers_and_failures() throws IOException {
    String server = serve("Domain Name: %s\r\n");
    run("", "whois", "--json", "--server", server, "example.com", "a.test");
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode answer = JSON.readTree(lines.get(0));
    assertThat(answer.at("/name").asText()).isEqualTo("example.com");
    assertThat(answer.at("/answers/0/text").asText()).contains("example.com");
    assertThat(answer.at("/answers/0/complete").asBoolean()).isTrue();
    assertThat(answer.at("/elapsed_ms").asDouble()).isPositive();
    assertThat(answer.at("/failures").size()).isZero();
    assertThat(answer.has("registered")).isTrue();
    JsonNode failure = JSON.readTree(lines.get(1));
    assertThat(failure.at("/name").asText()).isEqualTo("a.test");
    assertThat(failure.at("/reason").asText()).isEqualTo("invalid-name");
    assertThat(failure.at("/failure").asText()).contains("special use");
  }

  @Test
  void reads_names_from_standard_input() throws IOException {
    String server = serve("Domain Name: %s\r\n");
    int exit =
        run(
            "a.qqqq\nwww.b.qqqq\n\na b\n" + "x".repeat(5_000) + "\n",
            "whois",
            "--stdin",
            "--json",
            "--rate",
            "100/s",
            "--whois",
            "qqqq=" + server);
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines).filteredOn(line -> line.contains("\"answers\"")).hasSize(2);
    assertThat(lines).filteredOn(line -> line.contains("invalid-name")).hasSize(3);
    assertThat(exit).isEqualTo(ExitCode.UNKNOWN);
  }

  @Test
  void a_server_that_is_not_there_is_named() throws IOException {
    String server = serve("x");
    close();
    int exit = run("", "whois", "--server", server, "example.com");
    assertThat(exit).isEqualTo(ExitCode.UNKNOWN);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("refused").contains(server);
  }

  @Test
  void says_what_is_wrong_with_the_command_line() {
    String[][] wrong = {
      {"whois"},
      {"whois", "--stdin", "example.com"},
      {"whois", "--stdin", "--server", "a.example"},
      {"whois", "--rate", "fast", "example.com"},
      {"whois", "--server", "a:b:c", "example.com"},
      {"whois", "--whois", "com=x:99999", "example.com"},
      {"whois", "--referrals", "99", "example.com"}
    };
    for (String[] args : wrong) {
      assertThat(run("", args)).describedAs(String.join(" ", args)).isEqualTo(ExitCode.USAGE);
    }
    assertThat(err.toString()).contains("rate 'fast' at 0").contains("maxReferrals 99");
    assertThat(out.size()).isZero();
  }

  private int run(String input, String... args) {
    Streams streams =
        new Streams(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            out,
            new PrintWriter(err, true),
            StandardCharsets.UTF_8,
            false,
            false);
    return Main.run(streams, args);
  }

  /** Starts a server that answers with the last word of the question put into a text. */
  private String serve(String text) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    servers.add(server);
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                answer(server, text);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return "127.0.0.1:" + server.getLocalPort();
  }

  private static void answer(ServerSocket server, String text) {
    try (Socket socket = server.accept()) {
      StringBuilder line = new StringBuilder();
      for (int c = socket.getInputStream().read(); c != '\n'; c = socket.getInputStream().read()) {
        line.append((char) c);
      }
      String name = line.substring(line.lastIndexOf(" ") + 1).strip();
      socket.getOutputStream().write(text.replace("%s", name).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
