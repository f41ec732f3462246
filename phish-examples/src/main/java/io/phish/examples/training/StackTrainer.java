package io.phish.examples.training;

import io.phish.core.model.CalibratedStack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Logistic regression of labels on what several components have found out, phishing weighted to a
 * share of all. A component whose weight would fall below 0 is left out of its set with a weight of
 * 0: what one component finds may count for nothing, but never for its opposite.
 *
 * <p>One member can be taken at its word: its weight is 1, and the others learn what to add. It is
 * for a member that has learnt from more than these rows can show.
 */
final class StackTrainer {
  private static final int STEPS = 50;
  private static final double RIDGE = 1e-4;

  private final List<String> members;
  private final double prior;

  /** Of the member that is taken at its word, -1 for none. */
  private final int trusted;

  /**
   * For these members.
   *
   * @param trusted who is taken at its word; not among the members if nobody is
   */
  StackTrainer(List<String> members, double prior, String trusted) {
    this.members = members;
    this.prior = prior;
    this.trusted = members.indexOf(trusted);
  }

  /**
   * Fits every set of two members or more.
   *
   * @param evidence by row and member: log-odds above those of the prior; NaN where there is none
   */
  List<CalibratedStack.Weights> fit(double[][] evidence, boolean[] phishing) {
    List<CalibratedStack.Weights> sets = new ArrayList<>();
    for (int bits = 1; bits < 1 << members.size(); bits++) {
      if (Integer.bitCount(bits) >= 2) {
        int set = bits;
        sets.add(
            fit(
                evidence,
                phishing,
                IntStream.range(0, members.size()).filter(i -> (set >> i & 1) == 1).toArray()));
      }
    }
    return sets;
  }

  private CalibratedStack.Weights fit(double[][] evidence, boolean[] phishing, int[] set) {
    int[] rows =
        IntStream.range(0, evidence.length)
            .filter(row -> Arrays.stream(set).noneMatch(i -> Double.isNaN(evidence[row][i])))
            .toArray();
    int[] used = Arrays.stream(set).filter(i -> i != trusted).toArray();
    int own = used.length == set.length ? -1 : trusted;
    double[] fitted = newton(evidence, phishing, rows, used, own);
    while (true) {
      double[] weights = fitted;
      int[] kept = used;
      int[] sound =
          IntStream.range(0, kept.length).filter(i -> weights[i] >= 0).map(i -> kept[i]).toArray();
      if (sound.length == used.length) {
        break;
      }
      used = sound;
      fitted = newton(evidence, phishing, rows, used, own);
    }
    List<String> names = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (int member : set) {
      names.add(members.get(member));
      int at = Arrays.binarySearch(used, member);
      weights.add(member == own ? 1 : at < 0 ? 0 : fitted[at]);
    }
    return new CalibratedStack.Weights(names, weights, fitted[used.length]);
  }

  /** A weight for each member used, and last the bias. */
  private double[] newton(
      double[][] evidence, boolean[] phishing, int[] rows, int[] used, int own) {
    int size = used.length + 1;
    double found = Arrays.stream(rows).filter(row -> phishing[row]).count();
    double base = Math.log(prior / (1 - prior));
    double[] solution = new double[size];
    for (int step = 0; step < STEPS; step++) {
      double[] gradient = new double[size];
      double[][] hessian = new double[size][size];
      for (int row : rows) {
        double[] x = new double[size];
        x[used.length] = 1;
        double logOdds = own < 0 ? base : base + evidence[row][own];
        for (int i = 0; i < used.length; i++) {
          x[i] = evidence[row][used[i]];
        }
        for (int i = 0; i < size; i++) {
          logOdds += solution[i] * x[i];
        }
        double p = 1 / (1 + Math.exp(-logOdds));
        double weight = phishing[row] ? prior / found : (1 - prior) / (rows.length - found);
        for (int i = 0; i < size; i++) {
          gradient[i] += weight * (p - (phishing[row] ? 1 : 0)) * x[i];
          for (int j = 0; j < size; j++) {
            hessian[i][j] += weight * p * (1 - p) * x[i] * x[j];
          }
        }
      }
      for (int i = 0; i < size; i++) {
        gradient[i] += i < used.length ? RIDGE * solution[i] : 0;
        hessian[i][i] += RIDGE;
      }
      double[] change = solve(hessian, gradient);
      double most = 0;
      for (int i = 0; i < size; i++) {
        solution[i] -= change[i];
        most = Math.max(most, Math.abs(change[i]));
      }
      if (most < 1e-10) {
        break;
      }
    }
    return solution;
  }

  /** By Gaussian elimination; the matrix is positive definite, so no pivot is sought. */
  private static double[] solve(double[][] matrix, double[] right) {
    int size = right.length;
    for (int column = 0; column < size; column++) {
      for (int row = column + 1; row < size; row++) {
        double factor = matrix[row][column] / matrix[column][column];
        for (int i = column; i < size; i++) {
          matrix[row][i] -= factor * matrix[column][i];
        }
        right[row] -= factor * right[column];
      }
    }
    double[] solution = new double[size];
    for (int row = size - 1; row >= 0; row--) {
      double sum = right[row];
      for (int i = row + 1; i < size; i++) {
        sum -= matrix[row][i] * solution[i];
      }
      solution[row] = sum / matrix[row][row];
    }
    return solution;
  }
}
