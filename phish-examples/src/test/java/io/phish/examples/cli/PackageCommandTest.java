package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code phish package} with the real checker, in this process. */
class PackageCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void answers_each_package_in_its_place() throws IOException {
    int exit =
        run(
            "reqeusts\nrequests\nzzqqxx\n",
            "--stdin",
            "--ecosystem",
            "pypi",
            "--offline",
            "--json");

    assertThat(exit).isEqualTo(ExitCode.FOUND);
    JsonNode squat = json(0);
    assertThat(squat.get("name").asText()).isEqualTo("reqeusts");
    assertThat(squat.get("ecosystem").asText()).isEqualTo("pypi");
    assertThat(squat.get("recommendation").asText()).isEqualTo("HIGH_RISK");
    assertThat(squat.get("score").asDouble()).isBetween(0.7, 1.0);
    assertThat(squat.get("target").asText()).isEqualTo("requests");
    assertThat(squat.get("rule").asText()).isEqualTo("transposition");
    assertThat(squat.get("rank").asInt()).isPositive();
    assertThat(squat.get("missing").isNull()).isTrue();
    assertThat(squat.at("/reasons/0/code").asText()).isEqualTo("resemblance");
    assertThat(squat.at("/reasons/0/weight").asDouble()).isPositive();
    assertThat(squat.at("/reasons/0/message").asText()).contains("`requests`");
    assertThat(json(1).get("recommendation").asText()).isEqualTo("SAFE");
    assertThat(lines().get(2))
        .isEqualTo(
            "{\"name\":\"zzqqxx\",\"ecosystem\":\"pypi\",\"recommendation\":\"UNKNOWN\","
                + "\"score\":null,\"target\":null,\"rule\":null,\"rank\":null,\"missing\":null,"
                + "\"reasons\":[]}");
  }

  @ParameterizedTest
  @CsvSource({
    "pypi/requests, 0",
    "pypi/reqeusts, 1",
    "pypi/zzqqxx, 3",
    "requests, 3",
    "pkg:npm/%40babel/core@7.0.0, 0"
  })
  void ends_with_what_it_found(String name, int exit) {
    assertThat(run("", "--offline", name)).isEqualTo(exit);
    assertThat(out()).contains("recommendation");
  }

  @Test
  void shows_a_table_to_people() {
    run("", "--offline", "npm/lodahs", "npm/zzqqxx");

    assertThat(out())
        .contains("npm/lodahs", "high risk", "`lodahs` looks like `lodash`", "nothing is known");
  }

  @Test
  void what_is_no_package_is_told_with_its_line_and_the_run_goes_on() throws IOException {
    String input = "a".repeat(10_000) + "\na\u0001b\n\n😀\nr\u0435quests\na\u0000b\nrequests\n";

    assertThat(run(input, "--stdin", "--ecosystem", "pypi", "--offline", "--json")).isOne();

    assertThat(json(0).get("failure").asText()).contains("10000 characters");
    assertThat(json(1).get("failure").asText()).contains("U+0001");
    assertThat(json(1).get("line").asInt()).isEqualTo(2);
    assertThat(json(2).get("failure").asText()).contains("empty");
    assertThat(json(3).get("recommendation").asText()).isEqualTo("UNKNOWN");
    assertThat(json(4).get("recommendation").asText()).isEqualTo("HIGH_RISK");
    assertThat(json(5).get("failure").asText()).contains("NUL");
    assertThat(json(6).get("recommendation").asText()).isEqualTo("SAFE");
  }

  @Test
  void goes_by_the_lists_it_is_given() throws IOException {
    run(
        "",
        "--offline",
        "--json",
        "--ecosystem",
        "npm",
        "--known-malicious",
        file("malicious", "evil\n"),
        "--allow",
        file("allow", "lodahs\n"),
        "--deny",
        file("deny", "lodash@4.0.0\n"),
        "--popular",
        file("popular", "very-own-thing\n"),
        "evil",
        "lodahs",
        "lodash@4.0.0",
        "very-own-thign",
        "lodash");

    assertThat(json(0).at("/reasons/0/code").asText()).isEqualTo("known-malicious");
    assertThat(json(1).get("recommendation").asText()).isEqualTo("SAFE");
    assertThat(json(2).get("recommendation").asText()).isEqualTo("HIGH_RISK");
    assertThat(json(2).get("version").asText()).isEqualTo("4.0.0");
    assertThat(json(3).get("target").asText()).isEqualTo("very-own-thing");
    assertThat(json(4).get("recommendation").asText()).isEqualTo("UNKNOWN");
  }

  @Test
  void asks_the_registry_it_is_given() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    try {
      int exit =
          run(
              "",
              "--json",
              "--registry-config",
              "off",
              "--registry",
              "npm=http://127.0.0.1:" + server.getAddress().getPort() + "/",
              "--private-scope",
              "npm:@acme",
              "npm/zzqqxx",
              "npm/@acme/thing",
              "npm/lodahs",
              "pypi/zzqqxx");

      assertThat(exit).isEqualTo(ExitCode.UNKNOWN);
      assertThat(json(0).get("recommendation").asText()).isEqualTo("NOT_FOUND");
      assertThat(json(0).get("missing").asText()).isEqualTo("unregistered");
      assertThat(json(1).get("missing").asText()).isEqualTo("private-scope");
      assertThat(json(2).get("missing").asText()).isEqualTo("near-popular");
      assertThat(json(3).get("recommendation").asText()).isEqualTo("UNKNOWN");
      assertThat(json(3).at("/reasons/0/code").asText()).isEqualTo("registry-unknown");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void says_what_is_wrong_with_the_command_line() throws IOException {
    assertThat(run("", "--offline")).isEqualTo(2);
    assertThat(run("", "--offline", "--ecosystem", "conda", "x")).isEqualTo(2);
    assertThat(run("", "--offline", "--popular", file("p", "x\n"), "npm/x")).isEqualTo(2);
    assertThat(run("", "--offline", "--deny", "nowhere", "npm/x")).isEqualTo(2);
    assertThat(run("", "--offline", "--deny", file("d", "npm/a\nb\n"), "npm/x")).isEqualTo(2);
    assertThat(err.toString())
        .contains("conda", "--popular needs --ecosystem", "there is no file nowhere", "line 2");
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private int run(String input, String... args) {
    out.reset();
    String[] all = new String[args.length + 1];
    all[0] = "package";
    System.arraycopy(args, 0, all, 1, args.length);
    Streams streams =
        new Streams(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            out,
            new PrintWriter(err, true),
            StandardCharsets.UTF_8,
            false,
            false);
    return Main.run(streams, all);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private List<String> lines() {
    return out().lines().toList();
  }

  private JsonNode json(int line) throws IOException {
    return JSON.readTree(lines().get(line));
  }
}
