package io.phish;

import io.phish.spi.ModelVersion;
import io.phish.subject.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The answer to one analysis.
 *
 * @param subject what was analysed
 * @param label what the probability comes down to under the thresholds
 * @param probability of phishing, from 0 to 1; NaN exactly if the label is {@link Label#UNKNOWN}
 * @param thresholds the thresholds the label was made with
 * @param reasons what moved the verdict, strongest first; unmodifiable. Those of a detector are
 *     worked out when they are first looked at, which most are never, and keep till then what they
 *     are made of
 * @param extractors what every extractor did, by priority and then id; unmodifiable
 * @param models the models that had a say, by extractor; unmodifiable
 * @param coverage the share of the ensemble's weight that answered, from 0 to 1: how much of the
 *     evidence that was to be had is in the probability
 * @param cached whether the whole verdict came from the cache
 * @param elapsed how long this analysis took
 */
public record Verdict(
    Subject subject,
    Label label,
    double probability,
    Thresholds thresholds,
    List<Reason> reasons,
    List<ExtractorReport> extractors,
    List<ModelVersion> models,
    double coverage,
    boolean cached,
    Duration elapsed) {

  /**
   * Copies the lists and checks that the probability fits the label.
   *
   * @throws IllegalArgumentException if it does not, or a number is out of its range
   */
  public Verdict {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(elapsed, "elapsed");
    if (!(Double.isNaN(probability) || (probability >= 0 && probability <= 1))) {
      throw new IllegalArgumentException("probability " + probability + " is not within 0 and 1");
    }
    if (!(coverage >= 0 && coverage <= 1)) {
      throw new IllegalArgumentException("coverage " + coverage + " is not within 0 and 1");
    }
    if (thresholds.label(probability) != label) {
      throw new IllegalArgumentException(
          "probability " + probability + " is not " + label + " under " + thresholds);
    }
    reasons = reasons instanceof DeferredList<Reason> deferred ? deferred : List.copyOf(reasons);
    extractors = List.copyOf(extractors);
    models = List.copyOf(models);
  }

  /**
   * Reasons that a verdict works out when they are first looked at, once.
   *
   * @param reasons gives them; pure, for it runs on whichever thread looks, perhaps much later
   */
  public static List<Reason> deferred(Supplier<? extends List<Reason>> reasons) {
    return new DeferredList<>(reasons);
  }

  /** This verdict as it comes from a cache that took so long. */
  public Verdict recalled(Duration elapsed) {
    return new Verdict(
        subject,
        label,
        probability,
        thresholds,
        reasons,
        extractors,
        models,
        coverage,
        true,
        elapsed);
  }

  /** The report of one extractor, empty if it was not planned for this kind of subject. */
  public Optional<ExtractorReport> extractor(String id) {
    return extractors.stream().filter(report -> report.id().equals(id)).findFirst();
  }

  /** Whether every extractor that was planned answered. */
  public boolean isComplete() {
    for (ExtractorReport report : extractors) {
      if (!report.status().isAnswer()) {
        return false;
      }
    }
    return true;
  }
}
