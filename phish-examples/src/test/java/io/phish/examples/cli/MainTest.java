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
import org.junit.jupiter.params.provider.ValueSource;

/** Commands with the real engine, in this process. */
class MainTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();
  private String in = "";
  private boolean interactive;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "analyze",
        "dns",
        "domain",
        "extractors",
        "idn",
        "lookalikes",
        "rdap",
        "rdap-parse",
        "resembles",
        "url",
        "urls-in",
        "version",
        "whois",
        "whois-parse"
      })
  void help_is_on_standard_output_and_fits_into_100_columns(String command) {
    String[] arguments =
        command.isEmpty() ? new String[] {"--help"} : new String[] {command, "--help"};
    assertThat(run(arguments)).isZero();
    assertThat(out()).contains("Usage: phish").contains("Options:");
    assertThat(out().lines()).allMatch(line -> line.length() <= 100);
    assertThat(err()).isEmpty();
  }

  @Test
  void analyze_protects_allows_and_denies() throws IOException {
    Files.writeString(folder.resolve("denied.txt"), "# known\nattack.example\n");
    run(
        "analyze",
        "--json",
        "--protect",
        "globex=globex.example,globex.co.uk",
        "--allow",
        "g1obex-dealer.example",
        "--deny",
        "@" + folder.resolve("denied.txt"),
        "https://g1obex.com/",
        "https://g1obex-dealer.example/",
        "https://www.attack.example/",
        "https://globex.co.uk/");
    assertThat(json(0).get("reasons").findValuesAsText("code"))
        .contains("phish.lookalike.homoglyph");
    assertThat(json(0).get("label").asText()).isEqualTo("phishing");
    assertThat(json(1).get("reasons").findValuesAsText("code"))
        .noneMatch(code -> code.startsWith("phish.lookalike"));
    assertThat(json(2).get("reasons").findValuesAsText("code")).contains("phish.lookalike.denied");
    assertThat(json(3).get("reasons").findValuesAsText("code"))
        .noneMatch(code -> code.startsWith("phish.lookalike"));
  }

  @Test
  void a_name_that_is_none_is_told_with_its_line() throws IOException {
    Files.writeString(folder.resolve("brands.txt"), "acme acme.example\nglobex a/b\n");
    assertThat(run("analyze", "--protect", "@" + folder.resolve("brands.txt"), "example.com"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--protect", "line 2", "globex");
    assertThat(run("analyze", "--deny", "a b", "example.com")).isEqualTo(2);
    assertThat(run("analyze", "--allow", "@" + folder.resolve("none"), "example.com")).isEqualTo(2);
  }

  @Test
  void help_tells_kinds_exit_codes_and_examples() {
    run("analyze", "--help");
    assertThat(out())
        .contains("url, domain, email, text, page, package")
        .contains("Exit codes:", "Examples:", "Off-line is the default");
  }

  @Test
  void a_combiner_is_given_by_name() throws IOException {
    run("analyze", "--json", "https://example.com/");
    run("analyze", "--json", "--combiner", "weights", "https://example.com/");
    assertThat(json(1).at("/probability").asDouble())
        .as("of the URL model alone, whatever combines it")
        .isEqualTo(json(0).at("/probability").asDouble());
    assertThat(run("analyze", "--combiner", "votes", "https://example.com/")).isEqualTo(2);
    assertThat(err.toString()).contains("--combiner is stack or weights, not votes");
  }

  @Test
  void the_result_of_each_subject_is_in_its_place() throws IOException {
    run("analyze", "--json", "https://example.com/", "example.org", "example.net/x", "pkg:pypi/a");
    assertThat(kindsAndValues())
        .containsExactly(
            "url https://example.com/",
            "domain example.org",
            "url https://example.net/x",
            "package pypi/a");
  }

  @Test
  void a_scheme_that_was_put_before_is_told() {
    run("analyze", "example.net/x");
    assertThat(out()).contains("https:// was put before it");
  }

  @Test
  void a_kind_that_is_given_is_not_guessed() throws IOException {
    assertThat(run("analyze", "--json", "--kind", "domain", "example.com/x")).isEqualTo(3);
    assertThat(json(0).at("/subject/kind").asText()).isEqualTo("domain");
    assertThat(json(0).at("/error/code").asText()).isEqualTo("invalid-host");
    assertThat(json(0).at("/error/offset").asInt()).isEqualTo(11);
  }

  @Test
  void the_offset_of_an_error_is_in_the_value_that_is_shown() throws IOException {
    run("analyze", "--json", "example.com:99999/");
    JsonNode error = json(0);
    String value = error.at("/subject/value").asText();
    assertThat(value).isEqualTo("https://example.com:99999/");
    assertThat(value.substring(error.at("/error/offset").asInt())).startsWith("99999");
  }

  @Test
  void a_document_is_read_from_a_file() throws IOException {
    Path mail = Files.write(folder.resolve("mail.eml"), new byte[] {'a', ':', (byte) 0xFF, '\n'});
    run("analyze", "--json", "--kind", "email", "@" + mail);
    assertThat(json(0).at("/subject/value").asText()).isEqualTo("mail of 4 octets");
    out.reset();
    run("analyze", "--json", "--kind", "text", "@@home");
    assertThat(json(0).at("/subject/value").asText()).isEqualTo("@home");
  }

  @Test
  void a_file_that_cannot_be_read_is_told_and_the_others_are_analysed() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "hello");
    Path missing = folder.resolve("missing");
    run("analyze", "--json", "-k", "text", "@" + missing, "@" + folder, "@" + text);
    assertThat(json(0).at("/error/code").asText()).isEqualTo("unreadable");
    assertThat(json(0).at("/error/message").asText()).contains("no such file");
    assertThat(json(1).at("/error/code").asText()).isEqualTo("unreadable");
    assertThat(json(2).at("/subject/value").asText()).isEqualTo("hello");
  }

  @Test
  void files_are_named_by_arguments_only() throws IOException {
    in = "@/etc/hostname\n";
    run("analyze", "--stdin", "--json", "--kind", "text");
    assertThat(json(0).at("/subject/value").asText()).isEqualTo("@/etc/hostname");
  }

  @Test
  void what_nobody_can_judge_is_unknown_and_never_benign() throws IOException {
    assertThat(run("analyze", "--json", "--disable", "phish.*", "https://example.com/"))
        .isEqualTo(3);
    assertThat(json(0).get("label").asText()).isEqualTo("unknown");
    assertThat(json(0).get("probability").isNull()).isTrue();
  }

  @Test
  void lines_are_answered_one_by_one_and_empty_ones_too() throws IOException {
    in = "https://example.com/\r\n\n  \njavascript:alert(1)\nexample.org";
    assertThat(run("analyze", "--stdin", "--json")).isIn(1, 3);
    assertThat(out().lines()).hasSize(5);
    assertThat(json(0).at("/subject/value").asText()).isEqualTo("https://example.com/");
    assertThat(json(1).at("/error/code").asText()).isEqualTo("empty");
    assertThat(json(2).at("/error/code").asText()).isEqualTo("empty");
    assertThat(json(3).at("/error/code").asText()).isEqualTo("unsupported-scheme");
    assertThat(json(4).at("/subject/kind").asText()).isEqualTo("domain");
  }

  @Test
  void no_line_is_no_error() {
    assertThat(run("analyze", "--stdin", "--json")).isZero();
    assertThat(out()).isEmpty();
  }

  @Test
  void progress_mode_and_summary_are_for_a_person_who_watches() {
    in = "https://example.com/\nx y\n";
    run("analyze", "--stdin", "--json");
    assertThat(err()).isEmpty();
    interactive = true;
    run("analyze", "--stdin", "--json");
    assertThat(err()).contains("off-line: nothing is contacted", "2 analysed:", "1 rejected");
    err.getBuffer().setLength(0);
    run("analyze", "--stdin", "--json", "--quiet");
    assertThat(err()).isEmpty();
  }

  @Test
  void what_is_looked_up_may_be_kept_in_a_file(@TempDir Path folder) {
    Path file = folder.resolve("cache.db");
    assertThat(run("analyze", "--cache", file.toString(), "https://example.com/")).isZero();
    assertThat(file).isNotEmptyFile();
  }

  @Test
  void a_database_that_is_not_there_keeps_nobody_from_a_verdict() {
    assertThat(
            run("analyze", "--cache", "jdbc:postgresql://127.0.0.1:1/none", "https://example.com/"))
        .isZero();
  }

  @Test
  void the_extractors_are_listed() throws IOException {
    assertThat(run("extractors")).isZero();
    assertThat(out()).contains("phish.url", "INLINE", "time-out", "cache");
    out.reset();
    assertThat(run("extractors", "--json", "--schema")).isZero();
    JsonNode extractor = find(json(0).get("extractors"), "phish.url");
    assertThat(extractor.get("enabled").asBoolean(false)).isTrue();
    assertThat(extractor.get("cost").asText()).isEqualTo("inline");
    assertThat(extractor.get("jar").asText()).isNotEmpty();
    assertThat(extractor.get("timeout_ms").asLong()).isPositive();
    assertThat(extractor.get("schema")).hasSize(extractor.get("features").asInt());
    assertThat(extractor.at("/model/sha256").asText()).matches("[0-9a-f]{64}");
    assertThat(json(0).get("problems")).isEmpty();
  }

  @Test
  void one_that_is_disabled_is_listed_as_such() throws IOException {
    run("extractors", "--json", "--disable", "phish.*");
    JsonNode extractor = find(json(0).get("extractors"), "phish.url");
    assertThat(extractor.get("enabled").asBoolean(true)).isFalse();
    assertThat(extractor.has("schema")).isFalse();
  }

  @Test
  void the_schema_is_listed_with_units_and_descriptions() {
    run("extractors", "--schema");
    assertThat(out()).contains("feature", "unit", "range", "meaning", "characters");
  }

  private int run(String... arguments) {
    Streams streams =
        new Streams(
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
            out,
            new PrintWriter(err, true),
            StandardCharsets.UTF_8,
            false,
            interactive);
    return Main.run(streams, arguments);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString();
  }

  private List<String> kindsAndValues() throws IOException {
    List<String> results = new ArrayList<>();
    for (int i = 0; i < out().lines().count(); i++) {
      JsonNode subject = json(i).get("subject");
      results.add(subject.get("kind").asText() + ' ' + subject.get("value").asText());
    }
    return results;
  }

  private JsonNode json(int line) throws IOException {
    return JSON.readTree(out().lines().skip(line).findFirst().orElseThrow());
  }

  private static JsonNode find(JsonNode extractors, String id) {
    for (JsonNode extractor : extractors) {
      if (extractor.get("id").asText().equals(id)) {
        return extractor;
      }
    }
    throw new AssertionError("no " + id + " in " + extractors);
  }
}
