package io.phish.core.engine;

import io.phish.ExtractorReport.Status;
import io.phish.spi.CacheKey;
import io.phish.spi.CanonicalForm;
import io.phish.spi.Contribution;
import io.phish.spi.Cost;
import io.phish.spi.ExtractionContext;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.Observation;
import io.phish.subject.Subject;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An extractor in use, with everything the engine keeps for it. */
final class ExtractorNode {
  private final FeatureExtractor<Subject> extractor;
  private final ExtractorDescriptor<?> descriptor;
  private final @Nullable Scorer scorer;
  private final double weight;
  private final Resource resource;
  private final SchemaCheck check;
  private final String cacheSpace;

  /**
   * A node.
   *
   * @param descriptor with the host's configuration applied
   * @param scorer null if nothing scores its features
   */
  ExtractorNode(
      FeatureExtractor<?> extractor,
      ExtractorDescriptor<?> descriptor,
      @Nullable Scorer scorer,
      double weight,
      Resource resource) {
    this.extractor = unchecked(extractor);
    this.descriptor = descriptor;
    this.scorer = scorer;
    this.weight = weight;
    this.resource = resource;
    this.check = new SchemaCheck(descriptor.schema());
    this.cacheSpace = descriptor.cacheSpace();
  }

  /** Safe because nothing is handed to it that its descriptor's type does not accept. */
  @SuppressWarnings("unchecked")
  private static FeatureExtractor<Subject> unchecked(FeatureExtractor<?> extractor) {
    return (FeatureExtractor<Subject>) extractor;
  }

  String id() {
    return descriptor.id();
  }

  ExtractorDescriptor<?> descriptor() {
    return descriptor;
  }

  FeatureExtractor<?> extractor() {
    return extractor;
  }

  @Nullable Scorer scorer() {
    return scorer;
  }

  double weight() {
    return weight;
  }

  Resource resource() {
    return resource;
  }

  boolean isInline() {
    return descriptor.cost() == Cost.INLINE;
  }

  boolean accepts(Subject subject) {
    return descriptor.subjectType().isInstance(subject);
  }

  /** The key its answer for a subject is kept under, null if it is not kept. */
  @Nullable CacheKey cacheKey(Subject subject, CanonicalForm form) {
    return descriptor.cachePolicy().key(cacheSpace, subject, form);
  }

  @Nullable CompletionStage<Observation> extract(Subject subject, ExtractionContext context)
      throws Exception {
    return extractor.extract(subject, context);
  }

  /**
   * The pieces of the subject that a feature rests on, as the extractor says; anything may come.
   */
  List<String> evidence(Question question, Observation observation, int feature) {
    return extractor.evidence(
        new Contribution<>(question.subject(), question.form(), observation, feature));
  }

  /** An answer, or the failure that an answer against its own promise is. */
  Outcome judge(@Nullable Observation observation) {
    if (observation == null) {
      return Outcome.none(Status.FAILED, "gave no observation");
    }
    String complaint = check.complaint(observation.features());
    return complaint == null
        ? Outcome.answer(Status.OK, observation)
        : Outcome.none(Status.FAILED, complaint);
  }
}
