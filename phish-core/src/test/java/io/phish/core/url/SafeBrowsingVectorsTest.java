package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phish.core.SharedData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The development samples of the suites about Safe Browsing; see the README beside them. */
class SafeBrowsingVectorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void agrees_with_the_examples_of_the_documentation() throws IOException {
    assertThat(disagreements("safebrowsing_doc_vectors", 5)).isEmpty();
  }

  @Test
  void agrees_with_the_client_of_google() throws IOException {
    assertThat(disagreements("safebrowsing_go", 13)).isEmpty();
  }

  @Test
  void agrees_with_chromium() throws IOException {
    assertThat(disagreements("chromium_sb_canonicalize", 6)).isEmpty();
  }

  /** It writes IPv6 addresses in full, which neither version of the rules does. */
  @Test
  void agrees_with_url_detector_but_for_ipv6() throws IOException {
    assertThat(disagreements("urldetector_normalize", 9))
        .containsExactlyInAnyOrder("urldetector_normalize-00007", "urldetector_normalize-00012");
  }

  /** The ids of the rows that are expected to be otherwise. */
  private static Set<String> disagreements(String suite, int count) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : SharedData.lines("url/vectors/" + suite + ".jsonl.gz")) {
      rows.add(JSON.readTree(line));
    }
    assertThat(rows).hasSize(count);
    Set<String> ids = new TreeSet<>();
    for (JsonNode row : rows) {
      JsonNode expected = row.get("expected");
      if (!asExpected(row.get("kind").asText(), row.get("input").asText(), expected)) {
        ids.add(row.get("id").asText());
      }
    }
    return ids;
  }

  private static boolean asExpected(String kind, String input, JsonNode expected) {
    String url = kind.equals("path_normalize") ? "http://a.b" + input : input;
    SafeBrowsingUrl parsed = SafeBrowsingUrl.v4(url);
    if (parsed == null || expected.isNull()) {
      return parsed == null && expected.isNull();
    }
    return switch (kind) {
      case "sb_canonical_url_doc" -> parsed.canonical().equals(expected.asText());
      // Google's client leaves out port and query, of which its expressions are made elsewhere.
      case "sb_canonical_url_go" ->
          (scheme(parsed) + host(parsed) + path(parsed)).equals(expected.asText());
      case "sb_canonical_host", "sb_parse_ip", "host_normalize" ->
          host(parsed).equals(expected.asText());
      case "sb_canonical_path", "path_normalize" -> path(parsed).equals(expected.asText());
      case "sb_canonicalize_gurl" ->
          host(parsed).equals(expected.get("hostname").asText())
              && path(parsed).equals(expected.get("path").asText())
              && query(parsed).equals(expected.get("query").asText());
      case "normalize_host_path" ->
          host(parsed).equals(expected.get("host").asText())
              && path(parsed).equals(expected.get("path").asText());
      case "sb_suffix_prefix_expressions" ->
          Set.copyOf(parsed.expressions()).equals(strings(expected));
      case "sb_lookup_hosts" -> hosts(parsed).equals(strings(expected));
      default -> throw new AssertionError(kind);
    };
  }

  private static Set<String> strings(JsonNode array) {
    return new TreeSet<>(
        StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList());
  }

  private static Set<String> hosts(SafeBrowsingUrl url) {
    Set<String> hosts = new TreeSet<>();
    url.expressions().forEach(text -> hosts.add(text.substring(0, text.indexOf('/'))));
    return hosts;
  }

  private static String scheme(SafeBrowsingUrl url) {
    return url.canonical().substring(0, url.canonical().indexOf("://") + 3);
  }

  private static String host(SafeBrowsingUrl url) {
    return url.host();
  }

  private static String path(SafeBrowsingUrl url) {
    String end = rest(url);
    int question = end.indexOf('?');
    return question < 0 ? end : end.substring(0, question);
  }

  private static String query(SafeBrowsingUrl url) {
    String end = rest(url);
    int question = end.indexOf('?');
    return question < 0 ? "" : end.substring(question + 1);
  }

  private static String rest(SafeBrowsingUrl url) {
    String canonical = url.canonical();
    return canonical.substring(canonical.indexOf('/', scheme(url).length()));
  }
}
