package io.phish.spi;

/** What a model makes of a vector. Immutable. */
public final class Assessment {
  private final double probability;
  private final double[] contributions;

  /**
   * An assessment.
   *
   * @param probability calibrated, from 0 to 1
   * @param contributions by how much each feature of the model's schema moved the log-odds, above 0
   *     towards phishing; taken over without a copy
   * @throws IllegalArgumentException if the probability is none
   */
  public Assessment(double probability, double... contributions) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability " + probability + " is not within 0 and 1");
    }
    this.probability = probability;
    this.contributions = contributions;
  }

  /** The calibrated probability of phishing. */
  public double probability() {
    return probability;
  }

  /** How many contributions there are: as many as features. */
  public int size() {
    return contributions.length;
  }

  /** By how much the feature at an index of the model's schema moved the log-odds. */
  public double contribution(int index) {
    return contributions[index];
  }
}
