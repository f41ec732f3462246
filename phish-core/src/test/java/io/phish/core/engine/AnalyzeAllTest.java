package io.phish.core.engine;

import static io.phish.core.engine.Samples.bare;
import static io.phish.core.engine.Samples.io;
import static io.phish.core.engine.Samples.scored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.AnalysisBatch;
import io.phish.AnalysisResult;
import io.phish.AnalysisResult.Failure;
import io.phish.AnalysisResult.Success;
import io.phish.BatchOptions;
import io.phish.Detector;
import io.phish.DetectorClosedException;
import io.phish.InvalidSubjectException;
import io.phish.Label;
import io.phish.spi.Observation;
import io.phish.subject.Subject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches through the detector as an application has it, on real URLs. */
@Timeout(60)
class AnalyzeAllTest {
  private static final List<String> LINES =
      List.of(
          "https://github.com/login",
          "javascript:alert(1)",
          "http://paypal.com@evil.example/",
          "https://host:99999/",
          "https://en.wikipedia.org/wiki/Phishing");

  @Test
  void each_input_has_its_result_in_its_place_and_failures_harm_no_other() {
    try (Detector detector = Detector.create()) {
      AnalysisBatch<String> batch =
          detector.analyzeAll(LINES, Subject::url, BatchOptions.defaults());

      List<AnalysisResult<String>> results = batch.toList().join();

      assertThat(results).extracting(AnalysisResult::input).containsExactlyElementsOf(LINES);
      assertThat(results)
          .extracting(
              result ->
                  result instanceof Success<String> success
                      ? success.verdict().label()
                      : ((Failure<String>) result).cause().getClass())
          .containsExactly(
              Label.BENIGN,
              InvalidSubjectException.class,
              Label.PHISHING,
              InvalidSubjectException.class,
              Label.BENIGN);
      assertThat(batch.progress()).isEqualTo(new AnalysisBatch.Progress(5, 3, 2, true));
    }
  }

  @Test
  void a_publisher_is_analysed_as_it_publishes() {
    try (Detector detector = Detector.create()) {
      CompletableFuture<List<AnalysisResult<Subject>>> results;
      try (SubmissionPublisher<Subject> publisher =
          new SubmissionPublisher<>(new ForkJoinPool(1), 16)) {
        results =
            detector.analyzeAll(publisher, BatchOptions.defaults().withConcurrency(4)).toList();
        IntStream.range(0, 1_000)
            .mapToObj(i -> Subject.url("https://example.com/" + i))
            .forEach(publisher::submit);
      }

      assertThat(results.join()).hasSize(1_000).allMatch(Success.class::isInstance);
    }
  }

  @Test
  void closing_the_detector_ends_a_batch_that_has_no_end() {
    CompletableFuture<Observation> never = new CompletableFuture<>();
    Detector detector =
        bare()
            .drainTimeout(java.time.Duration.ofMillis(100))
            .extractor(scored(io("test.slow").build(), context -> never))
            .build();
    Iterable<Subject> endless =
        () ->
            IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> (Subject) Samples.text("t" + i))
                .iterator();
    CompletableFuture<Void> done =
        detector
            .analyzeAll(endless, BatchOptions.defaults().withAnalysis(Samples.ONLINE))
            .forEach(result -> {});

    detector.close();

    assertThatThrownBy(done::join).hasCauseInstanceOf(DetectorClosedException.class);
  }
}
