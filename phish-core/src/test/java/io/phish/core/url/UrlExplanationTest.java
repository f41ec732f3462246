package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.phish.Detector;
import io.phish.InvalidSubjectException;
import io.phish.Reason;
import io.phish.Verdict;
import io.phish.core.url.UrlExplanation.Part;
import io.phish.subject.Subject;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlExplanationTest {

  static List<String> urls() {
    return List.of(
        "https://www.google.com/",
        "http://paypal.com.account-verify.example.xyz/signin",
        "http://192.0.2.7/paypal/signin.php?next=https%3A%2F%2Fexample.com",
        "https://[2001:db8::1]:8443/a?b=c#d",
        "HTTPS://WWW.Example.COM",
        "https://user:pass@m\u00FCnchen.example/stra\u00DFe?q=\uD83D\uDE00",
        "http://example.com\\@evil.example\\login\\",
        "https://a.b.c.d.weebly.com/%2e%2e/x//y/.hidden/~me/wp-admin/?a=%25%32&b=someone@mail.com",
        "http://xn--80ak6aa92e.com/0123456789abcdef0123456789abcdef",
        "https://example.com/" + "a/".repeat(2_000));
  }

  private static double logOdds(double probability) {
    return Math.log(probability / (1 - probability));
  }

  @ParameterizedTest
  @MethodSource("urls")
  void nothing_is_left_over(String url) {
    for (double prior : new double[] {0.1, 0.001, 0.5}) {
      UrlExplanation explanation = UrlExplanation.of(url, prior);

      double sum = explanation.bias() + explanation.priorShift();
      for (Part part : explanation.parts()) {
        sum += part.contribution();
      }
      assertThat(sum).isCloseTo(explanation.logOdds(), within(1e-9));
      assertThat(logOdds(explanation.probability())).isCloseTo(explanation.logOdds(), within(1e-9));
    }
  }

  @ParameterizedTest
  @MethodSource("urls")
  void the_probability_is_that_of_the_detector(String url) {
    for (double prior : new double[] {0.1, 0.02}) {
      try (Detector detector = Detector.builder().priorPhishingRate(prior).build()) {
        Verdict verdict = detector.analyze(Subject.url(url)).join();

        assertThat(UrlExplanation.of(url, prior).probability())
            .isCloseTo(verdict.extractor("phish.url").orElseThrow().probability(), within(1e-12));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("urls")
  void reasons_of_a_verdict_are_its_strongest_parts_and_point_at_the_same(String url) {
    UrlExplanation explanation = UrlExplanation.of(url);
    try (Detector detector = Detector.builder().enable("phish.url").build()) {
      List<Reason> reasons =
          detector.analyze(Subject.url(url)).join().reasons().stream()
              .filter(reason -> reason.technique() == null)
              .toList();
      assertThat(reasons).isNotEmpty();
      for (int i = 0; i < reasons.size(); i++) {
        Part part = explanation.parts().get(i);
        assertThat(reasons.get(i).code()).isEqualTo("phish.url." + part.feature().name());
        assertThat(reasons.get(i).message()).isEqualTo(part.phrase());
        assertThat(reasons.get(i).evidence())
            .isEqualTo(
                (part.contribution() < 0 ? List.<Span>of() : part.spans())
                    .stream()
                        .map(span -> span.of(explanation.text()))
                        .map(piece -> piece.substring(0, Math.min(256, piece.length())))
                        .toList());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("urls")
  void spans_are_pieces_of_the_text_in_order(String url) {
    UrlExplanation explanation = UrlExplanation.of(url);
    for (Part part : explanation.parts()) {
      int end = 0;
      assertThat(part.spans()).hasSizeLessThanOrEqualTo(SpanRule.MAX_SPANS);
      for (Span span : part.spans()) {
        assertThat(span.start()).as(part.feature().name()).isGreaterThanOrEqualTo(end);
        assertThat(span.end()).isGreaterThan(span.start());
        end = span.end();
      }
      assertThat(end).isLessThanOrEqualTo(explanation.text().length());
    }
  }

  /** The n-grams' sums are shared out among the characters, but for what the bias is. */
  @ParameterizedTest
  @MethodSource("urls")
  void heat_sums_to_what_the_n_grams_say(String url) {
    UrlExplanation explanation = UrlExplanation.of(url);
    double heat = 0;
    double[] all =
        new UrlSpans(new UrlFeatures(), Tables.bundled(), UrlModels.ngrams())
            .heat(explanation.url());
    for (double each : all) {
      heat += each;
    }
    assertThat(heat + UrlModels.ngrams().bias())
        .isCloseTo(
            value(explanation, "ngram_host") + value(explanation, "ngram_path"), within(1e-9));
    for (int i = 0; i < explanation.text().length(); i++) {
      assertThat(explanation.heat(i)).isEqualTo(all[i]);
    }
  }

  private static double value(UrlExplanation explanation, String feature) {
    return part(explanation, feature).value();
  }

  private static Part part(UrlExplanation explanation, String feature) {
    return explanation.parts().stream()
        .filter(part -> part.feature().name().equals(feature))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS://WWW.Example.COM, HTTPS://WWW.Example.COM",
    "https://example.com/a?b#c, https://example.com/a?b#c",
    "https://example.com?b, https://example.com/?b",
    "'  https://example.com/', https://example.com/",
    "https://ex\u00E4mple.com/, https://xn--exmple-cua.com/"
  })
  void the_text_is_what_was_given_unless_browsers_read_something_else(String given, String text) {
    assertThat(UrlExplanation.of(given).text()).isEqualTo(text);
  }

  @Test
  void the_piece_of_the_n_grams_pulls_the_way_of_the_contribution_and_no_piece_pulls_more() {
    SplittableRandom random = new SplittableRandom(1);
    UrlSpans spans = new UrlSpans(new UrlFeatures(), Tables.bundled(), UrlModels.ngrams());
    for (String given : urls()) {
      ParsedUrl url = ParsedUrl.parse(given);
      double[] heat = spans.heat(url);
      for (int sign : new int[] {1, -1}) {
        List<Span> found = spans.of(url, UrlSchema.NGRAM_HOST, 1, sign);
        double strongest = found.isEmpty() ? 0 : sign * sum(heat, found.get(0));
        assertThat(strongest).isGreaterThanOrEqualTo(0);
        for (int i = 0; i < 200; i++) {
          int start = random.nextInt(url.hostStart(), url.nameEnd());
          Span other = new Span(start, random.nextInt(start, url.nameEnd()) + 1);
          assertThat(sign * sum(heat, other)).isLessThanOrEqualTo(strongest + 1e-9);
        }
      }
    }
  }

  private static double sum(double[] heat, Span span) {
    double sum = 0;
    for (int i = span.start(); i < span.end(); i++) {
      sum += heat[i];
    }
    return sum;
  }

  @Test
  void deceptions_are_told_too() {
    assertThat(UrlExplanation.of("http://0x7f.1/").findings()).isNotEmpty();
    assertThat(UrlExplanation.of("http://example.com/").findings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -1, Double.NaN})
  void a_share_out_of_range_is_refused_by_name(double prior) {
    assertThatThrownBy(() -> UrlExplanation.of("http://example.com/", prior))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("priorPhishingRate is " + prior);
  }

  @Test
  void what_cannot_be_analysed_is_refused_as_a_detector_does() {
    assertThatThrownBy(() -> UrlExplanation.of("javascript:alert(1)"))
        .isInstanceOf(InvalidSubjectException.class);
  }
}
