package io.phish.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phish.AnalysisMode;
import io.phish.AnalysisOptions;
import io.phish.DetectorClosedException;
import io.phish.ExtractorReport;
import io.phish.ExtractorReport.Status;
import io.phish.InvalidSubjectException;
import io.phish.Thresholds;
import io.phish.Verdict;
import io.phish.event.AnalysisFinished;
import io.phish.event.BreakerChanged;
import io.phish.event.BreakerChanged.State;
import io.phish.event.CacheAccessed;
import io.phish.event.CacheAccessed.Result;
import io.phish.event.ExtensionFailed;
import io.phish.event.ExtractorFinished;
import io.phish.spi.Observation;
import io.phish.subject.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PhishMetricsTest {
  private static final Subject SUBJECT = Subject.url("https://secret.example/token");
  private static final AnalysisOptions ONLINE =
      AnalysisOptions.defaults()
          .withMode(AnalysisMode.ONLINE)
          .withTenant("tenant-7")
          .withTags(Map.of("mail", "mail-4711"));

  private final SimpleMeterRegistry registry =
      new SimpleMeterRegistry(SimpleConfig.DEFAULT, new MockClock());
  private final PhishMetrics metrics = new PhishMetrics(registry);

  private record Kind(String kind) implements Subject {
    @Override
    public String value() {
      return "value";
    }
  }

  private static AnalysisFinished verdict(double probability, boolean cached, Duration elapsed) {
    Verdict verdict =
        new Verdict(
            SUBJECT,
            Thresholds.DEFAULT.label(probability),
            probability,
            Thresholds.DEFAULT,
            List.of(),
            List.of(),
            List.of(),
            1,
            cached,
            elapsed);
    return new AnalysisFinished(SUBJECT, ONLINE, verdict, null, elapsed);
  }

  private static AnalysisFinished failure(Subject subject, Throwable failure) {
    return new AnalysisFinished(
        subject, AnalysisOptions.defaults(), null, failure, Duration.ofMillis(1));
  }

  private static ExtractorFinished extractor(String id, Status status, Duration elapsed) {
    return new ExtractorFinished(
        SUBJECT,
        new ExtractorReport(
            id,
            status,
            elapsed,
            Double.NaN,
            0,
            status.isAnswer() ? Observation.EMPTY : null,
            "secret.example did not answer"));
  }

  private double count(String name, String... tags) {
    return registry.get(name).tags(tags).counter().count();
  }

  @Test
  void verdicts_are_counted_by_kind_mode_label_and_cache() {
    metrics.onAnalysisFinished(verdict(0.9, false, Duration.ofMillis(2)));
    metrics.onAnalysisFinished(verdict(0.9, false, Duration.ofMillis(2)));
    metrics.onAnalysisFinished(verdict(0.9, true, Duration.ofNanos(300)));
    metrics.onAnalysisFinished(verdict(Double.NaN, false, Duration.ofMillis(2)));

    assertThat(
            count(
                "phish.verdicts",
                "kind",
                "url",
                "mode",
                "online",
                "label",
                "phishing",
                "cached",
                "false"))
        .isEqualTo(2);
    assertThat(count("phish.verdicts", "label", "phishing", "cached", "true")).isEqualTo(1);
    assertThat(count("phish.verdicts", "label", "unknown")).isEqualTo(1);
    Timer analyses = registry.get("phish.analysis").tags("kind", "url", "mode", "online").timer();
    assertThat(analyses.count()).isEqualTo(4);
  }

  @Test
  void latency_has_percentiles() {
    for (int i = 1; i <= 1_000; i++) {
      metrics.onAnalysisFinished(verdict(0.1, false, Duration.ofMillis(i)));
    }
    ValueAtPercentile[] percentiles =
        registry.get("phish.analysis").timer().takeSnapshot().percentileValues();
    assertThat(Arrays.stream(percentiles).map(ValueAtPercentile::percentile))
        .containsExactly(0.5, 0.95, 0.99);
    // The histogram keeps one significant digit.
    assertThat(percentiles[0].value(TimeUnit.MILLISECONDS)).isCloseTo(500, within(50.0));
    assertThat(percentiles[1].value(TimeUnit.MILLISECONDS)).isCloseTo(950, within(95.0));
    assertThat(percentiles[2].value(TimeUnit.MILLISECONDS)).isCloseTo(990, within(99.0));
  }

  @Test
  void failures_are_counted_by_cause() {
    metrics.onAnalysisFinished(
        failure(
            SUBJECT,
            new InvalidSubjectException("url", InvalidSubjectException.Code.MALFORMED, 0, "no")));
    metrics.onAnalysisFinished(failure(SUBJECT, new DetectorClosedException()));
    metrics.onAnalysisFinished(failure(SUBJECT, new CancellationException()));
    metrics.onAnalysisFinished(failure(SUBJECT, new AssertionError("a bug")));

    assertThat(
            count("phish.failures", "kind", "url", "mode", "offline", "cause", "invalid-subject"))
        .isEqualTo(1);
    assertThat(count("phish.failures", "cause", "closed")).isEqualTo(1);
    assertThat(count("phish.failures", "cause", "cancelled")).isEqualTo(1);
    assertThat(count("phish.failures", "cause", "other")).isEqualTo(1);
    assertThat(registry.get("phish.analysis").tags("mode", "offline").timer().count()).isEqualTo(4);
    assertThat(registry.find("phish.verdicts").meters()).isEmpty();
  }

  @Test
  void extractors_are_timed_by_status() {
    metrics.onExtractorFinished(extractor("phish.dns", Status.OK, Duration.ofMillis(20)));
    metrics.onExtractorFinished(extractor("phish.dns", Status.OK, Duration.ofMillis(40)));
    metrics.onExtractorFinished(extractor("phish.dns", Status.TIMEOUT, Duration.ofMillis(500)));
    metrics.onExtractorFinished(extractor("phish.dns", Status.CIRCUIT_OPEN, Duration.ZERO));

    Timer answered =
        registry.get("phish.extractor").tags("extractor", "phish.dns", "status", "ok").timer();
    assertThat(answered.count()).isEqualTo(2);
    assertThat(answered.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(60);
    assertThat(registry.get("phish.extractor").tags("status", "timeout").timer().count())
        .isEqualTo(1);
    assertThat(registry.get("phish.extractor").tags("status", "circuit-open").timer().count())
        .isEqualTo(1);
  }

  @Test
  void cache_requests_are_counted_by_result() {
    metrics.onCacheAccessed(new CacheAccessed("memory", "phish.dns", Result.HIT));
    metrics.onCacheAccessed(new CacheAccessed("memory", "phish.url", Result.HIT));
    metrics.onCacheAccessed(new CacheAccessed("verdict", "", Result.MISS));

    assertThat(count("phish.cache.requests", "cache", "memory", "result", "hit")).isEqualTo(2);
    assertThat(count("phish.cache.requests", "cache", "verdict", "result", "miss")).isEqualTo(1);
  }

  @Test
  void a_breaker_has_a_state_and_changes() {
    metrics.onBreakerChanged(new BreakerChanged("dns", State.CLOSED, State.OPEN));
    assertThat(registry.get("phish.breaker.state").tags("resource", "dns").gauge().value())
        .isEqualTo(2);
    metrics.onBreakerChanged(new BreakerChanged("dns", State.OPEN, State.HALF_OPEN));
    assertThat(registry.get("phish.breaker.state").gauge().value()).isEqualTo(1);
    metrics.onBreakerChanged(new BreakerChanged("dns", State.HALF_OPEN, State.CLOSED));
    assertThat(registry.get("phish.breaker.state").gauge().value()).isEqualTo(0);
    assertThat(count("phish.breaker.changes", "resource", "dns", "to", "half-open")).isEqualTo(1);
  }

  @Test
  void names_beyond_the_bound_are_other() {
    PhishMetrics bounded = new PhishMetrics(registry, Tags.of("detector", "mail"), 2);
    for (String id : List.of("a.a", "a.b", "a.c", "a.d", "a.a")) {
      bounded.onExtractorFinished(extractor(id, Status.OK, Duration.ofMillis(1)));
      bounded.onCacheAccessed(new CacheAccessed(id, "", Result.HIT));
      bounded.onBreakerChanged(new BreakerChanged(id, State.CLOSED, State.OPEN));
      bounded.onAnalysisFinished(failure(new Kind(id), new DetectorClosedException()));
    }
    assertThat(registry.get("phish.extractor").tags("extractor", "a.a").timer().count())
        .isEqualTo(2);
    assertThat(registry.get("phish.extractor").tags("extractor", "other").timer().count())
        .isEqualTo(2);
    assertThat(registry.find("phish.extractor").tags("extractor", "a.c").meter()).isNull();
    assertThat(count("phish.cache.requests", "cache", "other")).isEqualTo(2);
    assertThat(count("phish.failures", "kind", "other")).isEqualTo(2);
    assertThat(count("phish.breaker.changes", "resource", "other")).isEqualTo(2);
    assertThat(registry.find("phish.breaker.state").tags("resource", "other").meter()).isNull();
    assertThat(registry.getMeters())
        .allMatch(meter -> "mail".equals(meter.getId().getTag("detector")));
  }

  @Test
  void blank_and_very_long_names_are_other() {
    metrics.onCacheAccessed(new CacheAccessed(" ", "", Result.HIT));
    metrics.onCacheAccessed(new CacheAccessed("a".repeat(256), "", Result.HIT));
    assertThat(count("phish.cache.requests", "cache", "other")).isEqualTo(2);
  }

  @Test
  void the_bound_holds_with_many_threads_and_no_event_is_lost() throws Exception {
    int threads = 16;
    int names = 200;
    int bound = 7;
    PhishMetrics bounded = new PhishMetrics(registry, Tags.empty(), bound);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CountDownLatch ready = new CountDownLatch(threads);
      List<Future<Boolean>> parts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int start = i;
        parts.add(
            executor.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  for (int j = 0; j < names; j++) {
                    String id = "acme.x" + (start * 13 + j) % names;
                    bounded.onExtractorFinished(extractor(id, Status.OK, Duration.ofMillis(1)));
                  }
                  return true;
                }));
      }
      for (Future<Boolean> part : parts) {
        assertThat(part.get(60, TimeUnit.SECONDS)).isTrue();
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(registry.find("phish.extractor").timers()).hasSizeBetween(2, bound + 1);
    assertThat(registry.find("phish.extractor").timers().stream().mapToLong(Timer::count).sum())
        .isEqualTo((long) threads * names);
  }

  @Test
  void nothing_of_a_subject_or_its_owner_is_in_a_meter() {
    metrics.onAnalysisFinished(verdict(0.9, false, Duration.ofMillis(2)));
    metrics.onAnalysisFinished(failure(SUBJECT, new IllegalStateException("secret.example")));
    metrics.onExtractorFinished(extractor("phish.dns", Status.FAILED, Duration.ZERO));
    assertThat(registry.getMeters().stream().map(Meter::getId).toList().toString())
        .contains("phish.analysis")
        .doesNotContain("secret", "tenant-7", "4711");
  }

  @Test
  void a_bound_below_one_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PhishMetrics(registry, Tags.empty(), 0))
        .withMessage("maxNames 0 is not 1 or above");
  }

  @Test
  void extensions_that_misbehave_are_counted_by_name() {
    PhishMetrics metrics = new PhishMetrics(registry);
    ExtensionFailed event =
        new ExtensionFailed("model of acme.age", "failed", new IllegalStateException("secret"));
    metrics.onExtensionFailed(event);
    metrics.onExtensionFailed(event);

    assertThat(count("phish.extension.failures", "extension", "model of acme.age")).isEqualTo(2);
  }
}
