package io.phish.core.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.phish.AnalysisMode;
import io.phish.DetectorClosedException;
import io.phish.ExtractorReport;
import io.phish.InvalidSubjectException;
import io.phish.Label;
import io.phish.Verdict;
import io.phish.event.AnalysisFinished;
import io.phish.event.BreakerChanged;
import io.phish.event.CacheAccessed;
import io.phish.event.DetectorListener;
import io.phish.event.ExtensionFailed;
import io.phish.event.ExtractorFinished;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what a detector does as Micrometer meters; {@linkplain io.phish.core.metrics the
 * package} lists them. Safe for any number of threads. Detectors may share one.
 *
 * <pre>{@code
 * Detector.builder().listener(new PhishMetrics(registry)).build()
 * }</pre>
 */
public final class PhishMetrics implements DetectorListener {
  /** How many values a tag has unless another number is given. */
  public static final int DEFAULT_MAX_NAMES = 100;

  /** Stands for every name beyond the bound. */
  static final String OTHER = BoundedNames.OTHER;

  private final MeterRegistry registry;
  private final Tags commonTags;

  private final BoundedNames kinds;
  private final BoundedNames extractors;
  private final BoundedNames caches;
  private final BoundedNames resources;
  private final BoundedNames extensions;

  // A look-up in the registry builds an id each time; these keys are cheap.
  private final Map<AnalysisKey, Timer> analyses = new ConcurrentHashMap<>();
  private final Map<VerdictKey, Counter> verdicts = new ConcurrentHashMap<>();
  private final Map<ExtractorKey, Timer> reports = new ConcurrentHashMap<>();
  private final Map<CacheKey, Counter> cacheRequests = new ConcurrentHashMap<>();
  private final Map<String, BreakerState> breakers = new ConcurrentHashMap<>();

  /** Publishes to a registry, without further tags. */
  public PhishMetrics(MeterRegistry registry) {
    this(registry, Tags.empty(), DEFAULT_MAX_NAMES);
  }

  /**
   * Publishes to a registry.
   *
   * @param commonTags of every meter, for example which of several detectors it is
   * @param maxNames how many kinds, extractors, caches, resources and extensions are told apart, at
   *     least 1
   * @throws IllegalArgumentException if {@code maxNames} is below 1
   */
  public PhishMetrics(MeterRegistry registry, Iterable<Tag> commonTags, int maxNames) {
    this.registry = Objects.requireNonNull(registry, "registry");
    this.commonTags = Tags.of(commonTags);
    this.kinds = new BoundedNames(maxNames);
    this.extractors = new BoundedNames(maxNames);
    this.caches = new BoundedNames(maxNames);
    this.resources = new BoundedNames(maxNames);
    this.extensions = new BoundedNames(maxNames);
  }

  @Override
  public void onAnalysisFinished(AnalysisFinished event) {
    AnalysisKey key = new AnalysisKey(kinds.of(event.subject().kind()), event.options().mode());
    analyses.computeIfAbsent(key, this::analysisTimer).record(event.elapsed());
    Verdict verdict = event.verdict();
    if (verdict != null) {
      verdicts
          .computeIfAbsent(
              new VerdictKey(key, verdict.label(), verdict.cached()), this::verdictCounter)
          .increment();
    } else {
      failureCounter(key, event.failure()).increment();
    }
  }

  @Override
  public void onExtractorFinished(ExtractorFinished event) {
    ExtractorReport report = event.report();
    reports
        .computeIfAbsent(
            new ExtractorKey(extractors.of(report.id()), report.status()), this::extractorTimer)
        .record(report.elapsed());
  }

  @Override
  public void onCacheAccessed(CacheAccessed event) {
    cacheRequests
        .computeIfAbsent(new CacheKey(caches.of(event.cache()), event.result()), this::cacheCounter)
        .increment();
  }

  @Override
  public void onBreakerChanged(BreakerChanged event) {
    String resource = resources.of(event.resource());
    Counter.builder("phish.breaker.changes")
        .description("Changes of circuit breakers into a state")
        .tags(commonTags.and("resource", resource, "to", tagValue(event.to())))
        .register(registry)
        .increment();
    // One gauge cannot show the states of several breakers.
    if (!resource.equals(OTHER)) {
      breakers.computeIfAbsent(resource, this::breakerState).state = event.to();
    }
  }

  @Override
  public void onExtensionFailed(ExtensionFailed event) {
    Counter.builder("phish.extension.failures")
        .description("Extensions that misbehaved while the analysis went on")
        .tags(commonTags.and("extension", extensions.of(event.extension())))
        .register(registry)
        .increment();
  }

  private Timer analysisTimer(AnalysisKey key) {
    return Timer.builder("phish.analysis")
        .description("Analyses that ended, and how long they took")
        .publishPercentiles(0.5, 0.95, 0.99)
        .tags(key.tags(commonTags))
        .register(registry);
  }

  private Counter verdictCounter(VerdictKey key) {
    return Counter.builder("phish.verdicts")
        .description("Verdicts by label")
        .tags(
            key.analysis()
                .tags(commonTags)
                .and("label", tagValue(key.label()), "cached", String.valueOf(key.cached())))
        .register(registry);
  }

  private Counter failureCounter(AnalysisKey key, @Nullable Throwable failure) {
    return Counter.builder("phish.failures")
        .description("Analyses without a verdict")
        .tags(key.tags(commonTags).and("cause", cause(failure)))
        .register(registry);
  }

  private static String cause(@Nullable Throwable failure) {
    if (failure instanceof InvalidSubjectException) {
      return "invalid-subject";
    }
    if (failure instanceof DetectorClosedException) {
      return "closed";
    }
    return failure instanceof CancellationException ? "cancelled" : OTHER;
  }

  private Timer extractorTimer(ExtractorKey key) {
    return Timer.builder("phish.extractor")
        .description("What became of extractors, and how long analyses waited for them")
        .tags(commonTags.and("extractor", key.id(), "status", tagValue(key.status())))
        .register(registry);
  }

  private Counter cacheCounter(CacheKey key) {
    return Counter.builder("phish.cache.requests")
        .description("Look-ups in caches")
        .tags(commonTags.and("cache", key.cache(), "result", tagValue(key.result())))
        .register(registry);
  }

  private BreakerState breakerState(String resource) {
    BreakerState state = new BreakerState();
    Gauge.builder("phish.breaker.state", state, BreakerState::number)
        .description("0 closed, 1 half-open, 2 open")
        .tags(commonTags.and("resource", resource))
        .register(registry);
    return state;
  }

  private static String tagValue(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private record AnalysisKey(String kind, AnalysisMode mode) {
    Tags tags(Tags commonTags) {
      return commonTags.and("kind", kind, "mode", tagValue(mode));
    }
  }

  private record VerdictKey(AnalysisKey analysis, Label label, boolean cached) {}

  private record ExtractorKey(String id, ExtractorReport.Status status) {}

  private record CacheKey(String cache, CacheAccessed.Result result) {}

  private static final class BreakerState {
    private volatile BreakerChanged.State state = BreakerChanged.State.CLOSED;

    double number() {
      return switch (state) {
        case CLOSED -> 0;
        case HALF_OPEN -> 1;
        case OPEN -> 2;
      };
    }
  }
}
