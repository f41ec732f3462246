package io.phish.examples.training;

import io.phish.core.model.Calibration;

/** Logistic regression of labels on scores, phishing weighted to a share of all. */
final class Platt {
  private static final int MAX_STEPS = 100;
  private static final double PRECISION = 1e-10;

  private Platt() {}

  /**
   * Fits by Newton's method with step halving left out: one smooth convex problem of two numbers.
   */
  static Calibration fit(double[] phishing, double[] benign, double prior) {
    double slope = 1;
    double intercept = 0;
    for (int step = 0; step < MAX_STEPS; step++) {
      Sums sums = new Sums();
      sums.add(phishing, prior / phishing.length, 1, slope, intercept);
      sums.add(benign, (1 - prior) / benign.length, 0, slope, intercept);
      double determinant = sums.ss * sums.ii - sums.si * sums.si;
      double slopeStep = (sums.ii * sums.s - sums.si * sums.i) / determinant;
      double interceptStep = (sums.ss * sums.i - sums.si * sums.s) / determinant;
      slope -= slopeStep;
      intercept -= interceptStep;
      if (Math.abs(slopeStep) + Math.abs(interceptStep) < PRECISION) {
        break;
      }
    }
    return new Calibration(slope, intercept, prior);
  }

  /** Gradient and Hessian. */
  private static final class Sums {
    double s;
    double i;
    double ss;
    double si;
    double ii = 1e-12;

    void add(double[] scores, double weight, int label, double slope, double intercept) {
      for (double score : scores) {
        double p = 1 / (1 + Math.exp(-(slope * score + intercept)));
        double error = weight * (p - label);
        double curvature = weight * p * (1 - p);
        s += error * score;
        i += error;
        ss += curvature * score * score;
        si += curvature * score;
        ii += curvature;
      }
    }
  }
}
