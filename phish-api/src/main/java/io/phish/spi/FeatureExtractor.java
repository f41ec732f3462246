package io.phish.spi;

import io.phish.subject.Subject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sees something in a subject. Most implementations need {@link #descriptor} and {@link #extract}
 * only; one that blocks extends {@link BlockingFeatureExtractor}, one that fits into a lambda uses
 * {@link #of}.
 *
 * <p>Found by {@link java.util.ServiceLoader}: a public class with a public constructor without
 * parameters, named in {@code META-INF/services/io.phish.spi.FeatureExtractor} or in the {@code
 * provides} clause of its module. Safe for any number of threads once configured. Test one with
 * {@code FeatureExtractorContract} from the test-jar of this module.
 *
 * @param <S> the kind of subject it looks at
 */
public interface FeatureExtractor<S extends Subject> extends AutoCloseable {

  /** What this extractor is. Immutable, cheap, the same at every call. */
  ExtractorDescriptor<S> descriptor();

  /**
   * Looks at a subject. The stage completes with what was seen; {@link Observation#isAbsent()
   * absence} is something seen, too. Any exception, thrown or in the stage, is a failure of this
   * extractor and never of the analysis.
   *
   * <p>Called on the analysing thread if the cost is {@link Cost#INLINE}, and on an executor
   * otherwise. The work must end when {@link ExtractionContext#onCancel} says so.
   *
   * @throws Exception any failure; {@link ExtractionException} says whether asking again may help
   */
  CompletionStage<Observation> extract(S subject, ExtractionContext context) throws Exception;

  /**
   * Takes the limiter that the host shares with other instances, once, before {@link #configure};
   * not called if it gave none. For an extractor that contacts servers which would mind the
   * questions of all instances together. Whoever made the limiter closes it.
   */
  default void shareLimits(RateLimiter limiter) {}

  /**
   * Takes the host's settings, once, before the first {@link #extract}. Only keys that the
   * descriptor names are handed over.
   *
   * @param settings unmodifiable; empty if the host gave none
   * @throws io.phish.ConfigurationException if a setting makes no sense
   */
  default void configure(Map<String, String> settings) {}

  /**
   * Takes the names that matter to the host, once, after {@link #configure} and before the first
   * {@link #extract}, whether it named any or not. For an extractor that can tell an imitation;
   * others need not care.
   *
   * @throws io.phish.ConfigurationException if a name makes no sense
   */
  default void protect(Protection protection) {}

  /** The model that scores this extractor's features, unless the host gives another one. */
  default Optional<ScoringModel> model() {
    return Optional.empty();
  }

  /**
   * The pieces of a subject that a feature rests on, the telling ones first; none by default. Asked
   * only for the few features that became {@linkplain io.phish.Reason reasons} of a verdict and
   * speak for phishing, after the models, whether the observation was made now or comes from a
   * cache.
   *
   * <p>Pure, quick and without I/O: it runs on the thread that first looks at the reasons, which
   * may be long after the analysis, even after {@link #close}. What it throws costs the reason its
   * evidence and nothing else; of what it returns {@link io.phish.Reason#MAX_EVIDENCE} pieces of
   * {@link io.phish.Reason#MAX_EVIDENCE_LENGTH} characters are kept.
   */
  default List<String> evidence(Contribution<S> contribution) {
    return List.of();
  }

  /** Lets go of what the extractor holds. Called once, after the last {@link #extract}. */
  @Override
  default void close() {}

  /** What a lambda has to do to be an extractor. */
  @FunctionalInterface
  interface Function<S extends Subject> {
    /** Looks at a subject without waiting for anything. */
    Observation observe(S subject, ExtractionContext context) throws Exception;
  }

  /** An extractor that answers at once. */
  static <S extends Subject> FeatureExtractor<S> of(
      ExtractorDescriptor<S> descriptor, Function<? super S> function) {
    Objects.requireNonNull(descriptor, "descriptor");
    Objects.requireNonNull(function, "function");
    return new FeatureExtractor<>() {
      @Override
      public ExtractorDescriptor<S> descriptor() {
        return descriptor;
      }

      @Override
      public CompletionStage<Observation> extract(S subject, ExtractionContext context)
          throws Exception {
        return CompletableFuture.completedFuture(function.observe(subject, context));
      }
    };
  }

  /** An extractor that answers at once, takes microseconds and has findings but no features. */
  static <S extends Subject> FeatureExtractor<S> of(
      String id, Class<S> subjectType, Function<? super S> function) {
    return of(ExtractorDescriptor.builder(id, subjectType).build(), function);
  }
}
