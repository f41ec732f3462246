package io.phish.core.engine;

import static io.phish.core.engine.Samples.ONLINE;
import static io.phish.core.engine.Samples.bare;
import static io.phish.core.engine.Samples.io;
import static io.phish.core.engine.Samples.keep;
import static io.phish.core.engine.Samples.risk;
import static io.phish.core.engine.Samples.scored;
import static io.phish.core.engine.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.phish.Detector;
import io.phish.ExtractorReport.Status;
import io.phish.Verdict;
import io.phish.spi.CachePolicy;
import io.phish.spi.CacheScope;
import io.phish.spi.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many who ask the same thing at once are one question. */
@Timeout(60)
class SharedLookupTest {
  private final CompletableFuture<Observation> answer = new CompletableFuture<>();
  private final AtomicInteger asked = new AtomicInteger();

  private Detector detector(CachePolicy policy) {
    return bare()
        .verdictCache(0, Duration.ofMinutes(1))
        .extractor(
            scored(
                io("test.slow").cachePolicy(policy).build(),
                context -> {
                  asked.incrementAndGet();
                  return answer;
                }))
        .build();
  }

  @Test
  void a_thousand_callers_of_one_cold_key_make_one_extraction() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(50);
    try (Detector detector = detector(keep(Duration.ofHours(1)))) {
      CyclicBarrier together = new CyclicBarrier(50);
      List<Future<List<CompletableFuture<Verdict>>>> batches = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        batches.add(
            callers.submit(
                () -> {
                  together.await();
                  List<CompletableFuture<Verdict>> verdicts = new ArrayList<>();
                  for (int j = 0; j < 20; j++) {
                    verdicts.add(detector.analyze(text("x"), ONLINE));
                  }
                  return verdicts;
                }));
      }
      List<CompletableFuture<Verdict>> verdicts = new ArrayList<>();
      for (Future<List<CompletableFuture<Verdict>>> batch : batches) {
        verdicts.addAll(batch.get());
      }
      assertThat(verdicts).hasSize(1_000).noneMatch(CompletableFuture::isDone);

      answer.complete(risk(0.8));

      assertThat(verdicts).extracting(verdict -> verdict.join().probability()).containsOnly(0.8);
      assertThat(asked).hasValue(1);
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void one_callers_time_out_or_cancellation_leaves_the_others_untouched() {
    try (Detector detector = detector(keep(Duration.ofHours(1)))) {
      CompletableFuture<Verdict> impatient =
          detector.analyze(text("x"), ONLINE.withDeadline(Duration.ofMillis(20)));
      CompletableFuture<Verdict> fickle = detector.analyze(text("x"), ONLINE);
      List<CompletableFuture<Verdict>> patient = new ArrayList<>();
      for (int i = 0; i < 998; i++) {
        patient.add(detector.analyze(text("x"), ONLINE));
      }

      fickle.cancel(true);
      assertThat(impatient.join().extractors().get(0).status()).isEqualTo(Status.TIMEOUT);
      assertThat(answer).isNotCancelled();
      answer.complete(risk(0.8));

      assertThat(patient).extracting(verdict -> verdict.join().probability()).containsOnly(0.8);
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void a_cancelled_extraction_is_no_failure_of_the_next_one() {
    try (Detector detector =
        bare()
            .extractor(
                scored(
                    io("test.slow").cachePolicy(keep(Duration.ofHours(10))).build(),
                    context -> answer.copy()))
            .build()) {
      for (int i = 0; i < 200; i++) {
        CompletableFuture<Verdict> fickle = detector.analyze(text("x"), ONLINE);
        fickle.cancel(true);
      }
      answer.complete(risk(0.8));

      assertThat(detector.analyze(text("x"), ONLINE).join().probability()).isEqualTo(0.8);
    }
  }

  @Test
  void what_has_no_key_is_not_shared() {
    try (Detector detector =
        detector(CachePolicy.of(CacheScope.HOST, Duration.ofHours(1)))) { // a text has no host
      CompletableFuture<Verdict> one = detector.analyze(text("x"), ONLINE);
      CompletableFuture<Verdict> other = detector.analyze(text("x"), ONLINE);

      await().untilAsserted(() -> assertThat(asked).hasValue(2));
      answer.complete(risk(0.8));
      assertThat(one.join().probability()).isEqualTo(other.join().probability());
    }
  }

  @Test
  void the_key_is_what_the_answer_depends_on() {
    CachePolicy firstLetter =
        CachePolicy.of(form -> form.text().substring(0, 1), Duration.ofHours(1));
    try (Detector detector = detector(firstLetter)) {
      answer.complete(risk(0.8));

      Verdict first = detector.analyze(text("apple"), ONLINE).join();
      Verdict second = detector.analyze(text("avocado"), ONLINE).join();
      Verdict third = detector.analyze(text("banana"), ONLINE).join();

      assertThat(first.extractors().get(0).status()).isEqualTo(Status.OK);
      assertThat(second.extractors().get(0).status()).isEqualTo(Status.CACHED);
      assertThat(third.extractors().get(0).status()).isEqualTo(Status.OK);
      assertThat(asked).hasValue(2);
    }
  }
}
