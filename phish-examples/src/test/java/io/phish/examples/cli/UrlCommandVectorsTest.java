package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The development samples of the conformance suites through the command line. */
class UrlCommandVectorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void passes_the_url_cases_of_the_web_platform_tests() throws IOException {
    requireAll("wpt_urltestdata", 120, "", UrlCommandVectorsTest::isAsTheApiOfBrowsersSays);
    requireAll("ada_extra_urltestdata", 6, "", UrlCommandVectorsTest::isAsTheApiOfBrowsersSays);
  }

  @Test
  void passes_the_idna_cases() throws IOException {
    requireAll("wpt_toascii", 20, "https://", UrlCommandVectorsTest::hasHost);
    requireAll("wpt_idnatestv2", 419, "https://", UrlCommandVectorsTest::hasHost);
    requireAll("wpt_idnatestv2_removed", 2, "https://", UrlCommandVectorsTest::hasHost);
  }

  @Test
  void passes_the_examples_of_safe_browsing() throws IOException {
    requireAll("safebrowsing_doc_vectors", 5, "", equal("canonical"));
  }

  @Test
  void passes_the_public_suffix_cases() throws IOException {
    requireAll("psl_test", 11, "", equal("registrable_domain"));
  }

  @Test
  void passes_the_skeletons_of_top_domains() throws IOException {
    requireAll("chromium_top_domain_skeletons", 746, "http://", equal("skeleton"));
    requireAll("chromium_top_domain_skeletons", 746, "", equal("skeleton"));
  }

  private static BiPredicate<JsonNode, JsonNode> equal(String field) {
    return (expected, answer) -> Objects.equals(text(expected), text(answer.get(field)));
  }

  private static boolean hasHost(JsonNode expected, JsonNode answer) {
    return Objects.equals(text(expected), text(answer.get("host")));
  }

  private static boolean isAsTheApiOfBrowsersSays(JsonNode expected, JsonNode answer) {
    if (expected.has("failure") || answer.has("failure")) {
      return expected.has("failure") && answer.has("failure");
    }
    return expected.get("href").equals(answer.get("href"))
        && expected.get("protocol").asText().equals(answer.get("scheme").asText() + ":")
        && expected.get("username").equals(answer.get("username"))
        && expected.get("password").equals(answer.get("password"))
        && expected.get("hostname").asText().equals(after("", answer.get("host")))
        && expected.get("port").asText().equals(after("", answer.get("port")))
        && expected.get("pathname").equals(answer.get("path"))
        && expected.get("search").asText().equals(after("?", answer.get("query")))
        && expected.get("hash").asText().equals(after("#", answer.get("fragment")));
  }

  /** As the attributes of the class {@code URL} have it. */
  private static String after(String delimiter, JsonNode component) {
    String value = component.isNull() ? "" : component.asText();
    return value.isEmpty() ? "" : delimiter + value;
  }

  private static void requireAll(
      String suite, int count, String prefix, BiPredicate<JsonNode, JsonNode> isAsExpected)
      throws IOException {
    List<JsonNode> rows = rows(suite);
    List<JsonNode> answers = answers(rows, prefix);
    List<String> wrong = new ArrayList<>();
    assertThat(rows).hasSize(count).hasSameSizeAs(answers);
    for (int i = 0; i < count; i++) {
      if (!isAsExpected.test(rows.get(i).get("expected"), answers.get(i))) {
        wrong.add(rows.get(i) + " gives " + answers.get(i));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<JsonNode> answers(List<JsonNode> rows, String prefix) throws IOException {
    StringBuilder in = new StringBuilder();
    for (JsonNode row : rows) {
      ObjectNode request = JSON.createObjectNode();
      request.put("input", prefix + row.get("input").asText());
      request.set("base", row.get("base"));
      in.append(request).append('\n');
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    Streams streams =
        new Streams(
            new ByteArrayInputStream(in.toString().getBytes(StandardCharsets.UTF_8)),
            out,
            new PrintWriter(err, true),
            StandardCharsets.UTF_8,
            false,
            false);
    assertThat(Main.run(streams, "url", "--stdin")).isIn(0, 3);
    assertThat(err.toString()).isEmpty();
    return parse(out.toString(StandardCharsets.UTF_8));
  }

  private static List<JsonNode> rows(String suite) throws IOException {
    Path directory = Path.of(System.getProperty("phish.shared", "../shared"), "data/url/vectors");
    Assumptions.assumeTrue(
        Files.isDirectory(directory), "no vectors in " + directory + "; name it by -Dphish.shared");
    Path file = directory.resolve(suite + ".jsonl.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static List<JsonNode> parse(String lines) throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    for (String line : lines.split("\n", -1)) {
      if (!line.isEmpty()) {
        objects.add(JSON.readTree(line));
      }
    }
    return objects;
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node == null || node.isNull() ? null : node.asText();
  }
}
