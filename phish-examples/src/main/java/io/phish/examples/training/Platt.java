package io.phish.examples.training;

import io.phish.core.model.Calibration;

/** Logistic regression of labels on scores, phishing weighted to a share of all. */
final class Platt {
  private static final int MAX_STEPS = 100;
  private static final int MAX_HALVINGS = 40;
  private static final double PRECISION = 1e-12;

  private final double[] phishing;
  private final double[] benign;
  private final double prior;

  private Platt(double[] phishing, double[] benign, double prior) {
    this.phishing = phishing;
    this.benign = benign;
    this.prior = prior;
  }

  /**
   * Fits by Newton's method, each step halved until it does good: a convex problem of two numbers.
   */
  static Calibration fit(double[] phishing, double[] benign, double prior) {
    return new Platt(phishing, benign, prior).fit();
  }

  private Calibration fit() {
    Fit fit = fitOf(1, 0);
    for (int step = 0; step < MAX_STEPS; step++) {
      double determinant = fit.ss * fit.ii - fit.si * fit.si;
      double slopeStep = (fit.ii * fit.s - fit.si * fit.i) / determinant;
      double interceptStep = (fit.ss * fit.i - fit.si * fit.s) / determinant;
      double share = 1;
      Fit next = fitOf(fit.slope - slopeStep, fit.intercept - interceptStep);
      for (int i = 0; i < MAX_HALVINGS && !(next.loss <= fit.loss); i++) {
        share /= 2;
        next = fitOf(fit.slope - share * slopeStep, fit.intercept - share * interceptStep);
      }
      if (!(fit.loss - next.loss > PRECISION)) {
        break;
      }
      fit = next;
    }
    return new Calibration(fit.slope, fit.intercept, prior);
  }

  private Fit fitOf(double slope, double intercept) {
    Fit fit = new Fit(slope, intercept);
    fit.add(phishing, prior / phishing.length, 1);
    fit.add(benign, (1 - prior) / benign.length, 0);
    return fit;
  }

  /** A line, its loss, and the gradient and Hessian of the loss. */
  private static final class Fit {
    final double slope;
    final double intercept;
    double loss;
    double s;
    double i;
    double ss = 1e-12;
    double si;
    double ii = 1e-12;

    Fit(double slope, double intercept) {
      this.slope = slope;
      this.intercept = intercept;
    }

    void add(double[] scores, double weight, int label) {
      for (double score : scores) {
        double logOdds = slope * score + intercept;
        double p = 1 / (1 + Math.exp(-logOdds));
        // log(1 + exp(±logOdds)) without overflow
        double against = label == 1 ? -logOdds : logOdds;
        loss += weight * (Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against))));
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
