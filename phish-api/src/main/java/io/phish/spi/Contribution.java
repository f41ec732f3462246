package io.phish.spi;

import io.phish.subject.Subject;
import java.util.Objects;

/**
 * A feature that moved a verdict towards phishing: what {@link FeatureExtractor#evidence} is asked
 * about.
 *
 * @param subject what the extractor looked at
 * @param form the parsed subject, as in {@link ExtractionContext#form}
 * @param observation what the extractor saw, perhaps in another process: it may come from a cache
 * @param feature the index of the feature in the schema of the extractor's descriptor
 * @param <S> the kind of subject the extractor looks at
 */
public record Contribution<S extends Subject>(
    S subject, CanonicalForm form, Observation observation, int feature) {

  /** Checks for nulls. */
  public Contribution {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(form, "form");
    Objects.requireNonNull(observation, "observation");
  }

  /** The value of the feature, NaN if it is not known. */
  public double value() {
    return observation.features().size() == 0 ? Double.NaN : observation.features().get(feature);
  }
}
