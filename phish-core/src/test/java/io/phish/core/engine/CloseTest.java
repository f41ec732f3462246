package io.phish.core.engine;

import static io.phish.core.engine.Samples.ONLINE;
import static io.phish.core.engine.Samples.bare;
import static io.phish.core.engine.Samples.inline;
import static io.phish.core.engine.Samples.io;
import static io.phish.core.engine.Samples.keep;
import static io.phish.core.engine.Samples.risk;
import static io.phish.core.engine.Samples.scored;
import static io.phish.core.engine.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.phish.Detector;
import io.phish.DetectorClosedException;
import io.phish.Verdict;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.Observation;
import io.phish.subject.Text;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a detector. */
@Timeout(60)
class CloseTest {

  @AfterEach
  void no_thread_is_left() {
    Samples.awaitNoThreads();
  }

  @Test
  void a_closed_detector_says_so() {
    Detector detector = bare().extractor(inline("test.a", 1, risk(0.3))).build();
    detector.close();
    detector.close();

    assertThatThrownBy(() -> detector.analyze(text("x")).join())
        .hasCauseInstanceOf(DetectorClosedException.class);
  }

  @Test
  void running_analyses_come_to_their_verdict() throws Exception {
    CompletableFuture<Observation> answer = new CompletableFuture<>();
    Detector detector = bare().extractor(scored(io("test.a").build(), context -> answer)).build();
    CompletableFuture<Verdict> verdict = detector.analyze(text("x"), ONLINE);
    Thread closing = new Thread(detector::close);
    closing.start();
    await().until(() -> detector.analyze(text("y"), ONLINE).isCompletedExceptionally());

    answer.complete(risk(0.7));

    assertThat(verdict.join().probability()).isEqualTo(0.7);
    closing.join();
  }

  @Test
  void what_does_not_end_in_time_is_ended() {
    CompletableFuture<Observation> never = new CompletableFuture<>();
    CompletableFuture<Observation> background = new CompletableFuture<>();
    Detector detector =
        bare()
            .drainTimeout(Duration.ofMillis(50))
            .extractor(scored(io("test.a").build(), context -> never))
            .extractor(
                scored(
                    io("test.b").cachePolicy(keep(Duration.ofHours(1))).build(),
                    context -> background))
            .build();
    CompletableFuture<Verdict> verdict = detector.analyze(text("x"), ONLINE);

    detector.close();

    assertThatThrownBy(verdict::join).hasCauseInstanceOf(DetectorClosedException.class);
    await().untilAsserted(() -> assertThat(never).isCancelled());
    await().untilAsserted(() -> assertThat(background).isCancelled());
  }

  @Test
  void a_verdict_may_close_its_detector() {
    CompletableFuture<Observation> answer = new CompletableFuture<>();
    Detector detector =
        bare()
            .drainTimeout(Duration.ofMinutes(5))
            .extractor(scored(io("test.a").build(), context -> answer))
            .build();
    CompletableFuture<Void> closed = detector.analyze(text("x"), ONLINE).thenRun(detector::close);
    answer.complete(risk(0.7));

    closed.join();
  }

  @Test
  void extractors_are_closed_once_and_one_that_throws_keeps_no_other_open() {
    AtomicInteger closed = new AtomicInteger();
    record Closing(ExtractorDescriptor<Text> descriptor, AtomicInteger closed)
        implements FeatureExtractor<Text> {
      @Override
      public CompletionStage<Observation> extract(
          Text subject, io.phish.spi.ExtractionContext context) {
        return CompletableFuture.completedFuture(Observation.EMPTY);
      }

      @Override
      public void close() {
        closed.incrementAndGet();
        throw new IllegalStateException("no");
      }
    }
    Detector detector =
        bare()
            .extractor(
                new Closing(ExtractorDescriptor.builder("test.a", Text.class).build(), closed))
            .extractor(
                new Closing(ExtractorDescriptor.builder("test.b", Text.class).build(), closed))
            .build();
    detector.close();
    detector.close();

    assertThat(closed).hasValue(2);
  }

  @Test
  void an_interrupt_cuts_the_wait_short_and_stays() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    Detector detector =
        bare()
            .drainTimeout(Duration.ofMinutes(5))
            .extractor(
                scored(
                    io("test.a").build(),
                    context -> {
                      started.countDown();
                      return new CompletableFuture<>();
                    }))
            .build();
    CompletableFuture<Verdict> verdict = detector.analyze(text("x"), ONLINE);
    started.await();
    AtomicInteger interrupted = new AtomicInteger(-1);
    Thread closing =
        new Thread(
            () -> {
              detector.close();
              interrupted.set(Thread.currentThread().isInterrupted() ? 1 : 0);
            });
    closing.start();
    closing.interrupt();
    closing.join();

    assertThat(interrupted).hasValue(1);
    assertThat(verdict).isCompletedExceptionally();
  }

  @Test
  void the_hosts_executor_is_not_closed() {
    java.util.concurrent.ExecutorService host =
        java.util.concurrent.Executors.newSingleThreadExecutor();
    try {
      Detector detector =
          bare()
              .executor(host)
              .extractor(
                  scored(
                      io("test.a").build(),
                      context -> CompletableFuture.completedFuture(risk(0.4))))
              .build();
      assertThat(detector.analyze(text("x"), ONLINE).join().probability()).isEqualTo(0.4);
      detector.close();
      assertThat(host.isShutdown()).isFalse();
    } finally {
      host.shutdownNow();
    }
  }
}
