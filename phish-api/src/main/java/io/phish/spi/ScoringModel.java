package io.phish.spi;

/**
 * Turns the features of an extractor into a probability. Pure, quick, and safe for any number of
 * threads: it runs on the analysing thread. Test one with {@code ScoringModelContract} from the
 * test-jar of this module.
 */
public interface ScoringModel {
  /** One in ten: what the built-in models hold for. */
  double DEFAULT_PRIOR = 0.1;

  /** Which model this is. */
  ModelVersion version();

  /** The features it was trained on; it is given vectors of exactly this schema. */
  FeatureSchema schema();

  /**
   * The share of phishing for which the probabilities hold, from 0.000001 to 0.999999: of those
   * that it gives 0.7, seven in ten are phishing where this share of all is. The same at every
   * call.
   *
   * <p>If a host states the share among its own subjects, see {@link
   * io.phish.DetectorBuilder#priorPhishingRate}, the detector moves the probabilities from this one
   * to that. A model that does not say is taken to hold for {@link #DEFAULT_PRIOR}.
   */
  default double prior() {
    return DEFAULT_PRIOR;
  }

  /**
   * Scores a vector.
   *
   * @param features against {@link #schema}; any value may be NaN
   */
  Assessment assess(FeatureVector features);
}
