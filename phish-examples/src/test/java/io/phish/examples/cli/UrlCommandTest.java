package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code phish url} with the real parser, in this process. */
class UrlCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void tells_every_component() throws IOException {
    String expected =
        "{'href':'https://u@xn--bcher-kva.example:8080/b?x#y','scheme':'https','username':'u',"
            + "'password':'','host':'xn--bcher-kva.example','host_unicode':'b\u00FCcher.example',"
            + "'port':8080,'path':'/b','query':'x','fragment':'y',"
            + "'canonical':'https://xn--bcher-kva.example:8080/b?x',"
            + "'registrable_domain':'xn--bcher-kva.example','public_suffix':'example',"
            + "'skeleton':'bu\u0308cher.exarnple','oddities':['credentials','unicode-host']}";

    assertThat(answer("{\"input\":\"HTTPS://u:@B\u00FCcher.example:8080/a/../b?x#y\"}").toString())
        .isEqualTo(expected.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "https://a.example/ | /query | null",
        "https://a.example/? | /query | ''",
        "https://a.example/#? | /query | null",
        "https://a.example/# | /fragment | ''",
        "https://a.example:443/ | /port | null",
        "https://a.example:1/ | /port | 1",
        "https://a.example/ | /username | ''",
        "https://:p@a.example/ | /password | p",
        "mailto:a@b.example | /host | null",
        "mailto:a@b.example | /path | a@b.example",
        "mailto:a@b.example | /registrable_domain | null",
        "mailto:a@b.example | /canonical | null",
        "file:///a | /host | ''",
        "foo://a.b.example | /path | ''",
        "foo://a.b.example | /public_suffix | null",
        "https://[::1]/ | /host | [::1]",
        "https://[::1]/ | /host_unicode | [::1]",
        "https://[::1]/ | /skeleton | null",
        "http://0x7f.1/ | /host | 127.0.0.1",
        "http://0x7f.1/ | /registrable_domain | null",
        "http://co.uk/ | /registrable_domain | null",
        "http://co.uk/ | /public_suffix | co.uk",
        "http://a.example./ | /host | a.example.",
        "http://a.example./ | /registrable_domain | a.example",
        "http://a..example/ | /public_suffix | null",
        "http://xn--0.example/ | /host_unicode | xn--0.example",
        "http://xn--80ak6aa92e.com/ | /skeleton | apple.corn",
      })
  void has_null_for_what_there_is_not(String input, String field, @Nullable String value)
      throws IOException {
    ObjectNode request = JSON.createObjectNode().put("input", input);
    JsonNode found = answer(request.toString()).at(field);
    assertThat(found.isMissingNode()).isFalse();
    assertThat(found.isNull() ? null : found.asText()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "www.google.com/ | http://www.google.com/ | google.com",
        "b.c.example.co.uk | http://b.c.example.co.uk/ | example.co.uk",
        "EXAMPLE.com | http://example.com/ | example.com",
        ".example.com | http://example.com/ | null",
        "COM | http://com/ | null",
        "192.0.2.1 | http://192.0.2.1/ | null",
        "http://a b.example.com/ | http://a%20b.example.com/ | null",
        "http://u@a.example.com:99999/ | http://a.example.com:99999/ | example.com",
        "/relative | null | null",
      })
  void tells_what_follows_without_a_url(
      String input, @Nullable String canonical, @Nullable String domain) throws IOException {
    JsonNode answer = answer(JSON.createObjectNode().put("input", input).toString());

    assertThat(answer.get("failure").asText()).startsWith("input: url ");
    assertThat(answer.get("field").asText()).isEqualTo("input");
    assertThat(answer.get("offset").isInt()).isTrue();
    assertThat(text(answer.get("canonical"))).isEqualTo(canonical);
    assertThat(text(answer.get("registrable_domain"))).isEqualTo(domain);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "'' | null | 0 | line is no JSON object",
        "[1] | null | 0 | line is no JSON object",
        "nonsense | null | 0 | line is no JSON: Unrecognized token",
        "{\"input\":\"a | null | 11 | line is no JSON: Unexpected end-of-input",
        "{\"input\":\"a\"} b | null | 14 | line is no JSON: Unrecognized token",
        "{\"input\":\"a\"}{} | null | 13 | line has something behind its JSON object",
        "{\"input\":\"a\",\"input\":\"b\"} | null | 20 | line is no JSON: Duplicate field",
        "{\"input\":3} | input | 9 | \"input\" is no string",
        "{\"input\":null} | input | 9 | \"input\" is no string",
        "{\"input\":[\"a\"]} | input | 9 | \"input\" is no string",
        "{\"url\":\"a\"} | input | 11 | line has no field \"input\"",
        "{\"input\":\"a\",\"base\":{}} | base | 20 | \"base\" is no string",
        "{\"input\":\"a\",\"base\":\"b\"} | base | 0 | base: url has no scheme",
        "{\"input\":\"http://a/\",\"base\":\"http://%/\"} | base | 7 | base: url has a host",
        "{\"input\":\"\"} | input | 0 | input: url",
      })
  void tells_what_is_wrong_with_a_line(
      String line, @Nullable String field, int offset, String failure) throws IOException {
    JsonNode answer = answer(line);

    assertThat(answer.get("failure").asText()).startsWith(failure);
    assertThat(text(answer.get("field"))).isEqualTo(field);
    assertThat(answer.get("offset").asInt()).isEqualTo(offset);
    assertThat(answer.get("code").asText()).isNotEmpty();
  }

  @Test
  void a_line_that_is_no_text_or_too_long_is_told_and_the_run_goes_on() throws IOException {
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    in.writeBytes("{\"input\":\"http://a/\u00E4\"}\n".getBytes(StandardCharsets.ISO_8859_1));
    in.writeBytes("{\"input\":\"http://a/\0\"}\n".getBytes(StandardCharsets.US_ASCII));
    in.writeBytes(("x".repeat(2 << 20) + "\n").getBytes(StandardCharsets.US_ASCII));
    in.writeBytes("{\"input\":\"http://a/\"}\n".getBytes(StandardCharsets.US_ASCII));
    // Cut off within a character.
    byte[] last = "{\"input\":\"\u00E9".getBytes(StandardCharsets.UTF_8);
    in.write(last, 0, last.length - 1);

    List<JsonNode> answers = run(in.toByteArray(), 3);

    assertThat(answers).hasSize(5);
    assertThat(answers.get(0).get("code").asText()).isEqualTo("not-text");
    assertThat(answers.get(0).get("offset").asInt()).isEqualTo(19);
    assertThat(answers.get(1).get("code").asText()).isEqualTo("not-text");
    assertThat(answers.get(2).get("code").asText()).isEqualTo("too-long");
    assertThat(answers.get(3).get("href").asText()).isEqualTo("http://a/");
    assertThat(answers.get(4).has("failure")).isTrue();
  }

  @Test
  void the_longest_url_fits_into_a_line_if_every_character_is_escaped() throws IOException {
    String url = "http://a.example/" + "b".repeat(65_536 - 17);
    StringBuilder escaped = new StringBuilder();
    url.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
    String line = "{\"input\":\"" + escaped + "\",\"base\":\"" + escaped + "\"}";

    assertThat(answer(line).get("href").asText()).isEqualTo(url);
    assertThat(answer("{\"input\":\"" + url + "c\"}").get("code").asText()).isEqualTo("too-long");
  }

  @Test
  void half_a_surrogate_pair_reaches_the_parser() throws IOException {
    assertThat(answer("{\"input\":\"http://a/\\ud800x\"}").get("href").asText())
        .isEqualTo("http://a/%EF%BF%BDx");
    assertThat(answer("{\"input\":\"http://a/\\ud83d\\ude00\"}").get("href").asText())
        .isEqualTo("http://a/%F0%9F%98%80");
    assertThat(answer("{\"input\":\"http://\\udc00/\"}").get("code").asText())
        .isEqualTo("invalid-host");
  }

  @Test
  void each_line_has_one_answer_of_ascii_in_its_place() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder in = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      in.append(
          switch (random.nextInt(4)) {
            case 0 -> "{\"input\":\"http://h" + i + ".example/\"}";
            case 1 -> "{\"id\":" + i + ",\"input\":\"//h" + i + ".example/\",\"base\":\"http:a\"}";
            case 2 -> "{\"input\":\"http://h" + i + ".\u00FCber.example/\",\"base\":null}";
            default -> "{\"input\":\"h" + i + ".example\"}";
          });
      in.append('\n');
    }
    List<JsonNode> answers = run(in.toString().getBytes(StandardCharsets.UTF_8), 3);

    assertThat(answers).hasSize(3_000);
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i).get("host_unicode").asText()).startsWith("h" + i + ".");
    }
    assertThat(out.toByteArray()).doesNotContain((byte) 0xC3);
  }

  @Test
  void arguments_are_shown_for_people() {
    assertThat(run("url", "http://0x7f.1\\@example.com/%2e", "--base", "http://b/")).isZero();
    assertThat(out())
        .startsWith("http://0x7f.1\\@example.com/%2e\n")
        .contains("href                http://127.0.0.1/", "odd                 backslash");
    out.reset();
    assertThat(run("url", "www.example.com/\u001Bx")).isEqualTo(3);
    assertThat(out())
        .contains("no URL", "http://www.example.com/%1Bx", "\\u001B")
        .doesNotContain("\u001B");
    out.reset();
    assertThat(run("url", "--json", "--base", "http://a.example/b", "c", "d")).isZero();
    assertThat(out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"href\":"));
  }

  @Test
  void wrong_use_is_told() {
    assertThat(run("url")).isEqualTo(2);
    assertThat(run("url", "--stdin", "http://a/")).isEqualTo(2);
    assertThat(run("url", "--stdin", "--base", "http://a/")).isEqualTo(2);
    assertThat(run("url", "--public-suffixes", "none", "http://a/")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no file none", "give a URL, or --stdin");
    assertThat(out()).isEmpty();
  }

  @Test
  void a_newer_list_of_public_suffixes_is_used() throws IOException {
    Path list =
        Files.writeString(
            folder.resolve("list.dat"),
            """
            // ===BEGIN ICANN DOMAINS===
            com
            // ===END ICANN DOMAINS===
            // ===BEGIN PRIVATE DOMAINS===
            example.com
            // ===END PRIVATE DOMAINS===
            """);

    run("url", "--json", "--public-suffixes", list.toString(), "http://a.b.example.com/");

    JsonNode answer = JSON.readTree(out());
    assertThat(answer.get("registrable_domain").asText()).isEqualTo("b.example.com");
    assertThat(answer.get("public_suffix").asText()).isEqualTo("example.com");
    Files.writeString(list, "<html>");
    assertThat(run("url", "--public-suffixes", list.toString(), "http://a/")).isEqualTo(2);
    assertThat(err.toString()).contains("list.dat: public suffix list, line 1:");
  }

  private JsonNode answer(String line) throws IOException {
    out.reset();
    List<JsonNode> answers = run((line + "\n").getBytes(StandardCharsets.UTF_8), -1);
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  private List<JsonNode> run(byte[] in, int exit) throws IOException {
    int code = Main.run(streams(in), "url", "--stdin");
    assertThat(err.toString()).isEmpty();
    List<JsonNode> answers = new ArrayList<>();
    for (String line : out().split("\n", -1)) {
      if (!line.isEmpty()) {
        answers.add(JSON.readTree(line));
      }
    }
    boolean failed = answers.stream().anyMatch(answer -> answer.has("failure"));
    assertThat(code).isEqualTo(exit < 0 ? (failed ? 3 : 0) : exit);
    return answers;
  }

  private int run(String... arguments) {
    return Main.run(streams(new byte[0]), arguments);
  }

  private Streams streams(byte[] in) {
    return new Streams(
        new ByteArrayInputStream(in),
        out,
        new PrintWriter(err, true),
        StandardCharsets.UTF_8,
        false,
        false);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private static @Nullable String text(JsonNode node) {
    return node.isNull() ? null : node.asText();
  }
}
