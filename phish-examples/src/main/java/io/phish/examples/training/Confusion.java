package io.phish.examples.training;

import java.util.Arrays;

/** How often a yes or no was right. */
final class Confusion {
  private int truePositives;
  private int falsePositives;
  private int trueNegatives;
  private int falseNegatives;

  void add(boolean phishing, boolean called) {
    if (phishing) {
      truePositives += called ? 1 : 0;
      falseNegatives += called ? 0 : 1;
    } else {
      falsePositives += called ? 1 : 0;
      trueNegatives += called ? 0 : 1;
    }
  }

  double precision() {
    return share(truePositives, falsePositives);
  }

  double recall() {
    return share(truePositives, falseNegatives);
  }

  double falsePositiveRate() {
    return share(falsePositives, trueNegatives);
  }

  /** The harmonic mean of precision and recall. */
  double f1() {
    return truePositives == 0
        ? 0
        : 2.0 * truePositives / (2.0 * truePositives + falsePositives + falseNegatives);
  }

  private static double share(int part, int rest) {
    return part + rest == 0 ? 0 : (double) part / (part + rest);
  }

  /** The threshold with the highest F1, the lowest of several; of the scores of both labels. */
  static double bestThreshold(Scored scored) {
    double[] phishing = scored.phishing().clone();
    double[] benign = scored.benign();
    Arrays.sort(phishing);
    Arrays.sort(benign);
    double best = -1;
    double threshold = Double.POSITIVE_INFINITY;
    int alarmsBelow = 0;
    for (int i = 0; i < phishing.length; i++) {
      while (alarmsBelow < benign.length && benign[alarmsBelow] < phishing[i]) {
        alarmsBelow++;
      }
      int found = phishing.length - i;
      double f1 = 2.0 * found / (found + phishing.length + benign.length - alarmsBelow);
      if (f1 > best) {
        best = f1;
        threshold = phishing[i];
      }
    }
    return threshold;
  }
}
