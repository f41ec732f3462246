package io.phish.examples.training;

import io.phish.core.model.Calibration;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Logistic regression of labels on scores (Platt scaling), phishing weighted to a share of all and
 * each benign source alike: the next source is as likely to be like a small one as like a large.
 */
final class Calibrator {
  private static final int MAX_STEPS = 100;
  private static final int MAX_HALVINGS = 40;
  private static final double PRECISION = 1e-12;

  private final double[] phishing;
  private final double[] benign;
  private final double[] benignWeights;
  private final double prior;

  private Calibrator(Scored scores, double prior) {
    this.phishing = scores.phishing();
    this.benign = scores.benign();
    this.benignWeights =
        scores.sources().values().stream()
            .flatMapToDouble(
                source ->
                    DoubleStream.generate(() -> 1.0 / source.length / scores.sources().size())
                        .limit(source.length))
            .toArray();
    this.prior = prior;
  }

  /**
   * Fits by Newton's method, each step halved until it does good: a convex problem of two numbers.
   *
   * @param scores of both labels
   */
  static Calibration fit(Scored scores, double prior) {
    return new Calibrator(scores, prior).fit();
  }

  /** The same of benign rows of one source. */
  static Calibration fit(double[] phishing, double[] benign, double prior) {
    Scored.Builder scores = new Scored.Builder();
    for (double score : phishing) {
      scores.add(true, "", score);
    }
    for (double score : benign) {
      scores.add(false, "", score);
    }
    return fit(scores.build(), prior);
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
    double[] alike = new double[phishing.length];
    Arrays.fill(alike, 1.0 / phishing.length);
    fit.add(phishing, alike, prior, 1);
    fit.add(benign, benignWeights, 1 - prior, 0);
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

    void add(double[] scores, double[] weights, double share, int label) {
      for (int row = 0; row < scores.length; row++) {
        double score = scores[row];
        double weight = share * weights[row];
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
