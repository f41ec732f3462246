package io.phish.core.engine;

import static io.phish.core.engine.Samples.SCHEMA;
import static io.phish.core.engine.Samples.bare;
import static io.phish.core.engine.Samples.inline;
import static io.phish.core.engine.Samples.risk;
import static io.phish.core.engine.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.phish.ConfigurationException;
import io.phish.Detector;
import io.phish.DetectorBuilder;
import io.phish.Label;
import io.phish.Verdict;
import io.phish.spi.Assessment;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.Finding;
import io.phish.spi.ModelVersion;
import io.phish.spi.Observation;
import io.phish.spi.ScoringModel;
import io.phish.subject.Text;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same evidence where phishing is more or less common. */
class PriorTest {

  private static Verdict analyze(DetectorBuilder builder) {
    try (Detector detector = builder.build()) {
      return detector.analyze(text("x")).join();
    }
  }

  private static DetectorBuilder scored(double risk) {
    return bare().extractor(inline("test.a", 1, risk(risk)));
  }

  private static double logit(double probability) {
    return Math.log(probability / (1 - probability));
  }

  @Test
  void the_share_that_models_hold_for_by_default_changes_no_bit() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1_000; i++) {
      double risk = random.nextDouble();

      assertThat(analyze(scored(risk)).probability()).isEqualTo(risk);
      assertThat(analyze(scored(risk).priorPhishingRate(0.1)).probability()).isEqualTo(risk);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.000001, 0.001, 0.02, 0.5, 0.9, 0.999999})
  void log_odds_move_by_the_difference_of_the_shares(double rate) {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 200; i++) {
      double risk = random.nextDouble(0.001, 0.999);
      Verdict verdict = analyze(scored(risk).priorPhishingRate(rate));

      assertThat(logit(verdict.probability()) - logit(risk))
          .isCloseTo(logit(rate) - logit(0.1), within(1e-5));
      assertThat(verdict.extractors().get(0).probability()).isEqualTo(verdict.probability());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void certainty_is_not_moved(double certain) {
    for (double rate : new double[] {0.000001, 0.999999}) {
      assertThat(analyze(scored(certain).priorPhishingRate(rate)).probability()).isEqualTo(certain);
    }
  }

  @Test
  void every_model_is_brought_to_one_share_before_they_are_combined() {
    Verdict verdict =
        analyze(
            bare()
                .extractor(inline("test.a", 1, risk(0)))
                .extractor(inline("test.b", 1, risk(0)))
                .model("test.a", new Fixed(0.5, 0.5))
                .model("test.b", new Fixed(0.02, 0.02))
                .priorPhishingRate(0.3));

    assertThat(verdict.probability()).as("neither had seen anything").isCloseTo(0.3, within(1e-12));
  }

  @Test
  void models_of_whatever_share_stand_as_they_are_unless_the_host_states_its_own() {
    for (double prior : new double[] {0.5, 0.01}) {
      assertThat(analyze(scored(0.5).model("test.a", new Fixed(0.77, prior))).probability())
          .isEqualTo(0.77);
      assertThat(
              analyze(scored(0.5).model("test.a", new Fixed(0.77, prior)).priorPhishingRate(0.1))
                  .probability())
          .isNotEqualTo(0.77);
    }
  }

  @Test
  void findings_alone_start_from_it() {
    FeatureExtractor<Text> even =
        FeatureExtractor.of(
            "test.a",
            Text.class,
            (subject, context) -> Observation.of(Finding.of("odd", Math.log(3), "is odd")));

    assertThat(analyze(bare().extractor(even).priorPhishingRate(0.5)).probability())
        .isCloseTo(0.75, within(1e-12));
    assertThat(analyze(bare().extractor(even)).probability())
        .isCloseTo(0.3 / (0.3 + 0.9), within(1e-12));
  }

  @Test
  void thresholds_and_floors_stay_where_they_are() {
    FeatureExtractor<Text> listed =
        FeatureExtractor.of(
            "test.b",
            Text.class,
            (subject, context) -> Observation.of(Finding.decisive("listed", 0.97, "is listed")));

    assertThat(analyze(scored(0.8)).label()).isEqualTo(Label.PHISHING);
    assertThat(analyze(scored(0.8).priorPhishingRate(0.01)).label()).isEqualTo(Label.BENIGN);
    assertThat(analyze(scored(0.8).priorPhishingRate(0.01).extractor(listed)).probability())
        .isEqualTo(0.97);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 1e-7, 0.9999999, Double.NaN, Double.POSITIVE_INFINITY})
  void a_share_out_of_range_is_refused_by_name(double rate) {
    assertThatThrownBy(() -> bare().priorPhishingRate(rate))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("priorPhishingRate is " + rate);
  }

  @Test
  void a_model_that_holds_for_no_share_is_refused_by_name() {
    assertThatThrownBy(() -> scored(0.5).model("test.a", new Fixed(0.5, Double.NaN)).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("test.a")
        .hasMessageContaining("prior of model fixed@1 is NaN");
  }

  /** Says always the same. */
  private record Fixed(double probability, double prior) implements ScoringModel {
    @Override
    public ModelVersion version() {
      return new ModelVersion("fixed", "1", "", Map.of());
    }

    @Override
    public FeatureSchema schema() {
      return SCHEMA;
    }

    @Override
    public Assessment assess(FeatureVector features) {
      return new Assessment(probability, 0, 0);
    }
  }
}
