package io.phish.core.engine;

import static io.phish.core.engine.Samples.bare;
import static io.phish.core.engine.Samples.inline;
import static io.phish.core.engine.Samples.risk;
import static io.phish.core.engine.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.phish.Detector;
import io.phish.DetectorBuilder;
import io.phish.Verdict;
import io.phish.core.model.CalibratedStack;
import io.phish.spi.Combiner;
import io.phish.spi.Combiner.Component;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.FeatureExtractor;
import io.phish.subject.Text;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How the built-in components become one probability unless the host says otherwise. */
class StackedVerdictTest {
  private static final String URL = "phish.url";
  private static final String DNS = "phish.dns";
  private static final String REGISTRATION = "phish.registration";
  private static final double PRIOR = 0.1;

  private static double probability(
      UnaryOperator<DetectorBuilder> options, FeatureExtractor<?>... extractors) {
    DetectorBuilder builder = options.apply(bare());
    for (FeatureExtractor<?> extractor : extractors) {
      builder.extractor(extractor);
    }
    try (Detector detector = builder.build()) {
      Verdict verdict = detector.analyze(text("hello")).join();
      return verdict.probability();
    }
  }

  private static double probability(FeatureExtractor<?>... extractors) {
    return probability(UnaryOperator.identity(), extractors);
  }

  private static FeatureExtractor<Text> fails(String id) {
    return Samples.scored(
        ExtractorDescriptor.builder(id, Text.class).schema(Samples.SCHEMA).weight(0.3).build(),
        context -> CompletableFuture.failedFuture(new IllegalStateException("no")));
  }

  private static double logOdds(double p) {
    return Math.log(p / (1 - p));
  }

  @Test
  void built_in_components_are_weighed_as_was_learnt() {
    double expected =
        CalibratedStack.bundled()
            .combine(
                List.of(
                    new Component(URL, 0.8, 0.5, PRIOR),
                    new Component(DNS, 0.3, 0.2, PRIOR),
                    new Component(REGISTRATION, 0.6, 0.3, PRIOR)));

    assertThat(
            probability(
                inline(DNS, 0.2, risk(0.3)),
                inline(URL, 0.5, risk(0.8)),
                inline(REGISTRATION, 0.3, risk(0.6))))
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void url_model_alone_stands_to_the_last_bit() {
    double alone = 0.3472695641807702;

    assertThat(probability(inline(URL, 0.5, risk(alone)))).isEqualTo(alone);
    assertThat(probability(inline(URL, 0.5, risk(alone)), fails(DNS), fails(REGISTRATION)))
        .isEqualTo(alone);
  }

  @Test
  void a_component_that_failed_is_as_if_it_had_never_been_asked() {
    assertThat(
            probability(
                inline(URL, 0.5, risk(0.8)), inline(DNS, 0.2, risk(0.3)), fails(REGISTRATION)))
        .isEqualTo(probability(inline(URL, 0.5, risk(0.8)), inline(DNS, 0.2, risk(0.3))));
  }

  @Test
  void fixed_weights_can_be_had_by_name() {
    assertThat(
            probability(
                builder -> builder.combiner(Combiner.weightedMean()),
                inline(URL, 0.6, risk(0.9)),
                inline(DNS, 0.2, risk(0.1))))
        .isCloseTo(0.75 * 0.9 + 0.25 * 0.1, within(1e-12));
  }

  @Test
  void a_component_without_weight_has_no_say() {
    assertThat(
            probability(
                builder -> builder.weight(DNS, 0),
                inline(URL, 0.5, risk(0.8)),
                inline(DNS, 0.2, risk(0.1))))
        .isEqualTo(0.8);
  }

  @Test
  void the_host_s_share_of_phishing_moves_the_odds_and_nothing_else() {
    FeatureExtractor<Text> url = inline(URL, 0.5, risk(0.8));
    FeatureExtractor<Text> dns = inline(DNS, 0.2, risk(0.3));
    double common = probability(builder -> builder.priorPhishingRate(PRIOR), url, dns);
    double rare = probability(builder -> builder.priorPhishingRate(0.001), url, dns);

    assertThat(logOdds(rare) - logOdds(common))
        .isCloseTo(logOdds(0.001) - logOdds(PRIOR), within(1e-9));
  }
}
