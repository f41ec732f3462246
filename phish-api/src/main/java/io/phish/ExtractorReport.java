package io.phish;

import io.phish.spi.Observation;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one extractor did for one analysis.
 *
 * @param id the extractor's id
 * @param status what became of it
 * @param elapsed how long the analysis waited for it
 * @param probability what its model made of its features, at the {@linkplain
 *     DetectorBuilder#priorPhishingRate share of phishing} that the host has stated; NaN if it has
 *     no model or no features
 * @param weight its share of the ensemble, from 0 to 1; the shares of all that answered sum to 1
 * @param observation what it saw, null unless the status {@linkplain Status#isAnswer() is an
 *     answer}
 * @param message why there is no answer, or why it is stale; null if there is nothing to say
 */
public record ExtractorReport(
    String id,
    Status status,
    Duration elapsed,
    double probability,
    double weight,
    @Nullable Observation observation,
    @Nullable String message) {

  /** What became of an extractor. */
  public enum Status {
    /** It answered now. */
    OK(true),
    /** Its answer came from a cache and is fresh. */
    CACHED(true),
    /** Its answer came from a cache and has expired: it is being refreshed, or that failed. */
    STALE(true),
    /** It did not answer within its time. */
    TIMEOUT(false),
    /** It threw, or answered against its own schema. */
    FAILED(false),
    /** It was not asked: off-line, no time left, nothing to ask about. */
    SKIPPED(false),
    /** It was not asked because it failed too often of late. */
    CIRCUIT_OPEN(false);

    private final boolean answer;

    Status(boolean answer) {
      this.answer = answer;
    }

    /** Whether there is an observation. */
    public boolean isAnswer() {
      return answer;
    }
  }

  /**
   * Checks that an answer has an observation and nothing else has one.
   *
   * @throws IllegalArgumentException if it is otherwise, or a number is out of its range
   */
  public ExtractorReport {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(elapsed, "elapsed");
    if (!(Double.isNaN(probability) || (probability >= 0 && probability <= 1))) {
      throw new IllegalArgumentException(
          "probability of " + id + " is " + probability + ", not within 0 and 1");
    }
    if (!(weight >= 0 && weight <= 1)) {
      throw new IllegalArgumentException(
          "weight of " + id + " is " + weight + ", not within 0 and 1");
    }
    if (status.isAnswer() != (observation != null)) {
      throw new IllegalArgumentException(
          status + (observation == null ? " needs an observation" : " has no observation"));
    }
  }
}
