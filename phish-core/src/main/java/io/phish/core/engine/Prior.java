package io.phish.core.engine;

import io.phish.spi.ScoringModel;

/**
 * From the share of phishing that a model holds for to the one among what a host asks about: the
 * same evidence on other odds (Bayes' rule).
 *
 * @param rate the host's share, {@linkplain #checked in range}; what findings alone start from
 * @param isStated whether the host said so; if not, models stand as they are
 */
public record Prior(double rate, boolean isStated) {
  /** What holds if the host says nothing. */
  public static final Prior UNSTATED = new Prior(ScoringModel.DEFAULT_PRIOR, false);

  private static final double MIN = 1e-6;
  private static final double MAX = 1 - MIN;

  /**
   * The host's share.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public static Prior of(double rate) {
    return new Prior(checked("priorPhishingRate", rate), true);
  }

  /**
   * A share that is in range: far enough from certainty that odds can still be moved.
   *
   * @param name what to call it in the error
   * @throws IllegalArgumentException if it is not
   */
  static double checked(String name, double rate) {
    if (!(rate >= MIN && rate <= MAX)) {
      throw new IllegalArgumentException(
          name + " is " + rate + ", not within 0.000001 and 0.999999");
    }
    return rate;
  }

  /** The share for which probabilities of a model hold once this was applied to them. */
  double rateOf(double modelPrior) {
    return isStated ? rate : modelPrior;
  }

  /**
   * The probability where the host's share is phishing.
   *
   * @param probability where {@code modelPrior} is
   */
  double apply(double probability, double modelPrior) {
    if (!isStated || modelPrior == rate) {
      return probability; // to the last bit
    }
    double ratio = rate / (1 - rate) * ((1 - modelPrior) / modelPrior);
    return Math.min(1, probability * ratio / (1 - probability + probability * ratio));
  }
}
