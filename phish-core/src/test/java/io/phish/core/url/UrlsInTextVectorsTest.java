package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phish.core.SharedData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The development samples of suites of other programs that find URLs. They contradict one another
 * in places; the cases that are not passed are named, each for one of these reasons:
 *
 * <ul>
 *   <li>twitter_text_validate-00013: no link to ftp
 *   <li>twitter_text_validate-00014: no brackets in a password, though browsers take them
 *   <li>autolink_java-00129 and -00136: no host without a scheme or {@code www.}, as only that kind
 *       was switched on there
 *   <li>autolink_java-00155 and -00159: mail addresses at a host without a dot, with another
 *       setting than -00181 and -00184, which have the same text
 *   <li>autolinker_js-00085: goes on behind a bracket that closes one outside the URL
 *   <li>urldetector_detect-00021: takes quotes and tags for a part of a URL
 *   <li>urldetector_detect-00073: takes the full stop of the sentence for a part of a URL
 *   <li>urldetector_detect-00174 and -00176: IPv6 addresses that no browser takes ({@code [::a:]})
 * </ul>
 */
class UrlsInTextVectorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource({
    "linkify_it, 20, ''",
    "twitter_text_extract, 19, ''",
    "twitter_text_validate, 5, 00013 00014",
    "autolink_java, 28, 00129 00136 00155 00159",
    "autolinker_js, 19, 00085",
    "urldetector_detect, 33, 00021 00073 00174 00176",
    "iocextract_refang, 9, ''",
    "iocextract_extract, 2, ''",
    "iocextract_corpus, 1, ''",
    "ioc_finder, 15, ''"
  })
  void passes_all_cases_but_those_in_which_the_suites_differ(
      String suite, int cases, String expectedFailures) throws IOException {
    List<String> failures = new ArrayList<>();
    List<String> reports = new ArrayList<>();
    int count = 0;
    for (String line : SharedData.lines("url/vectors/" + suite + ".jsonl.gz")) {
      JsonNode row = JSON.readTree(line);
      if (row.get("kind").asText().equals("defang_data")) {
        continue; // the other way round
      }
      count++;
      if (!passes(row)) {
        String id = row.get("id").asText();
        failures.add(id.substring(id.lastIndexOf('-') + 1));
        reports.add(row + " gives " + UrlsInText.find(row.get("input").asText()));
      }
    }
    assertThat(String.join(" ", failures)).as(reports.toString()).isEqualTo(expectedFailures);
    assertThat(count).isEqualTo(cases);
  }

  private static boolean passes(JsonNode row) {
    String input = row.get("input").asText();
    JsonNode expected = row.get("expected");
    List<FoundUrl> found = UrlsInText.find(input);
    List<String> texts =
        found.stream().map(url -> input.substring(url.start(), url.end())).toList();
    List<String> urls = found.stream().map(FoundUrl::url).toList();
    return switch (row.get("kind").asText()) {
      case "first_link" -> !texts.isEmpty() && texts.get(0).equals(expected.asText());
      case "no_link" -> texts.isEmpty();
      case "extract_urls", "extract_urls_with_indices", "extract_urls_with_directional_markers" ->
          sorted(withoutAddresses(row, texts)).equals(sorted(strings(expected)));
      case "validate_urls", "validate_urls_without_protocol" ->
          expected.asBoolean() == texts.equals(List.of(input));
      case "autolink_url", "autolink_www", "autolink_email" ->
          marked(input, found).equals(expected.asText());
      case "autolink_html" -> isLinked(expected.get("links"), texts, urls);
      case "refang_data" -> urls.equals(List.of(expected.asText()));
      case "refang_email" -> urls.equals(List.of("mailto:" + expected.asText()));
      case "extract_iocs_corpus" ->
          texts.containsAll(urlsOf(expected.get("must_contain")))
              && Collections.disjoint(texts, strings(expected.get("must_not_contain")));
      default -> isIndicator(expected, texts);
    };
  }

  /** Twitter knows no mail addresses. */
  private static List<String> withoutAddresses(JsonNode row, List<String> texts) {
    return row.get("suite").asText().startsWith("twitter")
        ? texts.stream().filter(text -> text.indexOf('@') < 0).toList()
        : texts;
  }

  private static String marked(String input, List<FoundUrl> found) {
    StringBuilder marked = new StringBuilder(input);
    for (int i = found.size() - 1; i >= 0; i--) {
      marked.insert(found.get(i).end(), '|').insert(found.get(i).start(), '|');
    }
    return marked.toString();
  }

  private static boolean isLinked(JsonNode links, List<String> texts, List<String> urls) {
    boolean linked = links.size() == texts.size();
    for (int i = 0; linked && i < links.size(); i++) {
      String href = links.get(i).get("href").asText();
      linked = href.equals(texts.get(i)) || href.equals(urls.get(i));
    }
    return linked;
  }

  /** Each kind of indicator that is a URL, host or address must be found, and no IPv4 but those. */
  private static boolean isIndicator(JsonNode expected, List<String> texts) {
    if (expected.has("ipv4s")) {
      return texts.equals(strings(expected.get("ipv4s")));
    }
    List<String> wanted = new ArrayList<>();
    if (expected.has("urls_complete")) {
      wanted.addAll(strings(expected.get("urls_complete")));
    } else if (expected.has("urls")) {
      wanted.addAll(strings(expected.get("urls")));
    } else if (expected.has("email_addresses")) {
      wanted.addAll(strings(expected.get("email_addresses")));
      wanted.addAll(strings(expected.get("xmpp_addresses")));
    } else {
      wanted.addAll(strings(expected.get("domains")));
    }
    return sorted(texts).equals(sorted(wanted));
  }

  /** Without hashes and telephone numbers. */
  private static List<String> urlsOf(JsonNode indicators) {
    return strings(indicators).stream().filter(text -> !text.matches("[0-9a-f-]+")).toList();
  }

  private static List<String> strings(JsonNode nodes) {
    List<String> strings = new ArrayList<>();
    if (nodes.isTextual()) {
      strings.add(nodes.asText());
    }
    for (JsonNode node : nodes) {
      strings.add(node.isObject() ? node.get("url").asText() : node.asText());
    }
    return strings;
  }

  private static List<String> sorted(List<String> strings) {
    return strings.stream().sorted().toList();
  }
}
