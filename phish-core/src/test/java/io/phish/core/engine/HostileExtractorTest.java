package io.phish.core.engine;

import static io.phish.core.engine.Samples.SCHEMA;
import static io.phish.core.engine.Samples.bare;
import static io.phish.core.engine.Samples.inline;
import static io.phish.core.engine.Samples.risk;
import static io.phish.core.engine.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.phish.Detector;
import io.phish.ExtractorReport;
import io.phish.ExtractorReport.Status;
import io.phish.Verdict;
import io.phish.event.AnalysisFinished;
import io.phish.event.AnalysisStarted;
import io.phish.event.DetectorListener;
import io.phish.event.ExtensionFailed;
import io.phish.event.ExtractorFinished;
import io.phish.spi.Assessment;
import io.phish.spi.CachePolicy;
import io.phish.spi.Cost;
import io.phish.spi.ExtractionContext;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.Feature;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import io.phish.spi.Observation;
import io.phish.spi.ScoringModel;
import io.phish.subject.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever user code does, the rest of the analysis is not touched by it. */
class HostileExtractorTest {

  enum Misdeed {
    THROWS(
        context -> {
          throw new IllegalStateException("boom");
        },
        "IllegalStateException: boom"),
    THROWS_AN_ERROR(
        context -> {
          throw new StackOverflowError();
        },
        "StackOverflowError"),
    THROWS_WITH_A_HOSTILE_MESSAGE(
        context -> {
          throw new IllegalStateException("line\nbreak \u001b[31m" + "x".repeat(1000));
        },
        "IllegalStateException: line break  [31m" + "x".repeat(200 - 16)),
    GIVES_NULL(context -> null, "gave no"),
    GIVES_NULL_INSIDE(context -> CompletableFuture.completedFuture(null), "gave no observation"),
    FAILS(
        context -> CompletableFuture.failedFuture(new java.io.IOException("reset")),
        "IOException: reset"),
    IS_OUT_OF_RANGE(
        context -> CompletableFuture.completedFuture(risk(1.5)),
        "gave risk = 1.5, which is not within 0.0 and 1.0"),
    IS_INFINITE(
        context ->
            CompletableFuture.completedFuture(
                Observation.of(FeatureVector.of(SCHEMA, 0.5, Double.POSITIVE_INFINITY))),
        "gave length = Infinity"),
    IS_FOREIGN(
        context ->
            CompletableFuture.completedFuture(
                Observation.of(FeatureVector.of(FeatureSchema.of(Feature.flag("other", "x")), 1))),
        "gave features of another schema");

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    final Function<ExtractionContext, CompletionStage<Observation>> body;

    final String message;

    Misdeed(Function<ExtractionContext, CompletionStage<Observation>> body, String message) {
      this.body = body;
      this.message = message;
    }
  }

  private static void is_reported_and_harms_nobody(ExtractorDescriptor<Text> bad, Misdeed misdeed) {
    try (Detector detector =
        bare()
            .extractor(inline("test.good", 1, risk(0.25)))
            .extractor(Samples.scored(bad, misdeed.body))
            .build()) {
      Verdict verdict = detector.analyze(text("x"), Samples.ONLINE).join();

      assertThat(verdict.probability()).isEqualTo(0.25);
      ExtractorReport report = verdict.extractor("test.bad").orElseThrow();
      assertThat(report.status()).isEqualTo(Status.FAILED);
      assertThat(report.message()).startsWith(misdeed.message);
      assertThat(report.message()).doesNotContain("\n", "\u001b");
    }
  }

  @ParameterizedTest
  @EnumSource
  void on_the_analysing_thread(Misdeed misdeed) {
    is_reported_and_harms_nobody(
        ExtractorDescriptor.builder("test.bad", Text.class).schema(SCHEMA).build(), misdeed);
  }

  @ParameterizedTest
  @EnumSource
  void on_the_cpu_executor(Misdeed misdeed) {
    is_reported_and_harms_nobody(
        ExtractorDescriptor.builder("test.bad", Text.class).schema(SCHEMA).cost(Cost.CPU).build(),
        misdeed);
  }

  @ParameterizedTest
  @EnumSource
  void with_a_cache(Misdeed misdeed) {
    is_reported_and_harms_nobody(
        Samples.io("test.bad").cachePolicy(Samples.keep(Duration.ofHours(1))).build(), misdeed);
  }

  @Test
  void an_inline_extractor_that_does_not_answer_at_once_fails_and_is_cancelled() {
    CompletableFuture<Observation> never = new CompletableFuture<>();
    try (Detector detector =
        bare()
            .extractor(
                Samples.scored(
                    ExtractorDescriptor.builder("test.bad", Text.class).build(), context -> never))
            .build()) {
      ExtractorReport report = detector.analyze(text("x")).join().extractors().get(0);

      assertThat(report.status()).isEqualTo(Status.FAILED);
      assertThat(report.message()).contains("INLINE");
      assertThat(never).isCancelled();
    }
  }

  @Test
  void nan_is_not_known_rather_than_wrong() {
    try (Detector detector =
        bare()
            .extractor(inline("test.a", 1, Observation.of(FeatureVector.builder(SCHEMA).build())))
            .build()) {
      assertThat(detector.analyze(text("x")).join().probability()).isEqualTo(0.5);
    }
  }

  @Test
  void a_model_that_fails_takes_only_its_own_share() {
    ScoringModel broken =
        new ScoringModel() {
          @Override
          public ModelVersion version() {
            return new ModelVersion("broken", "1", "", Map.of());
          }

          @Override
          public FeatureSchema schema() {
            return SCHEMA;
          }

          @Override
          public Assessment assess(FeatureVector features) {
            throw new ArrayIndexOutOfBoundsException(7);
          }
        };
    try (Detector detector =
        bare()
            .extractor(inline("test.a", 1, risk(0.3)))
            .extractor(inline("test.b", 1, risk(0.9)))
            .model("test.b", broken)
            .build()) {
      Verdict verdict = detector.analyze(text("x")).join();

      assertThat(verdict.probability()).isEqualTo(0.3);
      assertThat(verdict.coverage()).isEqualTo(0.5);
      assertThat(verdict.extractor("test.b").orElseThrow().probability()).isNaN();
    }
  }

  @Test
  void a_cache_scope_that_throws_fails_its_extractor_only() {
    CachePolicy policy =
        CachePolicy.of(
            form -> {
              throw new IllegalStateException("no key");
            },
            Duration.ofHours(1));
    try (Detector detector =
        bare()
            .extractor(inline("test.good", 1, risk(0.25)))
            .extractor(
                Samples.scored(
                    Samples.io("test.bad").cachePolicy(policy).build(),
                    context -> CompletableFuture.completedFuture(risk(0.9))))
            .build()) {
      Verdict verdict = detector.analyze(text("x"), Samples.ONLINE).join();

      assertThat(verdict.extractor("test.bad").orElseThrow().status()).isEqualTo(Status.FAILED);
      assertThat(verdict.probability()).isEqualTo(0.25);
    }
  }

  @Test
  void listeners_that_throw_change_nothing() {
    DetectorListener hostile =
        new DetectorListener() {
          @Override
          public void onAnalysisStarted(AnalysisStarted event) {
            throw new IllegalStateException("start");
          }

          @Override
          public void onExtractorFinished(ExtractorFinished event) {
            throw new StackOverflowError();
          }

          @Override
          public void onAnalysisFinished(AnalysisFinished event) {
            throw new IllegalStateException("finish");
          }
        };
    List<ExtensionFailed> heard = new ArrayList<>();
    DetectorListener witness =
        new DetectorListener() {
          @Override
          public void onExtensionFailed(ExtensionFailed event) {
            heard.add(event);
            throw new IllegalStateException("of the witness, which nobody is told of");
          }
        };
    try (Detector detector =
        bare()
            .extractor(inline("test.a", 1, risk(0.3)))
            .listener(hostile)
            .listener(witness)
            .build()) {
      assertThat(detector.analyze(text("x")).join().probability()).isEqualTo(0.3);
    }
    assertThat(heard)
        .extracting(event -> event.cause().getClass().getSimpleName())
        .containsExactly("IllegalStateException", "StackOverflowError", "IllegalStateException");
  }

  @Test
  void an_executor_that_rejects_is_a_failure_of_what_needed_it() {
    try (Detector detector =
        bare()
            .executor(
                task -> {
                  throw new RejectedExecutionException("full");
                })
            .extractor(inline("test.good", 1, risk(0.25)))
            .extractor(
                Samples.blocking(Samples.io("test.bad").build(), (subject, context) -> risk(1)))
            .build()) {
      Verdict verdict = detector.analyze(text("x"), Samples.ONLINE).join();

      assertThat(verdict.extractor("test.bad").orElseThrow().message()).contains("full");
      assertThat(verdict.probability()).isEqualTo(0.25);
    }
  }
}
