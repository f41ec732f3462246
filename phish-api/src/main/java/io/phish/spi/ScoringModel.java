package io.phish.spi;

/**
 * Turns the features of an extractor into a probability. Pure, quick, and safe for any number of
 * threads: it runs on the analysing thread. Test one with {@code ScoringModelContract} from the
 * test-jar of this module.
 */
public interface ScoringModel {

  /** Which model this is. */
  ModelVersion version();

  /** The features it was trained on; it is given vectors of exactly this schema. */
  FeatureSchema schema();

  /**
   * Scores a vector.
   *
   * @param features against {@link #schema}; any value may be NaN
   */
  Assessment assess(FeatureVector features);
}
