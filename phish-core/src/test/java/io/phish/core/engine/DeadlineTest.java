package io.phish.core.engine;

import static io.phish.core.engine.Samples.LONG;
import static io.phish.core.engine.Samples.ONLINE;
import static io.phish.core.engine.Samples.bare;
import static io.phish.core.engine.Samples.blocking;
import static io.phish.core.engine.Samples.inline;
import static io.phish.core.engine.Samples.io;
import static io.phish.core.engine.Samples.keep;
import static io.phish.core.engine.Samples.risk;
import static io.phish.core.engine.Samples.scored;
import static io.phish.core.engine.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.phish.AnalysisOptions;
import io.phish.Detector;
import io.phish.DetectorBuilder;
import io.phish.ExtractorReport;
import io.phish.ExtractorReport.Status;
import io.phish.Label;
import io.phish.Verdict;
import io.phish.contract.CacheStoreContract.ManualClock;
import io.phish.spi.Observation;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Slow extractors: the verdict does not wait for them, and nothing of them stays behind. */
@Timeout(60)
class DeadlineTest {
  private static final AnalysisOptions SHORT = ONLINE.withDeadline(Duration.ofMillis(50));

  @Test
  void what_answers_counts_and_what_hangs_is_reported() {
    CompletableFuture<Observation> never = new CompletableFuture<>();
    try (Detector detector =
        bare()
            .extractor(inline("test.quick", 0.5, risk(0.9)))
            .extractor(scored(io("test.hung").weight(0.5).build(), context -> never))
            .build()) {
      Verdict verdict = detector.analyze(text("x"), SHORT).join();

      assertThat(verdict.label()).isEqualTo(Label.PHISHING);
      assertThat(verdict.coverage()).isEqualTo(0.5);
      ExtractorReport report = verdict.extractor("test.hung").orElseThrow();
      assertThat(report.status()).isEqualTo(Status.TIMEOUT);
      assertThat(report.message()).isEqualTo("no answer within the deadline of 50 ms");
      assertThat(report.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
      await().untilAsserted(() -> assertThat(never).isCancelled());
    }
  }

  @Test
  void an_extractor_has_a_time_of_its_own() {
    try (Detector detector =
        bare()
            .extractor(
                scored(
                    io("test.hung").timeout(Duration.ofMillis(20)).build(),
                    context -> new CompletableFuture<>()))
            .build()) {
      Verdict verdict = detector.analyze(text("x"), ONLINE).join();

      assertThat(verdict.extractors().get(0).status()).isEqualTo(Status.TIMEOUT);
      assertThat(verdict.extractors().get(0).message()).isEqualTo("no answer within 20 ms");
      assertThat(verdict.elapsed()).isLessThan(LONG);
    }
  }

  @Test
  void a_blocked_thread_is_interrupted_and_told() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicBoolean told = new AtomicBoolean();
    try (Detector detector =
        bare()
            .extractor(
                blocking(
                    io("test.hung").build(),
                    (subject, context) -> {
                      context.onCancel(() -> told.set(true));
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException e) {
                        assertThat(context.isCancelled()).isTrue();
                        assertThat(context.remaining()).isZero();
                        interrupted.countDown();
                      }
                      return Observation.EMPTY;
                    }))
            .build()) {
      detector.analyze(text("x"), SHORT).join();

      interrupted.await();
      assertThat(told).isTrue();
    }
  }

  @Test
  void one_that_blocks_before_it_gives_its_stage_is_interrupted_too() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    try (Detector detector =
        bare()
            .extractor(
                scored(
                    io("test.hung").build(),
                    context -> {
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException e) {
                        interrupted.countDown();
                      }
                      return CompletableFuture.completedFuture(Observation.EMPTY);
                    }))
            .build()) {
      detector.analyze(text("x"), SHORT).join();

      interrupted.await();
    }
  }

  @Test
  void a_thousand_that_hang_on_sockets_leave_no_thread_and_no_socket() throws Exception {
    AtomicInteger open = new AtomicInteger();
    try (ServerSocket mute = new ServerSocket(0, 2_000, InetAddress.getLoopbackAddress())) {
      DetectorBuilder builder = bare().extractor(inline("test.quick", 1, risk(0.2)));
      for (int i = 0; i < 1_000; i++) {
        builder.extractor(
            blocking(
                io("test.hung" + i).build(),
                (subject, context) -> {
                  try (Socket socket = new Socket(mute.getInetAddress(), mute.getLocalPort())) {
                    open.incrementAndGet();
                    context.onCancel(() -> closeQuietly(socket));
                    socket.getInputStream().read();
                    return Observation.EMPTY;
                  } finally {
                    open.decrementAndGet();
                  }
                }));
      }
      try (Detector detector = builder.build()) {
        Verdict verdict = detector.analyze(text("x"), SHORT).join();

        assertThat(verdict.probability()).isEqualTo(0.2);
        assertThat(verdict.extractors())
            .filteredOn(report -> report.status() == Status.TIMEOUT)
            .hasSize(1_000);
        await().untilAsserted(() -> assertThat(open).hasValue(0));
      }
    }
    Samples.awaitNoThreads();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void a_pool_full_of_hung_threads_does_not_delay_the_next_verdict() {
    CountDownLatch release = new CountDownLatch(1);
    DetectorBuilder builder = bare();
    for (int i = 0; i < 200; i++) {
      builder.extractor(
          blocking(
              io("test.deaf" + i).build(),
              (subject, context) -> {
                boolean waiting = true;
                while (waiting) { // swallows interrupts, as bad code does
                  try {
                    release.await();
                    waiting = false;
                  } catch (InterruptedException e) {
                    assertThat(context.isCancelled()).isTrue();
                  }
                }
                return Observation.EMPTY;
              }));
    }
    try (Detector detector = builder.build()) {
      for (int i = 0; i < 5; i++) {
        Verdict verdict = detector.analyze(text("x" + i), SHORT).join();

        assertThat(verdict.label()).isEqualTo(Label.UNKNOWN);
        assertThat(verdict.elapsed()).isLessThan(Duration.ofSeconds(10));
      }
      release.countDown();
    }
  }

  @Test
  void a_late_answer_still_fills_the_cache() {
    CompletableFuture<Observation> slow = new CompletableFuture<>();
    AtomicInteger asked = new AtomicInteger();
    try (Detector detector =
        bare()
            .extractor(
                scored(
                    io("test.slow").cachePolicy(keep(Duration.ofHours(1))).build(),
                    context -> {
                      asked.incrementAndGet();
                      return slow;
                    }))
            .build()) {
      Verdict first = detector.analyze(text("x"), SHORT).join();
      assertThat(first.extractors().get(0).status()).isEqualTo(Status.TIMEOUT);
      assertThat(slow).as("the cache still wants it").isNotCancelled();

      slow.complete(risk(0.8));
      Verdict second = detector.analyze(text("x"), SHORT).join();

      assertThat(second.extractors().get(0).status()).isEqualTo(Status.CACHED);
      assertThat(second.probability()).isEqualTo(0.8);
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void cancelling_an_analysis_stops_its_work() {
    CompletableFuture<Observation> never = new CompletableFuture<>();
    CompletableFuture<Observation> cachedNever = new CompletableFuture<>();
    try (Detector detector =
        bare()
            .extractor(scored(io("test.hung").build(), context -> never))
            .extractor(
                scored(
                    io("test.kept").cachePolicy(keep(Duration.ofHours(1))).build(),
                    context -> cachedNever))
            .build()) {
      CompletableFuture<Verdict> verdict = detector.analyze(text("x"), ONLINE);
      await().untilAsserted(() -> assertThat(never.getNumberOfDependents()).isPositive());
      await().untilAsserted(() -> assertThat(cachedNever.getNumberOfDependents()).isPositive());

      verdict.cancel(true);

      assertThatThrownBy(verdict::join).isInstanceOf(CancellationException.class);
      await().untilAsserted(() -> assertThat(never).isCancelled());
      await().untilAsserted(() -> assertThat(cachedNever).isCancelled());
    }
  }

  @Test
  void the_wall_clock_has_no_say_in_deadlines() {
    ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    CompletableFuture<Observation> slow = new CompletableFuture<>();
    try (Detector detector =
        bare().clock(clock).extractor(scored(io("test.slow").build(), context -> slow)).build()) {
      CompletableFuture<Verdict> verdict = detector.analyze(text("x"), ONLINE);
      clock.advance(Duration.ofHours(1));
      clock.advance(Duration.ofHours(-2));
      assertThat(verdict).isNotDone();

      slow.complete(risk(0.4));

      assertThat(verdict.join().probability()).isEqualTo(0.4);
    }
  }
}
