package io.phish.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.phish.subject.Subject;
import io.phish.subject.Url;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpiTypesTest {
  private static final FeatureSchema SCHEMA =
      FeatureSchema.of(
          Feature.count("length", "length", "characters"), Feature.flag("https", "is HTTPS"));

  @ParameterizedTest
  @ValueSource(strings = {"", "Length", "1st", "a-b", "a b", "\u00E9", "a."})
  void feature_names_are_lower_snake_case(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Feature.flag(name, "x"))
        .withMessageContaining("lower_snake_case");
  }

  @Test
  void a_feature_accepts_its_range_and_the_unknown() {
    Feature ratio = Feature.ratio("r", "ratio");
    assertThat(ratio.accepts(0)).isTrue();
    assertThat(ratio.accepts(1)).isTrue();
    assertThat(ratio.accepts(Double.NaN)).isTrue();
    assertThat(ratio.accepts(Math.nextUp(1.0))).isFalse();
    assertThat(ratio.accepts(-Double.MIN_VALUE)).isFalse();
    Feature count = Feature.count("c", "count", "");
    assertThat(count.accepts(Double.MAX_VALUE)).isTrue();
    assertThat(count.accepts(Double.POSITIVE_INFINITY)).isFalse();
    assertThat(Feature.real("x", "real", "").accepts(Double.NEGATIVE_INFINITY)).isFalse();
  }

  @Test
  void an_empty_range_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Feature("a", "a", "", 1, 0, null, null))
        .withMessageContaining("range of a is empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Feature("a", "a", "", Double.NaN, 1, null, null));
  }

  @Test
  void a_feature_explains_itself() {
    Feature length = Feature.count("length", "length of the URL", "characters");
    assertThat(length.explain(75)).isEqualTo("length of the URL: 75 characters");
    assertThat(length.explain(1.25)).isEqualTo("length of the URL: 1.25 characters");
    assertThat(length.explain(1e300)).startsWith("length of the URL: 1");
    assertThat(length.explain(Double.NaN)).isEqualTo("not known: length of the URL");
    assertThat(length.withPhrase("{} characters long, {}!").explain(3))
        .isEqualTo("3 characters long, 3!");
    Feature https = Feature.flag("https", "HTTPS").withPhrases("It is HTTPS", "It is not HTTPS");
    assertThat(https.explain(1)).isEqualTo("It is HTTPS");
    assertThat(https.explain(0)).isEqualTo("It is not HTTPS");
    assertThat(https.explain(-0.0)).isEqualTo("It is not HTTPS");
    Feature trend = Feature.real("trend", "", "").withPhrases("rises by {}", "falls by {}");
    assertThat(trend.explain(2)).isEqualTo("rises by 2");
    assertThat(trend.explain(2, -1)).isEqualTo("rises by 2");
    Feature judgement =
        Feature.real("judgement", "What a model says", Feature.LOG_ODDS).withPhrases("bad", "good");
    assertThat(judgement.explain(0.3, -1)).isEqualTo("good");
    assertThat(judgement.explain(-0.3, 1)).isEqualTo("bad");
    assertThat(trend.explain(-2.5)).isEqualTo("falls by -2.50");
    assertThat(trend.explain(Double.NaN)).isEqualTo("not known: trend");
    assertThat(Feature.ratio("r", "share").explain(0.25)).isEqualTo("share: 0.25");
  }

  @Test
  void a_schema_knows_its_features() {
    assertThat(SCHEMA.size()).isEqualTo(2);
    assertThat(SCHEMA.indexOf("https")).isEqualTo(1);
    assertThat(SCHEMA.indexOf("HTTPS")).isEqualTo(-1);
    assertThat(SCHEMA.feature(0).name()).isEqualTo("length");
    assertThat(SCHEMA).hasToString("FeatureSchema[length, https]");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> SCHEMA.features().clear());
    assertThat(FeatureSchema.of()).isSameAs(FeatureSchema.EMPTY);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeatureSchema.of(Feature.flag("a", "a"), Feature.flag("a", "b")))
        .withMessageContaining("'a' is in the schema twice");
  }

  @Test
  void a_schema_has_at_most_65536_features() {
    List<Feature> features =
        IntStream.range(0, FeatureSchema.MAX_FEATURES)
            .mapToObj(i -> Feature.flag("f" + i, ""))
            .toList();
    assertThat(FeatureSchema.of(features).size()).isEqualTo(65_536);
    List<Feature> more = new ArrayList<>(features);
    more.add(Feature.flag("more", ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeatureSchema.of(more))
        .withMessage("65537 features, 65536 are allowed");
  }

  /** FNV-1a (64 bits) of "length,https,": stored vectors depend on it. */
  @Test
  void the_fingerprint_is_of_the_names_in_order() {
    long hash = 0xcbf29ce484222325L;
    for (char c : "length,https,".toCharArray()) {
      hash = (hash ^ c) * 0x100000001b3L;
    }
    assertThat(SCHEMA.fingerprint()).isEqualTo(hash);
    FeatureSchema otherRange =
        FeatureSchema.of(Feature.ratio("length", "other"), Feature.flag("https", "other"));
    assertThat(otherRange.fingerprint()).isEqualTo(hash);
    assertThat(otherRange).isNotEqualTo(SCHEMA);
    assertThat(FeatureSchema.of(SCHEMA.feature(1), SCHEMA.feature(0)).fingerprint())
        .isNotEqualTo(hash);
    assertThat(FeatureSchema.of(SCHEMA.features())).isEqualTo(SCHEMA).hasSameHashCodeAs(SCHEMA);
  }

  @Test
  void what_a_vector_was_not_told_is_not_known() {
    FeatureVector vector = FeatureVector.builder(SCHEMA).set("length", 7).build();
    assertThat(vector.get("length")).isEqualTo(7);
    assertThat(vector.get("https")).isNaN();
    assertThat(vector.isKnown(1)).isFalse();
    assertThat(vector).hasToString("FeatureVector{length=7.0, https=NaN}");
    assertThat(vector).isEqualTo(FeatureVector.of(SCHEMA, 7, Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> vector.get("nothing"))
        .withMessageContaining("no feature 'nothing'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeatureVector.builder(SCHEMA).set("nothing", 1));
  }

  @Test
  void a_builder_can_begin_with_the_values_of_a_vector_and_count_on() {
    FeatureVector first = FeatureVector.builder(SCHEMA).set(0, 3).build();
    FeatureVector second = first.toBuilder().increment(0).increment(0).increment(1).build();

    assertThat(first.get(0)).isEqualTo(3);
    assertThat(second.get(0)).isEqualTo(5);
    assertThat(second.isKnown(1)).isFalse();
    assertThat(second.schema()).isSameAs(SCHEMA);
  }

  @Test
  void a_vector_cannot_be_changed() {
    double[] values = {1, 0};
    FeatureVector vector = FeatureVector.of(SCHEMA, values);
    values[0] = 2;
    vector.toArray()[0] = 3;
    assertThat(vector.get(0)).isEqualTo(1);
    FeatureVector.Builder builder = FeatureVector.builder(SCHEMA).set(0, 1).set(1, true);
    FeatureVector built = builder.build();
    assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> builder.set(0, 5));
    assertThatIllegalStateException().isThrownBy(builder::build);
    assertThat(built.toArray()).containsExactly(1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeatureVector.of(SCHEMA, 1))
        .withMessage("1 values for 2 features");
  }

  @Test
  void a_projection_leaves_out_and_fills_in() {
    FeatureVector vector = FeatureVector.of(SCHEMA, 7, 1);
    FeatureSchema target =
        FeatureSchema.of(Feature.flag("https", "is HTTPS"), Feature.flag("other", "other"));
    assertThat(vector.project(target).toArray()).containsExactly(1, Double.NaN);
    assertThat(vector.project(target).schema()).isSameAs(target);
    assertThat(vector.project(SCHEMA)).isSameAs(vector);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", ".a", "a.", "A", "a_b", "a b", "\u00E9"})
  void finding_codes_are_lower_kebab_case(String code) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Finding.of(code, 1, "message"))
        .withMessageContaining("is not lower-case kebab");
  }

  @Test
  void finding_codes_have_up_to_64_characters() {
    assertThatNoException().isThrownBy(() -> Finding.of("a", 1, ""));
    assertThatNoException().isThrownBy(() -> Finding.of("0-a.b9", 1, ""));
    assertThatNoException().isThrownBy(() -> Finding.of("a".repeat(64), 1, ""));
    assertThatIllegalArgumentException().isThrownBy(() -> Finding.of("a".repeat(65), 1, ""));
  }

  @Test
  void findings_are_within_their_ranges() {
    for (double weight : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException().isThrownBy(() -> Finding.of("a", weight, ""));
    }
    for (double floor : new double[] {Double.NaN, -0.1, 1.1}) {
      assertThatIllegalArgumentException().isThrownBy(() -> Finding.decisive("a", floor, ""));
    }
    Finding finding =
        Finding.decisive("a", 0.9, "listed").withEvidence("x").withTechnique("T1566.002");
    assertThat(finding).isEqualTo(new Finding("a", 0, 0.9, "listed", List.of("x"), "T1566.002"));
  }

  @Test
  void an_observation_copies_what_it_is_given() {
    Map<String, String> facts = new HashMap<>(Map.of("registrar", "a"));
    Observation observation = Observation.EMPTY.withFacts(facts).asAbsent();
    facts.clear();
    assertThat(observation.facts()).containsEntry("registrar", "a");
    assertThat(observation.isAbsent()).isTrue();
    assertThat(Observation.EMPTY.isAbsent()).isFalse();
    assertThat(Observation.of()).isSameAs(Observation.EMPTY);
    assertThat(observation.withFreshFor(Duration.ofSeconds(1)).freshFor()).hasSeconds(1);
  }

  @Test
  void an_observation_is_bounded() {
    Map<String, String> facts = new HashMap<>();
    for (int i = 0; i <= Observation.MAX_ENTRIES; i++) {
      facts.put("f" + i, "");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Observation.EMPTY.withFacts(facts))
        .withMessageContaining("1025 facts");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Observation.EMPTY.withFindings(Collections.nCopies(1_025, Finding.of("a", 0, ""))));
  }

  @Test
  void a_cache_policy_derives_and_bounds_its_times() {
    CachePolicy day = CachePolicy.of(CacheScope.HOST, Duration.ofDays(1));
    assertThat(day.absent()).isEqualTo(Duration.ofHours(1));
    assertThat(day.failed()).isEqualTo(Duration.ofMinutes(1));
    CachePolicy minute = CachePolicy.of(CacheScope.HOST, Duration.ofMinutes(1));
    assertThat(minute.absent()).isEqualTo(Duration.ofSeconds(6));
    assertThat(minute.failed()).isEqualTo(Duration.ofMillis(600));
    assertThat(minute.isCaching()).isTrue();
    assertThat(CachePolicy.NONE.isCaching()).isFalse();
    assertThat(minute.withStale(Duration.ofDays(1), Duration.ofDays(2)).staleIfError())
        .isEqualTo(Duration.ofDays(2));
    assertThat(CachePolicy.NONE.withNegative(Duration.ofSeconds(1), Duration.ZERO).isCaching())
        .isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CachePolicy.of(CacheScope.HOST, Duration.ofDays(4_000)))
        .withMessageContaining("found");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> minute.withNegative(Duration.ofNanos(-1), Duration.ZERO))
        .withMessageContaining("absent");
  }

  /** SHA-256 of "abc": FIPS 180-4, ba7816bf 8f01cfea 414140de 5dae2223 … */
  @Test
  void a_cache_key_is_half_a_sha256() {
    CacheKey key = CacheKey.of("phish.url@1", "abc");
    assertThat(key).hasToString("phish.url@1:ba7816bf8f01cfea414140de5dae2223");
    assertThat(key.high()).isEqualTo(0xba7816bf8f01cfeaL);
    assertThat(CacheKey.of("a", "\u00FC")).isNotEqualTo(CacheKey.of("a", "u"));
    for (String space : List.of("", "a b", "a/b", "\u00E9", "a".repeat(129))) {
      assertThatIllegalArgumentException().isThrownBy(() -> new CacheKey(space, 0, 0));
    }
  }

  @Test
  void a_cache_entry_ends_at_its_moment() {
    Instant end = Instant.parse("2026-01-01T00:00:00Z");
    CacheEntry entry = new CacheEntry(new byte[] {1, 2}, end);
    assertThat(entry.isExpired(end.minusNanos(1))).isFalse();
    assertThat(entry.isExpired(end)).isTrue();
    assertThat(entry).isEqualTo(new CacheEntry(new byte[] {1, 2}, end));
    assertThat(entry.toString()).contains("2 octets").doesNotContain("[1, 2]");
  }

  @Test
  void hit_rate_is_not_known_before_the_first_look_up() {
    assertThat(new CacheStatistics("memory", 0, 0, 0, 0, 0).hitRate()).isNaN();
    assertThat(new CacheStatistics("memory", 3, 1, 0, 0, 0).hitRate()).isEqualTo(0.75);
  }

  @Test
  void standard_scopes_are_parts_of_the_form() {
    CanonicalForm form = CanonicalForm.of(Subject.url("https://a/"));
    assertThat(CacheScope.SUBJECT.key(form)).isEqualTo("https://a/");
    assertThat(CacheScope.HOST.key(form)).isNull();
    assertThat(CacheScope.REGISTRABLE_DOMAIN.key(form)).isNull();
    assertThat(form.derived()).isEmpty();
  }

  @Test
  void an_assessment_is_a_probability() {
    for (double probability : new double[] {Double.NaN, -0.01, 1.01}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Assessment(probability));
    }
    Assessment assessment = new Assessment(0.5, 1, -1);
    assertThat(assessment.size()).isEqualTo(2);
    assertThat(assessment.contribution(1)).isEqualTo(-1);
  }

  @Test
  void contributions_are_worked_out_once_when_they_are_asked_for() {
    List<String> asked = new ArrayList<>();
    Assessment assessment =
        new Assessment(
            0.5,
            2,
            () -> {
              asked.add("asked");
              return new double[] {1, -1};
            });

    assertThat(assessment.size()).isEqualTo(2);
    assertThat(assessment.probability()).isEqualTo(0.5);
    assertThat(asked).isEmpty();
    assertThat(assessment.contribution(0)).isEqualTo(1);
    assertThat(assessment.contribution(1)).isEqualTo(-1);
    assertThat(asked).hasSize(1);
  }

  @Test
  void contributions_that_are_not_as_many_as_announced_are_an_error() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Assessment(0.5, -1, () -> new double[0]));
    Assessment assessment = new Assessment(0.5, 2, () -> new double[1]);
    assertThatIllegalStateException()
        .isThrownBy(() -> assessment.contribution(0))
        .withMessage("1 contributions where 2 were announced");
  }

  @Test
  void a_model_version_copies_its_card() {
    Map<String, String> card = new HashMap<>(Map.of("data", "x"));
    ModelVersion version = new ModelVersion("phish.url", "1", "", card);
    card.clear();
    assertThat(version.card()).containsKey("data");
    assertThat(version).hasToString("phish.url@1");
  }

  @Test
  void a_lambda_is_an_extractor() throws Exception {
    FeatureExtractor<Url> extractor =
        FeatureExtractor.of("acme.x", Url.class, (url, context) -> Observation.EMPTY);
    assertThat(extractor.descriptor().id()).isEqualTo("acme.x");
    assertThat(extractor.model()).isEmpty();
  }
}
