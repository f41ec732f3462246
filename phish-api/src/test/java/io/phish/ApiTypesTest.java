package io.phish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.ExtractorReport.Status;
import io.phish.spi.Observation;
import io.phish.subject.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTypesTest {

  private static Verdict verdict(Label label, double probability, double coverage) {
    return new Verdict(
        Subject.url("https://a/"),
        label,
        probability,
        Thresholds.DEFAULT,
        List.of(),
        List.of(report("a.b", Status.OK, Observation.EMPTY), report("a.c", Status.TIMEOUT, null)),
        List.of(),
        coverage,
        false,
        Duration.ofMillis(1));
  }

  private static ExtractorReport report(
      String id, Status status, @Nullable Observation observation) {
    return new ExtractorReport(id, status, Duration.ZERO, Double.NaN, 0, observation, null);
  }

  @ParameterizedTest
  @CsvSource({
    "0, BENIGN",
    "0.3999999, BENIGN",
    "0.4, SUSPICIOUS",
    "0.6999, SUSPICIOUS",
    "0.7, PHISHING",
    "1, PHISHING",
    "NaN, UNKNOWN"
  })
  void a_verdict_has_the_label_of_its_probability(double probability, Label label) {
    assertThat(Thresholds.DEFAULT.label(probability)).isEqualTo(label);
    assertThat(verdict(label, probability, 1).label()).isEqualTo(label);
    for (Label other : Label.values()) {
      if (other != label) {
        assertThatIllegalArgumentException().isThrownBy(() -> verdict(other, probability, 1));
      }
    }
  }

  @Test
  void reasons_may_be_worked_out_when_they_are_first_looked_at() {
    AtomicInteger asked = new AtomicInteger();
    Reason reason = new Reason("a.b.c", "because", 1, "a.b", List.of(), null);
    Verdict verdict =
        new Verdict(
                Subject.url("https://a/"),
                Label.BENIGN,
                0.1,
                Thresholds.DEFAULT,
                Verdict.deferred(
                    () -> {
                      asked.incrementAndGet();
                      return List.of(reason);
                    }),
                List.of(),
                List.of(),
                1,
                false,
                Duration.ZERO)
            .recalled(Duration.ofMillis(1));

    assertThat(asked).hasValue(0);
    assertThat(verdict.reasons()).containsExactly(reason).isEqualTo(List.of(reason));
    assertThat(List.copyOf(verdict.reasons())).containsExactly(reason);
    assertThat(verdict)
        .hasToString(verdict.toString())
        .isEqualTo(verdict.recalled(verdict.elapsed()));
    assertThat(asked).hasValue(1);
    assertThatThrownBy(() -> verdict.reasons().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void unknown_is_never_a_number() {
    assertThatIllegalArgumentException().isThrownBy(() -> verdict(Label.UNKNOWN, 0.1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> verdict(Label.BENIGN, Double.NaN, 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.001, 1.001, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY})
  void shares_and_probabilities_are_within_0_and_1(double value) {
    Label label = Thresholds.DEFAULT.label(value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> verdict(label, value, 1))
        .withMessageContaining("probability");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> verdict(Label.BENIGN, 0.1, value))
        .withMessageContaining("coverage");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ExtractorReport("a.b", Status.FAILED, Duration.ZERO, value, 0, null, null))
        .withMessageContaining("probability of a.b");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ExtractorReport(
                    "a.b", Status.FAILED, Duration.ZERO, Double.NaN, value, null, null))
        .withMessageContaining("weight of a.b");
  }

  @Test
  void a_verdict_finds_its_reports() {
    Verdict verdict = verdict(Label.BENIGN, 0.1, 0.5);
    assertThat(verdict.extractor("a.c").orElseThrow().status()).isEqualTo(Status.TIMEOUT);
    assertThat(verdict.extractor("a.d")).isEmpty();
    assertThat(verdict.isComplete()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void an_answer_has_an_observation_and_nothing_else_has_one(Status status) {
    @Nullable Observation right = status.isAnswer() ? Observation.EMPTY : null;
    @Nullable Observation wrong = status.isAnswer() ? null : Observation.EMPTY;
    assertThatNoException().isThrownBy(() -> report("a.b", status, right));
    assertThatIllegalArgumentException().isThrownBy(() -> report("a.b", status, wrong));
  }

  @Test
  void answers_are_those_that_saw_something() {
    assertThat(Status.values())
        .filteredOn(Status::isAnswer)
        .containsExactly(Status.OK, Status.CACHED, Status.STALE);
  }

  @ParameterizedTest
  @CsvSource({"-0.1, 0.5", "0.6, 0.5", "0.5, 1.1", "NaN, 0.5", "0.5, NaN"})
  void thresholds_are_ordered(double suspicious, double phishing) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Thresholds(suspicious, phishing));
  }

  @Test
  void thresholds_may_meet() {
    assertThat(new Thresholds(0.5, 0.5).label(0.5)).isEqualTo(Label.PHISHING);
    assertThat(new Thresholds(0, 0).label(0)).isEqualTo(Label.PHISHING);
    assertThat(new Thresholds(1, 1).label(0.99)).isEqualTo(Label.BENIGN);
  }

  @Test
  void reasons_copy_their_evidence() {
    List<String> evidence = new ArrayList<>(List.of("a"));
    Reason reason = new Reason("a.b.c", "message", 0.7, "a.b", evidence, null);
    evidence.clear();
    assertThat(reason.evidence()).containsExactly("a");
  }

  @Test
  void options_have_bounds() {
    AnalysisOptions options = AnalysisOptions.defaults();
    assertThat(options.deadline()).hasSeconds(1);
    assertThat(options.mode()).isEqualTo(AnalysisMode.OFFLINE);
    for (Duration deadline : List.of(Duration.ZERO, Duration.ofNanos(-1))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> options.withDeadline(deadline))
          .withMessageContaining("is not above 0");
    }
    String longest = "a".repeat(256);
    assertThat(options.withTenant(longest).tenant()).isEqualTo(longest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withTenant(longest + "a"))
        .withMessage("tenant has 257 characters, 256 are allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withTags(Map.of("mail-id", longest + "a")))
        .withMessageContaining("mail-id has 257");
    Map<String, String> tags = new HashMap<>();
    for (int i = 0; i < 17; i++) {
      tags.put("t" + i, "");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withTags(tags))
        .withMessage("17 tags, 16 are allowed");
    tags.remove("t0");
    AnalysisOptions tagged = options.withTags(tags).withForceRefresh(true);
    tags.clear();
    assertThat(tagged.tags()).hasSize(16);
    assertThat(tagged.withTenant("a").withMode(AnalysisMode.ONLINE).tags()).hasSize(16);
  }

  @Test
  void batches_have_bounds() {
    BatchOptions options = BatchOptions.defaults();
    assertThat(options.withConcurrency(1).withConcurrency(65_536).concurrency()).isEqualTo(65_536);
    for (int concurrency : new int[] {0, -1, 65_537}) {
      assertThatIllegalArgumentException().isThrownBy(() -> options.withConcurrency(concurrency));
    }
    assertThat(options.withOrdered(false).withFailFast(true))
        .isEqualTo(new BatchOptions(AnalysisOptions.defaults(), 256, false, true));
    assertThat(new AnalysisBatch.Progress(10, 3, 2, false).inFlight()).isEqualTo(5);
  }

  @Test
  @SuppressWarnings("NullAway") // that is the point
  void nulls_are_refused_by_name() {
    assertThatNullPointerException()
        .isThrownBy(() -> BatchOptions.defaults().withAnalysis(null))
        .withMessage("analysis");
    assertThatNullPointerException()
        .isThrownBy(() -> AnalysisOptions.defaults().withMode(null))
        .withMessage("mode");
    assertThatNullPointerException()
        .isThrownBy(() -> AnalysisOptions.defaults().withDeadline(null))
        .withMessage("deadline");
    assertThatNullPointerException()
        .isThrownBy(() -> report(null, Status.FAILED, null))
        .withMessage("id");
  }
}
