package io.phish.core.engine;

import static io.phish.core.engine.Samples.ONLINE;
import static io.phish.core.engine.Samples.bare;
import static io.phish.core.engine.Samples.io;
import static io.phish.core.engine.Samples.risk;
import static io.phish.core.engine.Samples.scored;
import static io.phish.core.engine.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.phish.Detector;
import io.phish.ExtractorReport;
import io.phish.ExtractorReport.Status;
import io.phish.Verdict;
import io.phish.event.BreakerChanged;
import io.phish.event.DetectorListener;
import io.phish.spi.ExtractionException;
import io.phish.spi.Observation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Circuit breaker, bulkhead and retries as an application meets them. */
@Timeout(60)
class ResilienceTest {
  private final AtomicInteger asked = new AtomicInteger();

  private static ExtractorReport ask(Detector detector, String value) {
    return detector.analyze(text(value), ONLINE).join().extractors().get(0);
  }

  @Test
  void a_resource_that_fails_is_left_alone_and_everybody_hears_of_it() {
    List<BreakerChanged> heard = new CopyOnWriteArrayList<>();
    try (Detector detector =
        bare()
            .listener(
                new DetectorListener() {
                  @Override
                  public void onBreakerChanged(BreakerChanged event) {
                    heard.add(event);
                  }
                })
            .extractor(
                scored(
                    io("test.down").resource("registry").build(),
                    context -> {
                      asked.incrementAndGet();
                      return CompletableFuture.failedFuture(new IllegalStateException("down"));
                    }))
            .build()) {
      for (int i = 0; i < 100; i++) {
        ask(detector, "x" + i);
      }

      ExtractorReport report = ask(detector, "last");
      assertThat(report.status()).isEqualTo(Status.CIRCUIT_OPEN);
      assertThat(report.message()).isEqualTo("registry failed too often of late");
      assertThat(asked).hasValueLessThan(50);
      assertThat(heard)
          .containsExactly(
              new BreakerChanged(
                  "registry", BreakerChanged.State.CLOSED, BreakerChanged.State.OPEN));
    }
  }

  @Test
  void no_more_run_at_once_than_the_bulkhead_lets_and_nothing_is_lost() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ConcurrentLinkedQueue<CompletableFuture<Observation>> open = new ConcurrentLinkedQueue<>();
    try (Detector detector =
        bare()
            .extractor(
                scored(
                    io("test.narrow").concurrency(4).build(),
                    context -> {
                      most.accumulateAndGet(running.incrementAndGet(), Math::max);
                      CompletableFuture<Observation> answer = new CompletableFuture<>();
                      open.add(answer);
                      return answer.whenComplete((seen, failure) -> running.decrementAndGet());
                    }))
            .build()) {
      List<CompletableFuture<Verdict>> verdicts = new ArrayList<>();
      for (int i = 0; i < 68; i++) {
        verdicts.add(detector.analyze(text("x" + i), ONLINE));
      }
      CompletableFuture<Verdict> oneTooMany = detector.analyze(text("more"), ONLINE);

      assertThat(oneTooMany.join().extractors().get(0).message())
          .isEqualTo("too many look-ups of test.narrow");
      await()
          .until(
              () -> {
                for (CompletableFuture<Observation> next = open.poll();
                    next != null;
                    next = open.poll()) {
                  next.complete(risk(0.5));
                }
                return verdicts.stream().allMatch(CompletableFuture::isDone);
              });
      assertThat(verdicts)
          .extracting(verdict -> verdict.join().extractors().get(0).status())
          .containsOnly(Status.OK);
      assertThat(most).hasValue(4);
    }
  }

  @Test
  void a_transient_failure_of_an_idempotent_look_up_is_tried_again() {
    try (Detector detector =
        bare()
            .extractor(
                scored(
                    io("test.flaky").retries(2).build(),
                    context ->
                        asked.incrementAndGet() < 3
                            ? CompletableFuture.failedFuture(new IOException("reset"))
                            : CompletableFuture.completedFuture(risk(0.6))))
            .build()) {
      assertThat(ask(detector, "x").status()).isEqualTo(Status.OK);
      assertThat(asked).hasValue(3);
    }
  }

  @Test
  void a_failure_that_will_stay_is_not_tried_again() {
    try (Detector detector =
        bare()
            .extractor(
                scored(
                    io("test.refused").retries(3).build(),
                    context -> {
                      asked.incrementAndGet();
                      return CompletableFuture.failedFuture(
                          new ExtractionException("no such key", false, null));
                    }))
            .build()) {
      assertThat(ask(detector, "x").status()).isEqualTo(Status.FAILED);
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void nothing_is_tried_again_that_did_not_ask_for_it() {
    try (Detector detector =
        bare()
            .extractor(
                scored(
                    io("test.once").build(),
                    context -> {
                      asked.incrementAndGet();
                      return CompletableFuture.failedFuture(new IOException("reset"));
                    }))
            .build()) {
      ask(detector, "x");
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void retries_end_with_their_budget() {
    try (Detector detector =
        bare()
            .extractor(
                scored(
                    io("test.flaky").retries(5).timeout(Duration.ofMillis(300)).build(),
                    context -> {
                      asked.incrementAndGet();
                      return CompletableFuture.failedFuture(new IOException("reset"));
                    }))
            .build()) {
      List<CompletableFuture<Verdict>> verdicts = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        verdicts.add(detector.analyze(text("x" + i), ONLINE));
      }
      verdicts.forEach(CompletableFuture::join);
      assertThat(asked).as("60 calls and a budget of 20 + 6").hasValueLessThanOrEqualTo(86);
    }
  }
}
