package io.phish.examples.training;

import io.phish.core.model.LightGbm;
import io.phish.core.model.TreeEnsemble;
import io.phish.spi.Feature;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Which part of the rows each row is scored with while the model learns from the others. Rows of
 * one group are never on both sides.
 */
final class DomainFolds {
  static final int FOLDS = 10;
  private static final ModelVersion UNNAMED = new ModelVersion("phish.domain", "", "", Map.of());

  private final int[] folds;

  private DomainFolds(int[] folds) {
    this.folds = folds;
  }

  /**
   * Puts rows into folds.
   *
   * @param group of a row
   * @param seed of how groups are spread
   */
  static DomainFolds of(List<DomainRow> rows, Function<DomainRow, String> group, long seed) {
    return new DomainFolds(rows.stream().mapToInt(row -> fold(group.apply(row), seed)).toArray());
  }

  private static int fold(String group, long seed) {
    long mixed = (group.hashCode() + seed * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    return (int) ((mixed >>> 32) % FOLDS);
  }

  int foldOf(int row) {
    return folds[row];
  }

  int size() {
    return folds.length;
  }

  /** The score of each row by trees that learnt from the other folds. */
  double[] score(List<DomainRow> rows, View view, Recipe recipe, long seed) throws IOException {
    double[] scores = new double[folds.length];
    for (int fold = 0; fold < FOLDS; fold++) {
      int left = fold;
      int[] others = IntStream.range(0, folds.length).filter(row -> folds[row] != left).toArray();
      TreeEnsemble trees = view.train(rows, others, recipe, seed);
      for (int row = 0; row < folds.length; row++) {
        if (folds[row] == left) {
          scores[row] = view.score(trees, rows.get(row));
        }
      }
    }
    return scores;
  }

  /**
   * Some of what is known of a row.
   *
   * @param schema of the features
   * @param features of a row
   */
  record View(FeatureSchema schema, Function<DomainRow, double[]> features) {

    /** Features without names. */
    static View of(int size, Function<DomainRow, double[]> features) {
      return new View(numbered(size), features);
    }

    static FeatureSchema numbered(int size) {
      return FeatureSchema.of(
          IntStream.range(0, size).mapToObj(i -> Feature.real("column_" + i, "", "")).toList());
    }

    TreeEnsemble train(List<DomainRow> rows, int[] chosen, Recipe recipe, long seed)
        throws IOException {
      int width = schema.size();
      float[] matrix = new float[chosen.length * width];
      float[] labels = new float[chosen.length];
      float[] weights = new float[chosen.length];
      for (int at = 0; at < chosen.length; at++) {
        DomainRow row = rows.get(chosen[at]);
        double[] values = features.apply(row);
        for (int i = 0; i < width; i++) {
          matrix[at * width + i] = (float) values[i];
        }
        labels[at] = row.phishing() ? 1 : 0;
        weights[at] = 1;
      }
      String text = TreeTrainer.train(matrix, labels, weights, width, recipe, seed);
      return LightGbm.read(text, "as trained", schema, UNNAMED);
    }

    /** Raw log-odds of a row. */
    double score(TreeEnsemble trees, DomainRow row) {
      return trees.score(FeatureVector.of(schema, features.apply(row)));
    }
  }
}
