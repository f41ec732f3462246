package io.phish.core.model;

import java.util.Objects;

/**
 * When the first few trees of an ensemble are enough: if their score is outside of a band, they
 * alone give the probability and the contributions, and no other tree is run.
 *
 * <p><b>Choosing the band.</b> On rows that no tree has learnt from, compute the {@linkplain
 * TreeEnsemble#firstTrees score of the first trees} and that of all. Fit a calibration to each, for
 * the same prior. Put {@code low} where the rows below that the whole ensemble would give another
 * label are as few as may be borne, say one in a thousand of the phishing rows; likewise {@code
 * high}, or leave it infinite: most traffic is benign, so the lower end saves nearly all the time
 * there is to save, and at the upper end the whole ensemble ranks better where false alarms are
 * rare. Trees late in the order correct those before, so the first few of one boosting run are a
 * sound model of their own. Then measure again with the band in place, as for any other model.
 *
 * @param trees how many trees, in the order of training; above 0
 * @param calibration from their score to log-odds; its prior is that of the ensemble
 * @param low the lowest score for which the others are run, may be infinite
 * @param high the highest score for which the others are run, may be infinite; not below low
 */
public record FirstStage(int trees, Calibration calibration, double low, double high) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public FirstStage {
    Objects.requireNonNull(calibration, "calibration");
    if (trees < 1) {
      throw new IllegalArgumentException(trees + " trees in the first stage, 1 is the least");
    }
    if (!(low <= high)) {
      throw new IllegalArgumentException("band from " + low + " to " + high + " is none");
    }
  }

  /** The same band where phishing is more or less common; scores do not change with that. */
  public FirstStage withPrior(double prior) {
    return new FirstStage(trees, calibration.withPrior(prior), low, high);
  }

  boolean isEnough(double score) {
    return score < low || score > high;
  }
}
