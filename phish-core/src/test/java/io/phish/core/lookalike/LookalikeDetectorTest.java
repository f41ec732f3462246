package io.phish.core.lookalike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.AnalysisOptions;
import io.phish.Detector;
import io.phish.Label;
import io.phish.Reason;
import io.phish.Verdict;
import io.phish.subject.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From a subject to its verdict, with all built-in extractors, off-line. */
class LookalikeDetectorTest {

  private static List<Reason> reasons(Verdict verdict) {
    return verdict.reasons().stream()
        .filter(reason -> reason.extractor().equals("phish.lookalike"))
        .toList();
  }

  @Test
  void a_homograph_is_phishing_as_a_url_and_as_a_domain_and_told_once() {
    try (Detector detector = Detector.create()) {
      for (Subject subject :
          List.of(Subject.url("https://paypaI.com/"), Subject.domain("paypaI.com"))) {
        Verdict verdict = detector.analyze(subject, AnalysisOptions.defaults()).join();

        assertThat(verdict.label()).isEqualTo(Label.PHISHING);
        assertThat(verdict.probability()).isGreaterThanOrEqualTo(Weights.HOMOGRAPH_FLOOR);
        assertThat(reasons(verdict))
            .singleElement()
            .satisfies(
                reason -> {
                  assertThat(reason.code()).isEqualTo("phish.lookalike.homoglyph");
                  assertThat(reason.message())
                      .startsWith("`paypaI.com` looks like `paypal.com`: capital I for l");
                });
      }
    }
  }

  @Test
  void a_popular_site_is_not_touched() {
    try (Detector all = Detector.create();
        Detector without = Detector.builder().disable("phish.lookalike").build()) {
      for (String url : List.of("https://www.paypal.com/signin", "https://github.com/paypal")) {
        assertThat(all.analyze(Subject.url(url)).join().probability())
            .isEqualTo(without.analyze(Subject.url(url)).join().probability());
      }
    }
  }

  @Test
  void a_host_protects_allows_and_denies() {
    try (Detector plain = Detector.create();
        Detector detector =
            Detector.builder()
                .protect("Acme", "acme.example", "acme.co.uk")
                .allow("acme-dealer.example")
                .deny("harmless.example")
                .build()) {
      Subject imitation = Subject.url("https://acme-kundenkonto.example/");
      assertThat(reasons(detector.analyze(imitation).join()))
          .singleElement()
          .extracting(Reason::message)
          .asString()
          .contains("acme.example", "Acme is a protected brand");
      assertThat(reasons(plain.analyze(imitation).join())).isEmpty();
      assertThat(detector.analyze(imitation).join().probability())
          .isGreaterThan(plain.analyze(imitation).join().probability());
      assertThat(reasons(detector.analyze(Subject.url("https://acme-dealer.example/")).join()))
          .isEmpty();
      Verdict denied = detector.analyze(Subject.domain("www.harmless.example")).join();
      assertThat(denied.label()).isEqualTo(Label.PHISHING);
      assertThat(reasons(denied))
          .extracting(Reason::code)
          .containsExactly("phish.lookalike.denied");
    }
  }

  @Test
  void a_name_that_is_none_is_refused_where_it_is_given() {
    assertThatThrownBy(() -> Detector.builder().protect(" "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Detector.builder().allow("a b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("allow: ");
    assertThatThrownBy(() -> Detector.builder().deny("https://a.example/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("deny: ");
  }
}
