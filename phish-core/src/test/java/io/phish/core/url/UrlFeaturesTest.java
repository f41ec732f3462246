package io.phish.core.url;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.phish.core.model.NamePriors;
import io.phish.spi.Feature;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlFeaturesTest {
  /** URL, feature, value. */
  private static final String TABLE = "features.csv";

  private final UrlFeatures features = new UrlFeatures();

  static void requireInRange(FeatureVector vector, String text) {
    for (int i = 0; i < vector.size(); i++) {
      Feature feature = vector.schema().feature(i);
      assertThat(feature.accepts(vector.get(i)))
          .as("%s = %s of %s", feature.name(), vector.get(i), text)
          .isTrue();
    }
  }

  private FeatureVector of(String url) {
    FeatureVector vector = features.extract(ParsedUrl.parse(url));
    requireInRange(vector, url);
    return vector;
  }

  @ParameterizedTest
  @CsvFileSource(resources = TABLE)
  void counts(String url, String feature, double value) {
    assertThat(of(url).get(feature)).isEqualTo(value);
  }

  @Test
  void the_table_has_an_example_for_and_against_every_feature() throws Exception {
    Map<String, Set<String>> values = new HashMap<>();
    try (InputStream table = UrlFeaturesTest.class.getResourceAsStream(TABLE)) {
      new String(requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(", ", -1))
          .forEach(
              cells ->
                  values
                      .computeIfAbsent(cells[cells.length - 2], name -> new HashSet<>())
                      .add(cells[cells.length - 1]));
    }
    List<String> fitted =
        List.of(
            "surprise_name", "surprise_subdomain", "ending_log_odds", "ngram_host", "ngram_path");
    for (Feature feature : UrlFeatures.SCHEMA.features()) {
      if (!fitted.contains(feature.name())) {
        assertThat(values.get(feature.name()))
            .as(feature.name())
            .isNotNull()
            .hasSizeGreaterThanOrEqualTo(2);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "example.com/a",
        "a.example.com/?b",
        "user@example.com",
        "1.2.3.4/b/c.php",
        "tenant.github.io/x?y=z#q",
        "secure-paypal.login.weebly.com"
      })
  void sees_neither_the_scheme_nor_www(String rest) {
    FeatureVector plain = of("http://" + rest);

    assertThat(of("https://" + rest)).isEqualTo(plain);
    if (!rest.startsWith("1") && !rest.startsWith("user")) {
      assertThat(of("https://www." + rest)).isEqualTo(plain);
    }
  }

  @Test
  void keeps_www_where_it_is_the_registered_name() {
    assertThat(of("http://www.com/").get("len_name")).isEqualTo(3);
    assertThat(of("http://www.com/").get("len_host")).isEqualTo(7);
  }

  @Test
  void random_names_surprise_more_than_chosen_ones() {
    assertThat(of("http://xq7vz9kd2w.com/").get("surprise_name"))
        .isGreaterThan(of("http://bookstore.com/").get("surprise_name") + 2);
    assertThat(of("http://xq7vz9kd2w.a.com/").get("surprise_subdomain"))
        .isGreaterThan(of("http://support.a.com/").get("surprise_subdomain") + 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"len_name", "surprise_name", "word_cover_name", "tld_rarity", "r_vowel_name"})
  void does_not_know_the_name_of_an_address(String feature) {
    assertThat(of("http://1.2.3.4/").get(feature)).isNaN();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://1.2.3.4/a", "http://[::1]/a"})
  void knows_nothing_of_the_name_of_an_address(String url) {
    FeatureVector vector = of(url);
    for (String feature : List.of("len_name", "entropy_name", "n_person_name", "len_suffix")) {
      assertThat(vector.get(feature)).as(feature).isNaN();
    }
    assertThat(vector.get("surprise_subdomain")).isNaN();
  }

  @Test
  void one_slash_at_the_end_of_the_path_changes_nothing_but_the_n_grams() {
    for (String url : List.of("http://a.com/b", "http://a.com/b/c.php", "http://a.com/~me")) {
      FeatureVector plain = of(url);
      FeatureVector slash = of(url + "/");
      for (int i = 0; i < plain.size() - 1; i++) {
        assertThat(slash.get(i))
            .as(plain.schema().feature(i).name())
            .isEqualTo(Double.valueOf(plain.get(i)));
      }
    }
  }

  @Test
  void is_a_pure_function_on_all_threads() {
    List<String> urls =
        List.of(
            "http://paypa1-login.example.co.uk/a%20b?c=d#e",
            "http://xn--80ak6aa92e.com/", "http://[::1]:8080/x", "http://tenant.github.io/");
    List<FeatureVector> once = urls.stream().map(this::of).toList();
    IntStream.range(0, 1_000)
        .parallel()
        .forEach(
            i -> assertThat(of(urls.get(i % urls.size()))).isEqualTo(once.get(i % urls.size())));
  }

  @Test
  void names_the_ending_by_which_log_odds_are_learnt() {
    assertThat(features.ending(ParsedUrl.parse("http://a.b.example.co.uk/"))).isEqualTo("co.uk");
    assertThat(features.ending(ParsedUrl.parse("http://www.tenant.github.io/")))
        .isEqualTo("github.io");
    assertThat(features.ending(ParsedUrl.parse("http://x.tenant.weebly.com/")))
        .isEqualTo("weebly.com");
    assertThat(features.ending(ParsedUrl.parse("http://localhost/"))).isEmpty();
    assertThat(features.ending(ParsedUrl.parse("http://1.2.3.4/"))).isEmpty();
  }

  @Test
  void gives_the_log_odds_of_the_ending_where_they_were_learnt() {
    NamePriors endings =
        NamePriors.of(
            new ModelVersion("endings", "1", "", Map.of()), Map.of("top", 2.0, "github.io", -1.0));
    UrlFeatures fitted = new UrlFeatures(Tables.bundled(), endings, UrlModels.ngrams());

    assertThat(fitted.extract(ParsedUrl.parse("http://a.top/")).get("ending_log_odds"))
        .isEqualTo(2);
    assertThat(fitted.extract(ParsedUrl.parse("http://a.github.io/")).get("ending_log_odds"))
        .isCloseTo(-1, within(0.01));
    assertThat(fitted.extract(ParsedUrl.parse("http://a.com/")).get("ending_log_odds")).isNaN();
    assertThat(fitted.extract(ParsedUrl.parse("http://1.2.3.4/")).get("ending_log_odds")).isNaN();
  }

  @Test
  void tells_how_host_and_path_are_spelt_by_the_n_gram_model() {
    String url = "https://shop.example.com:8443/a?b#c";
    FeatureVector vector = of(url);
    int size = UrlFeatures.SCHEMA.size();

    assertThat(UrlFeatures.SCHEMA.indexOf("ngram_host")).isEqualTo(size - 2);
    assertThat(UrlFeatures.SCHEMA.indexOf("ngram_path")).isEqualTo(size - 1);
    assertThat(vector.get(size - 2)).isEqualTo(UrlModels.ngrams().host("shop.example.com", 0, 16));
    assertThat(vector.get(size - 1)).isEqualTo(UrlModels.ngrams().path("/a?b", 0, 4));
  }

  @Test
  void knows_everything_of_an_ordinary_url() {
    FeatureVector vector = of("https://shop.example.com/a?b#c");

    for (int i = 0; i < vector.size(); i++) {
      if (i != UrlSchema.ENDING_LOG_ODDS) {
        assertThat(vector.isKnown(i)).as(vector.schema().feature(i).name()).isTrue();
      }
    }
  }

  @Test
  void says_everything_in_words_for_people() {
    Set<String> phrases = new HashSet<>();
    for (Feature feature : UrlFeatures.SCHEMA.features()) {
      assertThat(feature.description()).as(feature.name()).isNotBlank();
      String high = feature.explain(1);
      assertThat(phrases.add(high)).as("said twice: %s", high).isTrue();
      assertThat(high).as(feature.name()).doesNotContain("_", "{}").matches("[a-z].*[a-z0-9)]");
      if (feature.zeroPhrase() == null) {
        assertThat(feature.phrase()).as(feature.name()).contains("{}");
      } else {
        assertThat(feature.explain(0)).as(feature.name()).isNotEqualTo(high);
      }
    }
    assertThat(phrases).hasSizeBetween(100, 150);
  }

  @Test
  void tables_are_what_the_generator_makes_of_the_lists() throws Exception {
    var made = new UrlTableGenerator(io.phish.core.SharedData.directory()).all();

    assertThat(made).hasSize(9);
    for (var table : made.entrySet()) {
      try (var in = Tables.class.getResourceAsStream(table.getKey())) {
        assertThat(in).as(table.getKey()).isNotNull();
        assertThat(in.readAllBytes()).as(table.getKey()).isEqualTo(table.getValue());
      }
    }
    assertThat(made.values()).allMatch(bytes -> bytes.length < 400_000);
  }
}
