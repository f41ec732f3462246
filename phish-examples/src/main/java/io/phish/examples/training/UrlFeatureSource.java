package io.phish.examples.training;

import io.phish.AnalysisMode;
import io.phish.core.url.ParsedUrl;
import io.phish.core.url.UrlFeatures;
import io.phish.spi.CanonicalForm;
import io.phish.spi.Canonicalizer;
import io.phish.spi.ExtractionContext;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.FeatureSchema;
import io.phish.spi.ScoringModel;
import io.phish.subject.Url;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;

/** The parser and the extractor of URLs that an application would find, asked one URL at a time. */
final class UrlFeatureSource {
  private static final String EXTRACTOR = "phish.url";

  private final UrlFeatures urls = new UrlFeatures();
  private final Canonicalizer<Url> canonicalizer;
  private final FeatureExtractor<Url> extractor;

  /**
   * Looks them up.
   *
   * @param settings of the extractor
   */
  UrlFeatureSource(Map<String, String> settings) {
    this.canonicalizer = canonicalizer();
    this.extractor = extractor();
    if (!settings.isEmpty()) {
      extractor.configure(settings);
    }
  }

  // Checked by the subject type that each declares.
  @SuppressWarnings("unchecked")
  private static Canonicalizer<Url> canonicalizer() {
    for (Canonicalizer<?> found : ServiceLoader.load(Canonicalizer.class)) {
      if (found.subjectType() == Url.class) {
        return (Canonicalizer<Url>) found;
      }
    }
    throw new IllegalStateException("no parser of URLs: is phish-core on the class path?");
  }

  @SuppressWarnings("unchecked")
  private static FeatureExtractor<Url> extractor() {
    for (FeatureExtractor<?> found : ServiceLoader.load(FeatureExtractor.class)) {
      if (found.descriptor().id().equals(EXTRACTOR)
          && found.descriptor().subjectType() == Url.class) {
        return (FeatureExtractor<Url>) found;
      }
    }
    throw new IllegalStateException("no extractor '" + EXTRACTOR + "' on the class path");
  }

  /** The model that the extractor brings. */
  ScoringModel model() {
    return extractor
        .model()
        .orElseThrow(() -> new IllegalStateException(EXTRACTOR + " brings no model"));
  }

  /** What the extractor gives, in order. */
  FeatureSchema schema() {
    return extractor.descriptor().schema();
  }

  /**
   * Parses a URL.
   *
   * @throws io.phish.InvalidSubjectException if it cannot be parsed
   */
  CanonicalForm parse(String url) {
    return canonicalizer.canonicalize(new Url(url));
  }

  /** What follows the name that somebody chose, which {@link EndingTrainer} learns about. */
  String ending(CanonicalForm form) {
    return form instanceof ParsedUrl url ? urls.ending(url) : "";
  }

  /** The features of a URL in the order of the schema. */
  double[] features(String url, CanonicalForm form) {
    try {
      return extractor
          .extract(new Url(url), new Context(form))
          .toCompletableFuture()
          .join()
          .features()
          .toArray();
    } catch (Exception e) {
      throw new IllegalStateException("the extractor failed at " + url, e);
    }
  }

  /** Offline, without a deadline. */
  private record Context(CanonicalForm form) implements ExtractionContext {
    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public Duration remaining() {
      return Duration.ofDays(1);
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void onCancel(Runnable action) {}

    @Override
    public Executor executor() {
      return Runnable::run;
    }

    @Override
    public AnalysisMode mode() {
      return AnalysisMode.OFFLINE;
    }
  }
}
