package io.phish.examples.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Rows of one split with what the models learn from. */
final class Dataset {
  private final int width;
  private final List<Example> examples = new ArrayList<>();
  private final List<double[]> features = new ArrayList<>();
  private final List<Double> weights = new ArrayList<>();

  /** A set without rows; rows have so many features. */
  Dataset(int width) {
    this.width = width;
  }

  /** Adds a row. The features are kept and may be changed in place. */
  void add(Example example, double[] values, double weight) {
    if (values.length != width) {
      throw new IllegalArgumentException(values.length + " features, " + width + " are needed");
    }
    examples.add(example);
    features.add(values);
    weights.add(weight);
  }

  int size() {
    return examples.size();
  }

  int width() {
    return width;
  }

  Example example(int row) {
    return examples.get(row);
  }

  double[] features(int row) {
    return features.get(row);
  }

  double weight(int row) {
    return weights.get(row);
  }

  int[] indices(IntPredicate chosen) {
    return IntStream.range(0, size()).filter(chosen).toArray();
  }

  /** The rows that are chosen, sharing their features with this set. */
  Dataset subset(IntPredicate chosen) {
    Dataset subset = new Dataset(width);
    for (int row : indices(chosen)) {
      subset.add(example(row), features(row), weight(row));
    }
    return subset;
  }

  /** The features of these rows one after another, as LightGBM takes them. */
  double[] matrix(int from, int to) {
    double[] matrix = new double[(to - from) * width];
    for (int row = from; row < to; row++) {
      System.arraycopy(features(row), 0, matrix, (row - from) * width, width);
    }
    return matrix;
  }
}
