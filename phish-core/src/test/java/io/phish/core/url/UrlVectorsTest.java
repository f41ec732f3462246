package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phish.InvalidSubjectException;
import io.phish.core.SharedData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The development samples of the conformance suites; see the README beside them. */
class UrlVectorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void passes_the_url_cases_of_the_web_platform_tests() throws IOException {
    List<JsonNode> absolute =
        rows("wpt_urltestdata").stream().filter(UrlVectorsTest::isOurs).toList();

    assertThat(absolute).hasSize(66);
    assertThat(absolute).allSatisfy(UrlVectorsTest::requireAsExpected);
  }

  @Test
  void passes_the_additional_url_cases() throws IOException {
    List<JsonNode> absolute =
        rows("ada_extra_urltestdata").stream().filter(UrlVectorsTest::isOurs).toList();

    assertThat(absolute).hasSize(1);
    assertThat(absolute).allSatisfy(UrlVectorsTest::requireAsExpected);
  }

  @Test
  void passes_the_idna_cases() throws IOException {
    requireAll("wpt_toascii", 20, UrlVectorsTest::toAscii);
    requireAll("wpt_idnatestv2", 419, UrlVectorsTest::toAscii);
    requireAll("wpt_idnatestv2_removed", 2, UrlVectorsTest::toAscii);
  }

  @Test
  void passes_the_public_suffix_cases() throws IOException {
    List<JsonNode> rows = rows("psl_test");

    assertThat(rows).hasSize(11);
    for (JsonNode row : rows) {
      String expected = text(row.get("expected"));
      assertThat(registrableDomain(row.get("input").asText()))
          .as(row.toString())
          .isEqualTo(expected == null ? null : toAscii(expected));
    }
  }

  /** Absolute URLs of special schemes that do not lean on the base; the rest is not parsed yet. */
  private static boolean isOurs(JsonNode row) {
    String input =
        row.get("input").asText().replaceAll("[\\t\\n\\r]", "").replaceAll("^[\\x00-\\x20]+", "");
    int colon = input.indexOf(':');
    String scheme = colon < 0 ? "" : input.substring(0, colon).toLowerCase(Locale.ROOT);
    if (!List.of("http", "https", "ws", "wss", "ftp").contains(scheme)) {
      return false;
    }
    String base = row.path("base").asText("");
    return !base.startsWith(scheme + ":") || input.substring(colon + 1).matches("(?s)[/\\\\]{2}.*");
  }

  private static void requireAsExpected(JsonNode row) {
    JsonNode expected = row.get("expected");
    ParsedUrl url;
    try {
      url = ParsedUrl.parse(row.get("input").asText());
    } catch (InvalidSubjectException e) {
      assertThat(expected.has("failure")).as("%s: %s", row, e.getMessage()).isTrue();
      return;
    }
    assertThat(expected.has("failure")).as("%s gives %s", row, url).isFalse();
    assertThat(
            List.of(
                url.href(),
                url.scheme() + ":",
                url.username(),
                url.password(),
                url.hostname(),
                url.port() < 0 ? "" : "" + url.port(),
                url.path(),
                prefixed("?", url.query()),
                prefixed("#", url.fragment())))
        .as(row.toString())
        .containsExactly(
            expected.get("href").asText(),
            expected.get("protocol").asText(),
            expected.get("username").asText(),
            expected.get("password").asText(),
            expected.get("hostname").asText(),
            expected.get("port").asText(),
            expected.get("pathname").asText(),
            expected.get("search").asText(),
            expected.get("hash").asText());
  }

  private static String prefixed(String prefix, @Nullable String component) {
    return component == null || component.isEmpty() ? "" : prefix + component;
  }

  private static void requireAll(
      String suite, int count, Function<String, @Nullable String> function) throws IOException {
    List<JsonNode> rows = rows(suite);
    List<String> wrong = new ArrayList<>();
    for (JsonNode row : rows) {
      String got = function.apply(row.get("input").asText());
      if (!Objects.equals(got, text(row.get("expected")))) {
        wrong.add(row + " gives " + got);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(rows).hasSize(count);
  }

  private static @Nullable String toAscii(String host) {
    Source source = Source.of("url", host);
    Ascii out = new Ascii(host.length() + 8);
    try {
      if (host.isEmpty()) {
        return null;
      }
      new HostParser(source, out).parse(0, host.length());
      return out.string(0, out.length);
    } catch (InvalidSubjectException e) {
      return null;
    }
  }

  private static @Nullable String registrableDomain(String host) {
    try {
      return ParsedDomain.parse(host).registrableDomain();
    } catch (InvalidSubjectException e) {
      return null;
    }
  }

  private static @Nullable String text(JsonNode node) {
    return node.isNull() ? null : node.asText();
  }

  private static List<JsonNode> rows(String suite) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : SharedData.lines("url/vectors/" + suite + ".jsonl.gz")) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }
}
