package io.phish.core.engine;

import static io.phish.core.engine.Samples.bare;
import static io.phish.core.engine.Samples.inline;
import static io.phish.core.engine.Samples.risk;
import static io.phish.core.engine.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.phish.Detector;
import io.phish.ExtractorReport;
import io.phish.ExtractorReport.Status;
import io.phish.Label;
import io.phish.Reason;
import io.phish.Thresholds;
import io.phish.Verdict;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.Finding;
import io.phish.spi.Observation;
import io.phish.subject.Text;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How outcomes become a verdict. */
class VerdictTest {

  private static Verdict analyze(FeatureExtractor<?>... extractors) {
    var builder = bare();
    for (FeatureExtractor<?> extractor : extractors) {
      builder.extractor(extractor);
    }
    try (Detector detector = builder.build()) {
      CompletableFuture<Verdict> verdict = detector.analyze(text("hello"));
      assertThat(verdict).as("inline extractors need nobody else's thread").isDone();
      return verdict.join();
    }
  }

  private static FeatureExtractor<Text> finds(String id, Finding... findings) {
    return FeatureExtractor.of(id, Text.class, (text, context) -> Observation.of(findings));
  }

  private static FeatureExtractor<Text> fails(String id, double weight) {
    return Samples.scored(
        ExtractorDescriptor.builder(id, Text.class).schema(Samples.SCHEMA).weight(weight).build(),
        context -> CompletableFuture.failedFuture(new IllegalStateException("no")));
  }

  @Test
  void nothing_to_ask_is_unknown_and_never_benign() {
    Verdict verdict = analyze();

    assertThat(verdict.label()).isEqualTo(Label.UNKNOWN);
    assertThat(verdict.probability()).isNaN();
    assertThat(verdict.coverage()).isZero();
  }

  @Test
  void nothing_learnt_is_unknown_and_never_benign() {
    Verdict verdict = analyze(fails("test.broken", 1));

    assertThat(verdict.label()).isEqualTo(Label.UNKNOWN);
    assertThat(verdict.probability()).isNaN();
    assertThat(verdict.extractors())
        .extracting(ExtractorReport::status)
        .containsExactly(Status.FAILED);
    assertThat(verdict.extractors().get(0).message()).isEqualTo("IllegalStateException: no");
  }

  @Test
  void information_without_weight_is_unknown() {
    assertThat(analyze(finds("test.info", Finding.of("seen", 0, "was seen"))).label())
        .isEqualTo(Label.UNKNOWN);
  }

  @Test
  void weights_are_renormalised_over_what_answered() {
    Verdict all =
        analyze(
            inline("test.url", 0.5, risk(0.9)),
            inline("test.whois", 0.3, risk(0.5)),
            inline("test.dns", 0.2, risk(0.1)));
    Verdict some =
        analyze(
            inline("test.url", 0.5, risk(0.9)),
            fails("test.whois", 0.3),
            inline("test.dns", 0.2, risk(0.1)));

    assertThat(all.probability()).isCloseTo(0.45 + 0.15 + 0.02, within(1e-12));
    assertThat(all.coverage()).isEqualTo(1);
    assertThat(some.probability()).isCloseTo((0.45 + 0.02) / 0.7, within(1e-12));
    assertThat(some.coverage()).isCloseTo(0.7, within(1e-12));
    assertThat(some.extractor("test.url")).map(ExtractorReport::weight).hasValue(0.5 / 0.7);
    assertThat(some.extractor("test.whois")).map(ExtractorReport::weight).hasValue(0.0);
  }

  @Test
  void a_decisive_finding_is_a_floor_that_nothing_averages_away() {
    Verdict verdict =
        analyze(
            inline("test.url", 1, risk(0.01)),
            finds("test.list", Finding.decisive("listed", 0.97, "is on a blocklist")),
            finds("test.calm", Finding.of("calm", -9, "looks calm")));

    assertThat(verdict.probability()).isEqualTo(0.97);
    assertThat(verdict.label()).isEqualTo(Label.PHISHING);
    assertThat(verdict.reasons().get(0).code()).isEqualTo("test.list.listed");
    assertThat(verdict.reasons().get(0).weight()).isPositive();
  }

  @Test
  void findings_move_the_odds() {
    Verdict verdict =
        analyze(
            inline("test.url", 1, risk(0.5)),
            finds("test.extra", Finding.of("odd", Math.log(3), "is odd")));

    assertThat(verdict.probability()).isCloseTo(0.75, within(1e-9));
  }

  @Test
  void findings_alone_are_weighed_against_a_low_prior() {
    Verdict weak = analyze(finds("test.a", Finding.of("odd", 0.7, "is odd")));
    Verdict strong = analyze(finds("test.a", Finding.of("odd", 5, "is very odd")));

    assertThat(weak.label()).isEqualTo(Label.BENIGN);
    assertThat(strong.label()).isEqualTo(Label.PHISHING);
  }

  @Test
  void reasons_come_strongest_first_in_words_and_bounded() {
    Finding[] many = new Finding[20];
    for (int i = 0; i < many.length; i++) {
      many[i] = Finding.of("f" + i, i / 10.0, "finding " + i);
    }
    Verdict verdict = analyze(inline("test.url", 1, risk(0.9)), finds("test.many", many));

    assertThat(verdict.reasons()).hasSize(5);
    assertThat(verdict.reasons())
        .extracting(reason -> Math.abs(reason.weight()))
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(verdict.reasons().get(0))
        .isEqualTo(
            new Reason(
                "test.url.risk",
                "the risk is 0.90",
                verdict.reasons().get(0).weight(),
                "test.url",
                java.util.List.of(),
                null));
  }

  @Test
  void thresholds_and_weights_are_the_hosts() {
    try (Detector detector =
        bare()
            .extractor(inline("test.a", 0.5, risk(0.2)))
            .extractor(inline("test.b", 0.5, risk(0.6)))
            .weight("test.b", 0)
            .thresholds(new Thresholds(0.1, 0.2))
            .build()) {
      Verdict verdict = detector.analyze(text("x")).join();

      assertThat(verdict.probability()).isEqualTo(0.2);
      assertThat(verdict.label()).isEqualTo(Label.PHISHING);
    }
  }

  @Test
  void a_combiner_that_fails_is_replaced_by_the_weighted_mean() {
    for (double bad : new double[] {Double.NaN, -0.1, 1.1}) {
      try (Detector detector =
          bare().extractor(inline("test.a", 1, risk(0.3))).combiner(components -> bad).build()) {
        assertThat(detector.analyze(text("x")).join().probability()).isEqualTo(0.3);
      }
    }
    try (Detector detector =
        bare()
            .extractor(inline("test.a", 1, risk(0.3)))
            .combiner(
                components -> {
                  throw new IllegalStateException("no");
                })
            .build()) {
      assertThat(detector.analyze(text("x")).join().probability()).isEqualTo(0.3);
    }
  }

  @Test
  void a_host_may_score_with_its_own_model() {
    try (Detector detector =
        bare()
            .extractor(inline("test.a", 1, risk(0.3)))
            .model("test.a", new Samples.RiskModel("mine"))
            .build()) {
      Verdict verdict = detector.analyze(text("x")).join();

      assertThat(verdict.models()).extracting(Object::toString).containsExactly("mine@1");
    }
  }

  @Test
  void reports_come_by_priority_then_id() {
    try (Detector detector =
        bare()
            .extractor(inline("test.b", 1, risk(0.3)))
            .extractor(inline("test.a", 1, risk(0.3)))
            .extractor(
                FeatureExtractor.of(
                    ExtractorDescriptor.builder("test.z", Text.class).priority(1).build(),
                    (text, context) -> Observation.EMPTY))
            .build()) {
      assertThat(detector.analyze(text("x")).join().extractors())
          .extracting(ExtractorReport::id)
          .containsExactly("test.z", "test.a", "test.b");
    }
  }

  @Test
  void a_verdict_is_recalled_and_says_so() {
    try (Detector detector = bare().extractor(inline("test.a", 1, risk(0.3))).build()) {
      Verdict first = detector.analyze(text("x")).join();
      Verdict second = detector.analyze(text("x")).join();
      Verdict forced =
          detector
              .analyze(text("x"), io.phish.AnalysisOptions.defaults().withForceRefresh(true))
              .join();
      Verdict otherTenant =
          detector
              .analyze(text("x"), io.phish.AnalysisOptions.defaults().withTenant("other"))
              .join();

      assertThat(first.cached()).isFalse();
      assertThat(second.cached()).isTrue();
      assertThat(second.probability()).isEqualTo(first.probability());
      assertThat(forced.cached()).isFalse();
      assertThat(otherTenant.cached()).isFalse();
    }
  }

  @Test
  void an_incomplete_verdict_is_not_recalled() {
    try (Detector detector =
        bare().extractor(inline("test.a", 1, risk(0.3))).extractor(fails("test.b", 1)).build()) {
      detector.analyze(text("x")).join();

      assertThat(detector.analyze(text("x")).join().cached()).isFalse();
    }
  }
}
