package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code phish resembles} with the real index, in this process. */
class ResemblesCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void answers_each_name_in_its_place() throws IOException {
    Path hosts = file("hosts", "# ours\ngoogle.com\n\npaypal.com\n");

    int exit = run("paypaI.com\nexample.org\npaypal.com\n", "--stdin", "--protect", hosts);

    assertThat(exit).isZero();
    assertThat(out().lines()).hasSize(3);
    assertThat(json(0).get("name").asText()).isEqualTo("paypaI.com");
    assertThat(json(0).get("target").asText()).isEqualTo("paypal.com");
    assertThat(json(0).get("rule").asText()).isEqualTo("homoglyph");
    assertThat(json(0).get("rank").asInt()).isEqualTo(2);
    assertThat(json(0).get("score").asDouble()).isBetween(0.5, 1.0);
    assertThat(out().lines().skip(1))
        .containsExactly(
            "{\"name\":\"example.org\",\"target\":null}",
            "{\"name\":\"paypal.com\",\"target\":null}");
  }

  @Test
  void with_json_it_says_why_and_where() throws IOException {
    Path hosts = file("hosts", "google.com\npaypal.com\n");

    run("", "--json", "--protect", hosts, "paypaI.com");

    assertThat(json(0).get("reason").asText())
        .isEqualTo("`paypaI.com` looks like `paypal.com`: capital I for l");
    assertThat(json(0).get("cost").asInt()).isOne();
    assertThat(json(0).at("/differences/0").toString())
        .isEqualTo("{\"from\":5,\"to\":6,\"target_from\":5,\"target_to\":6}");
  }

  @Test
  void what_is_no_name_is_told_with_its_line_and_the_run_goes_on() throws IOException {
    Path hosts = file("hosts", "paypal.com");
    String input =
        "a".repeat(10_000) + "\npay\u0001pal.com\n\n😀.com\npаypаl.com\na\u0000b\npaypa1.com\n";

    assertThat(run(input, "--stdin", "--protect", hosts)).isEqualTo(3);

    assertThat(json(0).get("failure").asText()).contains("10000 characters, 253 are allowed");
    assertThat(json(0).get("line").asInt()).isEqualTo(1);
    assertThat(json(0).get("offset").asInt()).isEqualTo(253);
    assertThat(json(1).get("failure").asText()).contains("control character U+0001 at 3");
    assertThat(json(1).get("line").asInt()).isEqualTo(2);
    assertThat(json(2).get("failure").asText()).contains("empty");
    assertThat(json(3).get("target").isNull()).isTrue();
    assertThat(json(4).get("rule").asText()).isEqualTo("skeleton");
    assertThat(json(5).get("failure").asText()).contains("NUL");
    assertThat(json(5).get("line").asInt()).isEqualTo(6);
    assertThat(json(6).get("target").asText()).isEqualTo("paypal.com");
  }

  @Test
  void lines_of_a_megabyte_are_told_and_skipped() throws IOException {
    Path hosts = file("hosts", "paypal.com");

    assertThat(run("x".repeat(1 << 20) + "\npaypa1.com", "--stdin", "--protect", hosts))
        .isEqualTo(3);

    assertThat(json(0).get("failure").asText()).contains("more than 65536 octets");
    assertThat(json(1).get("target").asText()).isEqualTo("paypal.com");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "google.com;paypal.com;socket.io | paypal.net | paypal.com",
        "socket.io;@babel/core;lodash | lodahs | lodash",
        "paypal;google | paypa1.ru | paypal",
        "lodash;is_odd | lodahs | lodash"
      })
  void tells_the_kind_of_names_from_the_file(String names, String name, String target)
      throws IOException {
    Path file = file("names", names.replace(';', '\n'));

    run(name + '\n', "--stdin", "--protect", file);

    assertThat(json(0).get("target").asText()).isEqualTo(target);
  }

  @Test
  void takes_rank_owner_and_aliases_from_the_file_and_packed_files() throws IOException {
    Path file = folder.resolve("names.gz");
    try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(file))) {
      packed.write(
          "paypal.com\t7\tPayPal\tpaypa1.com\tpaypal.me\n".getBytes(StandardCharsets.UTF_8));
    }

    run("paypa1.com\npaypal.me\npaypa.com\n", "--stdin", "--protect", file);

    assertThat(json(0).get("target").isNull()).isTrue();
    assertThat(json(1).get("target").isNull()).isTrue();
    assertThat(json(2).get("rank").asInt()).isEqualTo(7);
  }

  @Test
  void without_a_file_popular_sites_are_protected() throws IOException {
    assertThat(run("paypa1.com\nwww.paypal.com\n", "--stdin")).isZero();

    assertThat(json(0).get("target").asText()).isEqualTo("paypal");
    assertThat(json(1).get("target").isNull()).isTrue();
  }

  @Test
  void tells_all_that_a_name_may_have_come_from() throws IOException {
    Path file = file("names", "typed\ntyper");

    run(
        "",
        "--kind",
        "package",
        "--all",
        "--min-score",
        "0",
        "--protect",
        file,
        "typex",
        "left-pad");

    assertThat(json(0).get("target").asText()).isEqualTo("typed");
    assertThat(json(1).get("target").asText()).isEqualTo("typer");
    assertThat(json(1).get("name").asText()).isEqualTo("typex");
    assertThat(json(0).get("score").asDouble()).isGreaterThan(json(1).get("score").asDouble());
    assertThat(json(2).get("name").asText()).isEqualTo("left-pad");
    assertThat(json(2).get("target").isNull()).isTrue();
  }

  @Test
  void tells_weak_resemblances_if_asked_to() throws IOException {
    Path file = file("names", "typescript\nlodash");

    run("tipescrypts\n", "--stdin", "--kind", "package", "--protect", file);
    run("tipescrypts\n", "--stdin", "--kind", "package", "--min-score", "0", "--protect", file);

    assertThat(json(0).get("target").isNull()).isTrue();
    assertThat(json(1).get("target").isNull()).isTrue();
    run("typsecripts\n", "--stdin", "--kind", "package", "--min-score", "0", "--protect", file);
    assertThat(json(2).get("rule").asText()).isEqualTo("two-edits");
  }

  @Test
  void says_what_is_wrong_with_the_command_line() throws IOException {
    Path bad = file("bad", "paypal.com\tfirst\n");
    Path empty = file("empty", "# nothing\n");

    assertThat(run("")).isEqualTo(2);
    assertThat(err.toString()).contains("give a name or --stdin");
    assertThat(run("", "--stdin", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("not both");
    assertThat(run("", "--protect", folder.resolve("none"), "x")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no file");
    assertThat(run("", "--protect", bad, "x")).isEqualTo(2);
    assertThat(err.toString()).contains("bad, line 1: 'first' is no rank of 1 or more");
    assertThat(run("", "--protect", empty, "x")).isEqualTo(2);
    assertThat(err.toString()).contains("empty has no names");
    assertThat(run("", "--kind", "package", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("no list of popular packages is bundled");
    assertThat(run("", "--kind", "npm", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("'npm' is not domain, label or package");
    assertThat(run("", "--min-score", "2", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("--min-score must be within 0 and 1");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private int run(String input, Object... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "resembles";
    for (int i = 0; i < arguments.length; i++) {
      all[i + 1] = arguments[i].toString();
    }
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return Main.run(
        new Streams(in, out, new PrintWriter(err, true), StandardCharsets.UTF_8, false, false),
        all);
  }

  private JsonNode json(int line) throws IOException {
    return JSON.readTree(out().lines().skip(line).findFirst().orElseThrow());
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
