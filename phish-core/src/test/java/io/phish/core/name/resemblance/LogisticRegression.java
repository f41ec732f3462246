package io.phish.core.name.resemblance;

import java.util.List;

/** Fits weights by Newton's method, with a penalty on their squares. */
final class LogisticRegression {
  private static final int ROUNDS = 30;
  private static final double PENALTY = 1;

  /** One row: what is known of it, whether it is positive, and how much it counts. */
  static final class Row {
    final double[] features;
    final boolean positive;
    final double weight;

    Row(double[] features, boolean positive, double weight) {
      this.features = features;
      this.positive = positive;
      this.weight = weight;
    }
  }

  private LogisticRegression() {}

  static double[] fit(List<Row> rows, int size) {
    double[] weights = new double[size];
    for (int round = 0; round < ROUNDS; round++) {
      double[][] system = new double[size][size + 1];
      for (int i = 0; i < size; i++) {
        system[i][i] = PENALTY;
        system[i][size] = PENALTY * weights[i];
      }
      for (Row row : rows) {
        double p = probability(weights, row.features);
        double curve = row.weight * p * (1 - p);
        double slope = row.weight * (p - (row.positive ? 1 : 0));
        for (int i = 0; i < size; i++) {
          double x = row.features[i];
          if (x != 0) {
            system[i][size] += slope * x;
            for (int j = 0; j < size; j++) {
              system[i][j] += curve * x * row.features[j];
            }
          }
        }
      }
      double[] step = solve(system);
      for (int i = 0; i < size; i++) {
        weights[i] -= step[i];
      }
    }
    return weights;
  }

  static double logit(double[] weights, double[] features) {
    double z = 0;
    for (int i = 0; i < weights.length; i++) {
      z += weights[i] * features[i];
    }
    return z;
  }

  private static double probability(double[] weights, double[] features) {
    return 1 / (1 + Math.exp(-logit(weights, features)));
  }

  /** By Gauss; the penalty keeps the pivots from zero. */
  private static double[] solve(double[][] system) {
    int size = system.length;
    for (int pivot = 0; pivot < size; pivot++) {
      for (int row = pivot + 1; row < size; row++) {
        double factor = system[row][pivot] / system[pivot][pivot];
        for (int column = pivot; column <= size; column++) {
          system[row][column] -= factor * system[pivot][column];
        }
      }
    }
    double[] solution = new double[size];
    for (int row = size - 1; row >= 0; row--) {
      double rest = system[row][size];
      for (int column = row + 1; column < size; column++) {
        rest -= system[row][column] * solution[column];
      }
      solution[row] = rest / system[row][row];
    }
    return solution;
  }
}
