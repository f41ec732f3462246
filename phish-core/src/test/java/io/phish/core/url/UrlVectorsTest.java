package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phish.InvalidSubjectException;
import io.phish.core.SharedData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The development samples of the conformance suites; see the README beside them. */
class UrlVectorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void passes_the_url_cases_of_the_web_platform_tests() throws IOException {
    assertThat(rows("wpt_urltestdata")).hasSize(120).allSatisfy(UrlVectorsTest::requireAsExpected);
  }

  @Test
  void passes_the_additional_url_cases() throws IOException {
    assertThat(rows("ada_extra_urltestdata"))
        .hasSize(6)
        .allSatisfy(UrlVectorsTest::requireAsExpected);
  }

  /** The suite is about a strict mode, where what is odd here is a failure. */
  @Test
  void finds_odd_what_a_strict_parser_refuses() throws IOException {
    List<JsonNode> rows = rows("ada_verifydnslength");

    assertThat(rows).hasSize(2);
    for (JsonNode row : rows) {
      ParsedUrl url = ParsedUrl.parse(row.get("input").asText());
      assertThat(url.has(Oddity.LONG_HOST) || url.has(Oddity.EMPTY_LABEL))
          .as(row.toString())
          .isEqualTo(row.get("expected").has("failure"));
    }
  }

  @Test
  void reads_odd_addresses_where_the_standard_does() throws IOException {
    List<JsonNode> rows = rows("ioc_finder_odd_ip");

    assertThat(rows).hasSize(3);
    assertThat(toAscii("10.0.514")).isEqualTo("10.0.2.2");
    // An octal number with the digit 8, and parts above 255, are no addresses in browsers.
    assertThat(toAscii("018.0.0.01")).isNull();
    assertThat(toAscii("4294967503.4294967496.4294967377.4294967511")).isNull();
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

  private static void requireAsExpected(JsonNode row) {
    JsonNode expected = row.get("expected");
    ParsedUrl url;
    try {
      JsonNode base = row.path("base");
      url =
          ParsedUrl.parse(
              row.get("input").asText(), base.isTextual() ? ParsedUrl.parse(base.asText()) : null);
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
                url.hostname() + (url.port() < 0 ? "" : ":" + url.port()),
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
            expected.get("host").asText(),
            expected.get("port").asText(),
            expected.get("pathname").asText(),
            expected.get("search").asText(),
            expected.get("hash").asText());
    if (expected.hasNonNull("origin")) {
      assertThat(url.origin()).as(row.toString()).isEqualTo(expected.get("origin").asText());
    }
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
