package io.phish;

/**
 * Where the labels begin.
 *
 * @param suspicious the lowest probability that is suspicious, in [0, 1]
 * @param phishing the lowest probability that is phishing, in [suspicious, 1]
 */
public record Thresholds(double suspicious, double phishing) {
  /** Suspicious from 0.4, phishing from 0.7. */
  public static final Thresholds DEFAULT = new Thresholds(0.4, 0.7);

  /**
   * Checks order and range.
   *
   * @throws IllegalArgumentException unless 0 ≤ suspicious ≤ phishing ≤ 1
   */
  public Thresholds {
    if (!(suspicious >= 0 && suspicious <= phishing && phishing <= 1)) {
      throw new IllegalArgumentException(
          "thresholds suspicious "
              + suspicious
              + " and phishing "
              + phishing
              + " must be ordered and within 0 and 1");
    }
  }

  /** The label of a probability; {@link Label#UNKNOWN} for NaN. */
  public Label label(double probability) {
    if (Double.isNaN(probability)) {
      return Label.UNKNOWN;
    }
    if (probability >= phishing) {
      return Label.PHISHING;
    }
    return probability >= suspicious ? Label.SUSPICIOUS : Label.BENIGN;
  }
}
