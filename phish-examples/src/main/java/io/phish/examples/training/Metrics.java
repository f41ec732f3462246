package io.phish.examples.training;

import java.util.Arrays;

/**
 * Quality of scores against labels. Ties count as they should: half a win, and no free threshold.
 */
final class Metrics {
  private Metrics() {}

  /** Area under the ROC curve: how often a phishing row scores above a benign one. */
  static double auc(double[] phishing, double[] benign) {
    double[] negatives = sorted(benign);
    double wins = 0;
    for (double score : phishing) {
      int below = firstNotBelow(negatives, score);
      int notAbove = firstAbove(negatives, score);
      wins += below + (notAbove - below) / 2.0;
    }
    return wins / ((double) phishing.length * benign.length);
  }

  /** The lowest threshold at which at most a share of the benign scores is at or above it. */
  static double thresholdAt(double[] benign, double falsePositiveRate) {
    double[] negatives = sorted(benign);
    int allowed = (int) Math.floor(falsePositiveRate * negatives.length);
    double firstRefused = negatives[negatives.length - 1 - Math.min(allowed, negatives.length - 1)];
    return Math.nextUp(firstRefused);
  }

  /**
   * The highest threshold at which this share of the scores, or a little more, is at or above it.
   */
  static double thresholdOfRate(double[] scores, double share) {
    double[] ordered = sorted(scores);
    int found = (int) Math.ceil(share * ordered.length);
    return found == 0 ? Double.POSITIVE_INFINITY : ordered[ordered.length - found];
  }

  /** The share of scores at or above a threshold. */
  static double rateAtOrAbove(double[] scores, double threshold) {
    if (scores.length == 0) {
      return Double.NaN;
    }
    return (double) Arrays.stream(scores).filter(score -> score >= threshold).count()
        / scores.length;
  }

  /** The share of phishing found while at most this share of the benign is called phishing. */
  static double truePositiveRateAt(double[] phishing, double[] benign, double falsePositiveRate) {
    return rateAtOrAbove(phishing, thresholdAt(benign, falsePositiveRate));
  }

  /**
   * The lowest score at which the share of benign rows at or above it, averaged over the sources,
   * is at most this; above all scores if there is none.
   */
  static double thresholdAtMean(Scored scored, double falsePositiveRate) {
    double[] candidates = sorted(scored.benign());
    int low = 0;
    int high = candidates.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (scored.meanSourceRate(Math.nextUp(candidates[middle])) <= falsePositiveRate) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low == candidates.length ? Double.POSITIVE_INFINITY : Math.nextUp(candidates[low]);
  }

  /** Precision where so much is found, phishing weighted to a share of all. */
  static double precision(double truePositiveRate, double falsePositiveRate, double prior) {
    double found = prior * truePositiveRate;
    double alarms = (1 - prior) * falsePositiveRate;
    return found + alarms == 0 ? 1 : found / (found + alarms);
  }

  /**
   * Mean squared error of the probabilities, phishing weighted to a share of all.
   *
   * @param prior that share
   */
  static double brier(double[] phishing, double[] benign, double prior) {
    double misses = Arrays.stream(phishing).map(p -> (1 - p) * (1 - p)).average().orElse(0);
    double alarms = Arrays.stream(benign).map(p -> p * p).average().orElse(0);
    return prior * misses + (1 - prior) * alarms;
  }

  /** Bins over the probabilities, phishing weighted to a share of all. */
  static Reliability reliability(double[] phishing, double[] benign, double prior, int bins) {
    Reliability reliability = new Reliability(bins);
    reliability.add(phishing, prior / phishing.length, true);
    reliability.add(benign, (1 - prior) / benign.length, false);
    return reliability;
  }

  /** How well probabilities are what they say, by bins of equal width. */
  static final class Reliability {
    private final double[] mass;
    private final double[] sum;
    private final double[] positive;

    private Reliability(int bins) {
      mass = new double[bins];
      sum = new double[bins];
      positive = new double[bins];
    }

    private void add(double[] probabilities, double weight, boolean phishing) {
      for (double probability : probabilities) {
        int bin = Math.min((int) (probability * mass.length), mass.length - 1);
        mass[bin] += weight;
        sum[bin] += weight * probability;
        positive[bin] += phishing ? weight : 0;
      }
    }

    int bins() {
      return mass.length;
    }

    /** Share of all rows. */
    double mass(int bin) {
      return mass[bin];
    }

    /** Mean probability. */
    double predicted(int bin) {
      return sum[bin] / mass[bin];
    }

    /** Share that is phishing. */
    double observed(int bin) {
      return positive[bin] / mass[bin];
    }

    /** Expected calibration error: the mean distance of prediction and observation. */
    double error() {
      double error = 0;
      for (int bin = 0; bin < mass.length; bin++) {
        error += Math.abs(sum[bin] - positive[bin]);
      }
      return error;
    }
  }

  private static double[] sorted(double[] values) {
    double[] copy = values.clone();
    Arrays.sort(copy);
    return copy;
  }

  private static int firstNotBelow(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int firstAbove(double[] sorted, double value) {
    return firstNotBelow(sorted, Math.nextUp(value));
  }
}
