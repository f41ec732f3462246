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
import static org.awaitility.Awaitility.await;

import io.phish.AnalysisOptions;
import io.phish.ExtractorReport.Status;
import io.phish.Thresholds;
import io.phish.Verdict;
import io.phish.spi.Combiner;
import io.phish.spi.ExtractionContext;
import io.phish.spi.Observation;
import io.phish.spi.Protection;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything at once, at random: every analysis ends, and gives back whatever it took. */
@Timeout(60)
class EngineStressTest {
  private static final int CALLERS = 8;
  private static final int ANALYSES = 400;

  /** Answers, fails, hangs or throws, now or on another thread. */
  private static CompletionStage<Observation> moody(ExtractionContext context) {
    CompletableFuture<Observation> answer = new CompletableFuture<>();
    switch (ThreadLocalRandom.current().nextInt(8)) {
      case 0 -> throw new IllegalStateException("moody");
      case 1 -> answer.completeExceptionally(new IOException("moody"));
      case 2 -> answer.complete(risk(2)); // out of range
      case 3, 4 -> context.executor().execute(() -> answer.complete(risk(0.5)));
      case 5 -> context.onCancel(() -> answer.complete(risk(0.5))); // answers when it is too late
      case 6 -> {} // hangs
      default -> answer.complete(risk(0.4));
    }
    return answer;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void nothing_is_left_over(long seed) throws Exception {
    ExecutorService callers = java.util.concurrent.Executors.newFixedThreadPool(CALLERS);
    try (Engine engine =
        (Engine)
            bare()
                .drainTimeout(Duration.ofSeconds(40)) // a leak would keep the test waiting for this
                .verdictCache(10, Duration.ofMillis(5))
                .extractor(inline("test.quick", 1, risk(0.2)))
                .extractor(
                    scored(
                        io("test.kept")
                            .timeout(Duration.ofMillis(20))
                            .retries(2)
                            .concurrency(4)
                            .cachePolicy(
                                keep(Duration.ofMillis(30))
                                    .withStale(Duration.ofMillis(30), Duration.ofMillis(60)))
                            .build(),
                        EngineStressTest::moody))
                .extractor(
                    scored(
                        io("test.not-kept").timeout(Duration.ofMillis(10)).concurrency(4).build(),
                        EngineStressTest::moody))
                .build()) {
      List<Future<?>> running = new ArrayList<>();
      SplittableRandom seeds = new SplittableRandom(seed);
      for (int i = 0; i < CALLERS; i++) {
        SplittableRandom random = seeds.split();
        running.add(callers.submit(() -> call(engine, random)));
      }
      for (Future<?> caller : running) {
        caller.get();
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(engine.nodes())
                      .allSatisfy(
                          node -> {
                            assertThat(node.resource().bulkhead().active()).isZero();
                            assertThat(node.resource().bulkhead().queued()).isZero();
                          }));
    } finally {
      callers.shutdownNow();
    }
    Samples.awaitNoThreads();
  }

  private static void call(Engine engine, SplittableRandom random) {
    List<CompletableFuture<Verdict>> verdicts = new ArrayList<>();
    for (int i = 0; i < ANALYSES; i++) {
      AnalysisOptions options =
          ONLINE
              .withDeadline(Duration.ofMillis(random.nextInt(1, 30)))
              .withForceRefresh(random.nextInt(10) == 0);
      CompletableFuture<Verdict> verdict =
          engine.analyze(text("subject " + random.nextInt(20)), options);
      if (random.nextInt(5) == 0) {
        verdict.cancel(true);
      } else {
        verdicts.add(verdict);
      }
      if (random.nextInt(4) == 0 && !verdicts.isEmpty()) {
        verdicts.get(random.nextInt(verdicts.size())).join();
      }
    }
    assertThat(verdicts).allSatisfy(verdict -> assertThat(verdict.join().extractors()).hasSize(3));
  }

  @Test
  void a_circuit_that_opens_under_load_closes_again() {
    // The breaker must get every permit back, or it would wait for its trials for ever.
    AtomicBoolean down = new AtomicBoolean(true);
    AtomicLong nanos = new AtomicLong();
    try (Engine engine =
        Engine.create(
            settings(),
            new CatalogRequest(
                List.of(
                    scored(
                        io("test.moody").build(),
                        context ->
                            down.get()
                                ? CompletableFuture.failedFuture(new IOException("down"))
                                : CompletableFuture.completedFuture(risk(0.5)))),
                false,
                getClass().getClassLoader(),
                false,
                List.of(),
                List.of(),
                Map.of(),
                null,
                Protection.NONE,
                Map.of(),
                Map.of()),
            new EngineClock(Clock.systemUTC(), nanos::get))) {
      for (int i = 0; i < 60; i++) {
        engine.analyze(text("x" + i), ONLINE).join();
      }
      assertThat(status(engine)).isEqualTo(Status.CIRCUIT_OPEN);

      down.set(false);
      nanos.addAndGet(Duration.ofMinutes(1).toNanos());

      for (int i = 0; i < 5; i++) {
        assertThat(status(engine)).isEqualTo(Status.OK);
      }
    }
  }

  private static EngineSettings settings() {
    return new EngineSettings(
        AnalysisOptions.defaults(),
        Prior.UNSTATED,
        Thresholds.DEFAULT,
        Combiner.weightedMean(),
        null,
        true,
        0,
        Duration.ofMinutes(1),
        null,
        Clock.systemUTC(),
        List.of(),
        Duration.ofSeconds(5));
  }

  private static Status status(Engine engine) {
    return engine.analyze(text("x"), ONLINE).join().extractors().get(0).status();
  }
}
