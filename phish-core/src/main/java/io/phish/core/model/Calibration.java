package io.phish.core.model;

/**
 * From the raw score of a model to log-odds (Platt scaling): {@code slope * score + intercept}.
 *
 * @param slope above 0: a higher score never means a lower probability
 * @param intercept added after
 * @param prior the share of phishing for which the probabilities hold, within 0 and 1
 */
public record Calibration(double slope, double intercept, double prior) {
  /** The score as it is, taken to hold where half of all is phishing. */
  public static final Calibration NONE = new Calibration(1, 0, 0.5);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Calibration {
    if (!(slope > 0) || !Double.isFinite(slope)) {
      throw new IllegalArgumentException("slope " + slope + " is not above 0");
    }
    if (!Double.isFinite(intercept)) {
      throw new IllegalArgumentException("intercept is " + intercept);
    }
    checkPrior(prior);
  }

  /** The same evidence where phishing is more or less common (Bayes' rule on the odds). */
  public Calibration withPrior(double newPrior) {
    checkPrior(newPrior);
    return new Calibration(slope, intercept + logOdds(newPrior) - logOdds(prior), newPrior);
  }

  /** The calibrated probability of a raw score. */
  public double probability(double score) {
    return sigmoid(slope * score + intercept);
  }

  static double sigmoid(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }

  private static double logOdds(double probability) {
    return Math.log(probability / (1 - probability));
  }

  private static void checkPrior(double prior) {
    if (!(prior > 0 && prior < 1)) {
      throw new IllegalArgumentException("prior " + prior + " is not within 0 and 1");
    }
  }
}
