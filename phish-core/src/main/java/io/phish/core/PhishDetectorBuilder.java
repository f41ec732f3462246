package io.phish.core;

import io.phish.AnalysisOptions;
import io.phish.Brand;
import io.phish.Detector;
import io.phish.DetectorBuilder;
import io.phish.InvalidSubjectException;
import io.phish.Thresholds;
import io.phish.core.cache.MemoryCacheStore;
import io.phish.core.cache.TieredCacheStore;
import io.phish.core.engine.CatalogRequest;
import io.phish.core.engine.Engine;
import io.phish.core.engine.EngineSettings;
import io.phish.core.engine.Prior;
import io.phish.core.model.CalibratedStack;
import io.phish.event.BreakerChanged;
import io.phish.event.CacheAccessed;
import io.phish.event.DetectorListener;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStore;
import io.phish.spi.Combiner;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.Protection;
import io.phish.spi.RateLimiter;
import io.phish.spi.ScoringModel;
import io.phish.subject.Subject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects what a host asks for; the engine checks it. */
final class PhishDetectorBuilder implements DetectorBuilder {
  private static final int DEFAULT_CACHE_MEGABYTES = 64;

  private final List<FeatureExtractor<?>> extractors = new ArrayList<>();
  private final List<String> enabled = new ArrayList<>();
  private final List<String> disabled = new ArrayList<>();
  private final Map<String, Map<String, String>> settings = new LinkedHashMap<>();
  private @Nullable RateLimiter limiter;
  private final Set<Brand> brands = new LinkedHashSet<>();
  private final Set<String> allowed = new LinkedHashSet<>();
  private final Set<String> denied = new LinkedHashSet<>();
  private final Map<String, ScoringModel> models = new LinkedHashMap<>();
  private final Map<String, Double> weights = new LinkedHashMap<>();
  private final List<DetectorListener> listeners = new ArrayList<>();
  private boolean discover = true;
  private boolean strict;
  private ClassLoader classLoader = FeatureExtractor.class.getClassLoader();
  private @Nullable Combiner combiner;
  private Prior prior = Prior.UNSTATED;
  private Thresholds thresholds = Thresholds.DEFAULT;
  private AnalysisOptions defaultOptions = AnalysisOptions.defaults();
  private @Nullable List<CacheStore> stores;
  private long verdictCacheSize = 10_000;
  private Duration verdictTimeToLive = Duration.ofMinutes(1);
  private @Nullable Executor executor;
  private Clock clock = Clock.systemUTC();
  private Duration drainTimeout = Duration.ofSeconds(5);

  @Override
  public DetectorBuilder extractor(FeatureExtractor<?> extractor) {
    extractors.add(Objects.requireNonNull(extractor, "extractor"));
    return this;
  }

  @Override
  public DetectorBuilder discover(boolean discover) {
    this.discover = discover;
    return this;
  }

  @Override
  public DetectorBuilder classLoader(ClassLoader classLoader) {
    this.classLoader = Objects.requireNonNull(classLoader, "classLoader");
    return this;
  }

  @Override
  public DetectorBuilder strict(boolean strict) {
    this.strict = strict;
    return this;
  }

  @Override
  public DetectorBuilder enable(String... idsOrGlobs) {
    enabled.addAll(List.of(idsOrGlobs));
    return this;
  }

  @Override
  public DetectorBuilder disable(String... idsOrGlobs) {
    disabled.addAll(List.of(idsOrGlobs));
    return this;
  }

  @Override
  public DetectorBuilder configure(String idOrGlob, Map<String, String> settings) {
    Objects.requireNonNull(idOrGlob, "idOrGlob");
    Map<String, String> merged =
        new LinkedHashMap<>(this.settings.getOrDefault(idOrGlob, Map.of()));
    merged.putAll(settings);
    this.settings.remove(idOrGlob); // the last one given wins, wherever its first mention stands
    this.settings.put(idOrGlob, Map.copyOf(merged));
    return this;
  }

  @Override
  public DetectorBuilder shareLimits(RateLimiter limiter) {
    this.limiter = Objects.requireNonNull(limiter, "limiter");
    return this;
  }

  @Override
  public DetectorBuilder protect(Brand brand) {
    brands.add(Objects.requireNonNull(brand, "brand"));
    return this;
  }

  @Override
  public DetectorBuilder allow(String... domains) {
    for (String domain : domains) {
      allowed.add(requireDomain("allow", domain));
    }
    return this;
  }

  @Override
  public DetectorBuilder deny(String... domains) {
    for (String domain : domains) {
      denied.add(requireDomain("deny", domain));
    }
    return this;
  }

  private static String requireDomain(String list, String domain) {
    try {
      return Subject.domain(domain.strip()).value();
    } catch (InvalidSubjectException e) {
      throw new IllegalArgumentException(list + ": " + e.getMessage(), e);
    }
  }

  @Override
  public DetectorBuilder model(String extractorId, ScoringModel model) {
    models.put(
        Objects.requireNonNull(extractorId, "extractorId"), Objects.requireNonNull(model, "model"));
    return this;
  }

  @Override
  public DetectorBuilder weight(String idOrGlob, double weight) {
    Objects.requireNonNull(idOrGlob, "idOrGlob");
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("weight " + weight + " is not 0 or above");
    }
    weights.remove(idOrGlob);
    weights.put(idOrGlob, weight);
    return this;
  }

  @Override
  public DetectorBuilder combiner(Combiner combiner) {
    this.combiner = Objects.requireNonNull(combiner, "combiner");
    return this;
  }

  @Override
  public DetectorBuilder priorPhishingRate(double rate) {
    this.prior = Prior.of(rate);
    return this;
  }

  @Override
  public DetectorBuilder thresholds(Thresholds thresholds) {
    this.thresholds = Objects.requireNonNull(thresholds, "thresholds");
    return this;
  }

  @Override
  public DetectorBuilder defaultOptions(AnalysisOptions options) {
    this.defaultOptions = Objects.requireNonNull(options, "options");
    return this;
  }

  @Override
  public DetectorBuilder cache(CacheStore... nearestFirst) {
    this.stores = List.of(nearestFirst);
    return this;
  }

  @Override
  public DetectorBuilder verdictCache(long maximumSize, Duration timeToLive) {
    if (maximumSize < 0) {
      throw new IllegalArgumentException("maximumSize " + maximumSize + " is negative");
    }
    if (timeToLive.isZero() || timeToLive.isNegative()) {
      throw new IllegalArgumentException("timeToLive " + timeToLive + " is not above 0");
    }
    this.verdictCacheSize = maximumSize;
    this.verdictTimeToLive = timeToLive;
    return this;
  }

  @Override
  public DetectorBuilder executor(Executor executor) {
    this.executor = Objects.requireNonNull(executor, "executor");
    return this;
  }

  @Override
  public DetectorBuilder clock(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    return this;
  }

  @Override
  public DetectorBuilder listener(DetectorListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  @Override
  public DetectorBuilder drainTimeout(Duration drainTimeout) {
    if (drainTimeout.isNegative()) {
      throw new IllegalArgumentException("drainTimeout " + drainTimeout + " is negative");
    }
    this.drainTimeout = drainTimeout;
    return this;
  }

  @Override
  public Detector build() {
    return Engine.create(
        new EngineSettings(
            defaultOptions,
            prior,
            thresholds,
            combiner == null ? CalibratedStack.bundled() : combiner,
            stores != null && stores.isEmpty() ? null : this::tiered,
            stores == null,
            verdictCacheSize,
            verdictTimeToLive,
            executor,
            clock,
            List.copyOf(listeners),
            drainTimeout),
        new CatalogRequest(
            List.copyOf(extractors),
            discover,
            classLoader,
            strict,
            List.copyOf(enabled),
            List.copyOf(disabled),
            new LinkedHashMap<>(settings),
            limiter,
            new Protection(List.copyOf(brands), allowed, denied),
            Map.copyOf(models),
            new LinkedHashMap<>(weights)));
  }

  private CacheStore tiered(Consumer<CacheAccessed> accesses, Consumer<BreakerChanged> breakers) {
    TieredCacheStore.Builder tiers =
        TieredCacheStore.builder().clock(clock).onBreakerChange(breakers);
    if (!listeners.isEmpty()) {
      tiers.onAccess(
          (key, store, result) ->
              accesses.accept(new CacheAccessed(store, extractorOf(key), result)));
    }
    List<CacheStore> given =
        stores != null
            ? stores
            : List.of(MemoryCacheStore.ofMegabytes(DEFAULT_CACHE_MEGABYTES, clock));
    given.forEach(tiers::tier);
    return tiers.build();
  }

  /** The space of a key is the id of an extractor, a sign and its version. */
  private static String extractorOf(CacheKey key) {
    int sign = key.space().indexOf('@');
    return sign < 0 ? key.space() : key.space().substring(0, sign);
  }
}
