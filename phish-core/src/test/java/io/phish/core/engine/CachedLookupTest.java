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

import io.phish.AnalysisOptions;
import io.phish.Detector;
import io.phish.DetectorBuilder;
import io.phish.ExtractorReport;
import io.phish.ExtractorReport.Status;
import io.phish.contract.CacheStoreContract.ManualClock;
import io.phish.core.cache.ForwardingStore;
import io.phish.core.cache.MemoryCacheStore;
import io.phish.event.CacheAccessed;
import io.phish.event.DetectorListener;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.CachePolicy;
import io.phish.spi.CacheStore;
import io.phish.spi.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the engine keeps, for how long, and what it does when a cache misbehaves. */
@Timeout(60)
class CachedLookupTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Supplier<CompletionStage<Observation>> source =
      () -> CompletableFuture.completedFuture(risk(0.8));

  private DetectorBuilder builder(CachePolicy policy) {
    return builder(policy, "1");
  }

  private DetectorBuilder builder(CachePolicy policy, String version) {
    return bare()
        .clock(clock)
        .verdictCache(0, Duration.ofMinutes(1))
        .extractor(
            scored(
                io("test.a").version(version).cachePolicy(policy).build(),
                context -> {
                  asked.incrementAndGet();
                  return source.get();
                }));
  }

  private static ExtractorReport ask(Detector detector) {
    return ask(detector, ONLINE);
  }

  private static ExtractorReport ask(Detector detector, AnalysisOptions options) {
    return detector.analyze(text("x"), options).join().extractors().get(0);
  }

  private static CompletionStage<Observation> down() {
    return CompletableFuture.failedFuture(new IllegalStateException("down"));
  }

  @Test
  void what_was_found_keeps_for_its_time() {
    try (Detector detector = builder(keep(Duration.ofHours(1))).build()) {
      assertThat(ask(detector).status()).isEqualTo(Status.OK);
      clock.advance(Duration.ofMinutes(59));
      assertThat(ask(detector).status()).isEqualTo(Status.CACHED);
      clock.advance(Duration.ofMinutes(2));
      assertThat(ask(detector).status()).isEqualTo(Status.OK);
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void absence_is_kept_for_its_own_shorter_time() {
    source = () -> CompletableFuture.completedFuture(risk(0.1).asAbsent());
    try (Detector detector = builder(keep(Duration.ofHours(10))).build()) {
      ask(detector);
      clock.advance(Duration.ofMinutes(59));
      ExtractorReport kept = ask(detector);
      assertThat(kept.status()).isEqualTo(Status.CACHED);
      assertThat(kept.observation()).matches(Observation::isAbsent);
      clock.advance(Duration.ofMinutes(2));
      assertThat(ask(detector).status()).isEqualTo(Status.OK);
    }
  }

  @Test
  void a_source_may_ask_for_less_time_than_the_policy_gives() {
    source =
        () -> CompletableFuture.completedFuture(risk(0.1).withFreshFor(Duration.ofSeconds(30)));
    try (Detector detector = builder(keep(Duration.ofHours(10))).build()) {
      ask(detector);
      clock.advance(Duration.ofSeconds(29));
      assertThat(ask(detector).status()).isEqualTo(Status.CACHED);
      clock.advance(Duration.ofSeconds(2));
      assertThat(ask(detector).status()).isEqualTo(Status.OK);
    }
  }

  @Test
  void a_failure_keeps_others_from_trying_again_at_once() {
    source = CachedLookupTest::down;
    try (Detector detector = builder(keep(Duration.ofHours(1))).build()) {
      assertThat(ask(detector).status()).isEqualTo(Status.FAILED);
      assertThat(ask(detector).message()).isEqualTo("IllegalStateException: down");
      assertThat(asked).hasValue(1);
      assertThat(ask(detector, ONLINE.withForceRefresh(true)).status()).isEqualTo(Status.FAILED);
      assertThat(asked).as("unless they insist").hasValue(2);
    }
  }

  @Test
  void a_stale_answer_is_given_at_once_and_refreshed_behind_the_scenes() {
    CachePolicy policy = keep(Duration.ofHours(1)).withStale(Duration.ofMinutes(10), Duration.ZERO);
    try (Detector detector = builder(policy).build()) {
      ask(detector);
      clock.advance(Duration.ofMinutes(65));
      CompletableFuture<Observation> refreshed = new CompletableFuture<>();
      source = () -> refreshed;

      ExtractorReport stale = ask(detector);
      assertThat(stale.status()).isEqualTo(Status.STALE);
      assertThat(stale.probability()).isEqualTo(0.8);
      ask(detector);
      await().untilAsserted(() -> assertThat(asked).as("one refresh for two callers").hasValue(2));

      refreshed.complete(risk(0.3));
      await().untilAsserted(() -> assertThat(ask(detector).status()).isEqualTo(Status.CACHED));
      assertThat(ask(detector).probability()).isEqualTo(0.3);
    }
  }

  @Test
  void a_refresh_that_fails_is_not_tried_again_by_the_next_caller() {
    CachePolicy policy = keep(Duration.ofHours(1)).withStale(Duration.ofMinutes(10), Duration.ZERO);
    try (Detector detector = builder(policy).build()) {
      ask(detector);
      clock.advance(Duration.ofMinutes(65));
      CompletableFuture<Observation> refreshed = new CompletableFuture<>();
      source = () -> refreshed;
      ask(detector);
      await().untilAsserted(() -> assertThat(refreshed.getNumberOfDependents()).isPositive());
      refreshed.completeExceptionally(new IllegalStateException("down"));

      for (int i = 0; i < 10; i++) {
        assertThat(ask(detector).status()).isEqualTo(Status.STALE);
      }
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void a_stale_answer_is_better_than_a_failure() {
    CachePolicy policy = keep(Duration.ofHours(1)).withStale(Duration.ZERO, Duration.ofHours(5));
    try (Detector detector = builder(policy).build()) {
      ask(detector);
      clock.advance(Duration.ofHours(3));
      source = CachedLookupTest::down;

      ExtractorReport report = ask(detector);

      assertThat(report.status()).isEqualTo(Status.STALE);
      assertThat(report.probability()).isEqualTo(0.8);
      assertThat(report.message()).isEqualTo("IllegalStateException: down");
      assertThat(ask(detector).status()).as("remembered failure").isEqualTo(Status.STALE);
      clock.advance(Duration.ofHours(4));
      assertThat(ask(detector).status()).isEqualTo(Status.FAILED);
    }
  }

  @Test
  void what_is_asked_often_is_refreshed_before_it_expires() {
    try (Detector detector = builder(keep(Duration.ofHours(1))).build()) {
      for (int i = 0; i < 5; i++) {
        ask(detector);
      }
      clock.advance(Duration.ofMinutes(50));
      assertThat(ask(detector).status()).isEqualTo(Status.CACHED);
      assertThat(asked).as("too early").hasValue(1);
      clock.advance(Duration.ofMinutes(5));
      assertThat(ask(detector).status()).isEqualTo(Status.CACHED);
      await().untilAsserted(() -> assertThat(asked).hasValue(2));

      clock.advance(Duration.ofMinutes(30));
      assertThat(ask(detector).status()).as("nobody had to wait").isEqualTo(Status.CACHED);
    }
  }

  @Test
  void what_is_asked_seldom_is_not_refreshed() {
    try (Detector detector = builder(keep(Duration.ofHours(1))).build()) {
      ask(detector);
      clock.advance(Duration.ofMinutes(55));
      ask(detector);
      clock.advance(Duration.ofMinutes(10));
      assertThat(ask(detector).status()).isEqualTo(Status.OK);
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void off_line_the_cache_answers_and_nobody_else() {
    CachePolicy policy = keep(Duration.ofHours(1)).withStale(Duration.ofMinutes(10), Duration.ZERO);
    try (Detector detector = builder(policy).build()) {
      ExtractorReport none = ask(detector, AnalysisOptions.defaults());
      assertThat(none.status()).isEqualTo(Status.SKIPPED);
      assertThat(none.message()).isEqualTo("off-line");
      assertThat(asked).hasValue(0);

      ask(detector);
      assertThat(ask(detector, AnalysisOptions.defaults()).status()).isEqualTo(Status.CACHED);
      clock.advance(Duration.ofMinutes(65));
      assertThat(ask(detector, AnalysisOptions.defaults()).status()).isEqualTo(Status.STALE);
      assertThat(asked).as("no refresh either").hasValue(1);
    }
  }

  @Test
  void off_line_a_detector_that_never_asked_reads_what_another_one_kept() {
    CacheStore shared = unclosed(MemoryCacheStore.ofMegabytes(1, clock));
    try (Detector asking = builder(keep(Duration.ofHours(1))).cache(shared).build();
        Detector reading = builder(keep(Duration.ofHours(1))).cache(shared).build()) {
      ask(asking);
      assertThat(ask(reading, AnalysisOptions.defaults()).status()).isEqualTo(Status.CACHED);
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void force_refresh_does_not_read_but_fills() {
    try (Detector detector = builder(keep(Duration.ofHours(1))).build()) {
      ask(detector);
      source = () -> CompletableFuture.completedFuture(risk(0.3));
      assertThat(ask(detector, ONLINE.withForceRefresh(true)).probability()).isEqualTo(0.3);
      ExtractorReport after = ask(detector);
      assertThat(after.status()).isEqualTo(Status.CACHED);
      assertThat(after.probability()).isEqualTo(0.3);
    }
  }

  @Test
  void another_version_of_the_extractor_does_not_read_the_old_ones_answers() {
    CacheStore shared = unclosed(MemoryCacheStore.ofMegabytes(1, clock));
    try (Detector old = builder(keep(Duration.ofHours(1)), "1").cache(shared).build();
        Detector same = builder(keep(Duration.ofHours(1)), "1").cache(shared).build();
        Detector next = builder(keep(Duration.ofHours(1)), "2").cache(shared).build()) {
      ask(old);
      assertThat(ask(same).status()).isEqualTo(Status.CACHED);
      assertThat(ask(next).status()).isEqualTo(Status.OK);
    }
  }

  @Test
  void an_answer_from_the_future_is_no_answer() {
    try (Detector detector = builder(keep(Duration.ofHours(1))).build()) {
      ask(detector);
      clock.advance(Duration.ofHours(-2));
      assertThat(ask(detector).status()).isEqualTo(Status.OK);
    }
  }

  @Test
  void no_store_means_no_cache() {
    try (Detector detector = builder(keep(Duration.ofHours(1))).cache().build()) {
      ask(detector);
      assertThat(ask(detector).status()).isEqualTo(Status.OK);
    }
  }

  @Test
  void listeners_hear_of_hits_and_misses() {
    List<CacheAccessed> heard = new CopyOnWriteArrayList<>();
    try (Detector detector =
        builder(keep(Duration.ofHours(1)))
            .listener(
                new DetectorListener() {
                  @Override
                  public void onCacheAccessed(CacheAccessed event) {
                    heard.add(event);
                  }
                })
            .build()) {
      ask(detector);
      ask(detector);
    }
    assertThat(heard)
        .containsExactly(
            new CacheAccessed("memory", "test.a", CacheAccessed.Result.MISS),
            new CacheAccessed("tiered", "test.a", CacheAccessed.Result.MISS),
            new CacheAccessed("memory", "test.a", CacheAccessed.Result.HIT),
            new CacheAccessed("tiered", "test.a", CacheAccessed.Result.HIT));
  }

  enum BadStore {
    THROWS {
      @Override
      CompletionStage<Optional<CacheEntry>> get(CacheKey key) {
        throw new IllegalStateException("no");
      }
    },
    FAILS {
      @Override
      CompletionStage<Optional<CacheEntry>> get(CacheKey key) {
        return CompletableFuture.failedFuture(new java.io.IOException("reset"));
      }
    },
    GIVES_RUBBISH {
      @Override
      CompletionStage<Optional<CacheEntry>> get(CacheKey key) {
        return CompletableFuture.completedFuture(
            Optional.of(new CacheEntry(new byte[] {0x50, 0x48, 1, 2, 3}, Instant.MAX)));
      }
    },
    HANGS {
      @Override
      CompletionStage<Optional<CacheEntry>> get(CacheKey key) {
        return new CompletableFuture<>();
      }
    };

    abstract CompletionStage<Optional<CacheEntry>> get(CacheKey key);
  }

  @ParameterizedTest
  @EnumSource
  void a_store_that_misbehaves_is_a_miss(BadStore bad) {
    CacheStore store =
        new ForwardingStore(MemoryCacheStore.ofMegabytes(1)) {
          @Override
          public CompletionStage<Optional<CacheEntry>> get(CacheKey key) {
            return bad.get(key);
          }

          @Override
          public CompletionStage<Void> put(CacheKey key, CacheEntry entry) {
            if (bad == BadStore.HANGS) {
              return new CompletableFuture<>();
            }
            throw new IllegalStateException("no");
          }
        };
    try (Detector detector = builder(keep(Duration.ofHours(1))).cache(store).build()) {
      assertThat(ask(detector).status()).isEqualTo(Status.OK);
    }
  }

  private static CacheStore unclosed(CacheStore store) {
    return new ForwardingStore(store) {
      @Override
      public void close() {}
    };
  }
}
