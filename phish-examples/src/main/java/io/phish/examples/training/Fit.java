package io.phish.examples.training;

import io.phish.core.model.LightGbm;
import io.phish.core.model.NamePriors;
import io.phish.core.model.NgramModel;
import io.phish.core.model.TreeEnsemble;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The models, trained on some rows of a pool and not yet calibrated.
 *
 * <p>The trees learn from log-odds by models of n-grams and endings that did not see the row: folds
 * are blocks of time for phishing and registrable domains for benign rows.
 */
final class Fit {
  private static final ModelVersion UNNAMED = new ModelVersion("phish.url", "", "", Map.of());
  private static final double SURE = 1e-12;

  private final Pool pool;
  private final Columns columns;
  private final @Nullable NgramModel ngrams;
  private final NamePriors endings;
  private final TreeEnsemble trees;

  private Fit(Pool pool, @Nullable NgramModel ngrams, NamePriors endings, TreeEnsemble trees) {
    this.pool = pool;
    this.columns = new Columns(pool.schema());
    this.ngrams = ngrams;
    this.endings = endings;
    this.trees = trees;
  }

  /**
   * Trains.
   *
   * @param rows what is learnt from
   * @param seed of everything that is random
   */
  static Fit of(Pool pool, int[] rows, Recipe recipe, long seed) throws IOException {
    return new Trainer(pool, rows, recipe, seed).fit(true);
  }

  /** Trains trees that know nothing of n-grams. */
  static Fit withoutNgrams(Pool pool, int[] rows, Recipe recipe, long seed) throws IOException {
    return new Trainer(pool, rows, recipe, seed).fit(false);
  }

  NgramModel ngrams() {
    return Objects.requireNonNull(ngrams);
  }

  NamePriors endings() {
    return endings;
  }

  TreeEnsemble trees() {
    return trees;
  }

  /** Raw log-odds of a row by both. */
  double score(int row) {
    return score(trees, values(row));
  }

  /** The same with every list of popular sites forgotten. */
  double scoreWithoutPopularity(int row) {
    return score(trees, columns.forgetPopularity(values(row)));
  }

  /** Log-odds by the n-grams of host and path. */
  double ngramScore(int row) {
    return hostScore(row) + pathScore(row);
  }

  double hostScore(int row) {
    Example example = pool.example(row);
    return ngrams == null ? 0 : ngrams.host(example.href(), example.hostStart(), example.hostEnd());
  }

  private double pathScore(int row) {
    Example example = pool.example(row);
    return ngrams == null ? 0 : ngrams.path(example.href(), example.pathStart(), example.pathEnd());
  }

  private double[] values(int row) {
    double[] values = Columns.doubles(pool.features(row));
    values[columns.host()] = hostScore(row);
    values[columns.path()] = pathScore(row);
    values[columns.ending()] = endings.get(pool.example(row).ending());
    return values;
  }

  private static double score(TreeEnsemble trees, double[] values) {
    double p = trees.assess(FeatureVector.of(trees.schema(), values)).probability();
    double bounded = Math.max(SURE, Math.min(1 - SURE, p));
    return Math.log(bounded / (1 - bounded));
  }

  /** The model as its file will be read, with the hash of that file. */
  static NgramModel reread(NgramModel model) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    model.writeTo(file);
    return NgramModel.read(new ByteArrayInputStream(file.toByteArray()), "as trained");
  }

  /** As {@link #reread(NgramModel)}. */
  static NamePriors reread(NamePriors model) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    model.writeTo(file);
    return NamePriors.read(new ByteArrayInputStream(file.toByteArray()), "as trained");
  }

  /** The steps of training. */
  private static final class Trainer {
    private final Pool pool;
    private final int[] rows;
    private final Recipe recipe;
    private final long seed;
    private final double[] weights;
    private final Columns columns;
    private final int width;

    Trainer(Pool pool, int[] rows, Recipe recipe, long seed) {
      this.pool = pool;
      this.rows = rows;
      this.recipe = recipe;
      this.seed = seed;
      this.weights =
          Arrays.stream(rows).mapToDouble(row -> recipe.weights().of(pool.example(row))).toArray();
      this.columns = new Columns(pool.schema());
      this.width = pool.schema().size();
    }

    Fit fit(boolean withNgrams) throws IOException {
      float[] matrix = matrix();
      int[] folds = folds();
      fillEndings(matrix, folds);
      if (withNgrams) {
        fillNgrams(matrix, folds);
      }
      NgramModel ngrams = withNgrams ? reread(ngrams(at -> true)) : null;
      return new Fit(pool, ngrams, reread(endings(at -> true)), trees(matrix));
    }

    /** The features, popularity forgotten here and there; nothing that a model fills. */
    private float[] matrix() {
      float[] matrix = new float[rows.length * width];
      SplittableRandom random = new SplittableRandom(seed);
      for (int at = 0; at < rows.length; at++) {
        int from = at * width;
        System.arraycopy(pool.features(rows[at]), 0, matrix, from, width);
        matrix[from + columns.host()] = 0;
        matrix[from + columns.path()] = 0;
        if (random.nextDouble() < recipe.forgotten()) {
          for (int column : columns.popularity()) {
            matrix[from + column] = Float.NaN;
          }
        }
      }
      return matrix;
    }

    private void fillEndings(float[] matrix, int[] folds) {
      for (int fold = 0; fold < recipe.folds(); fold++) {
        int left = fold;
        NamePriors model = endings(at -> folds[at] != left);
        for (int at = 0; at < rows.length; at++) {
          if (folds[at] == left) {
            matrix[at * width + columns.ending()] =
                (float) model.get(pool.example(rows[at]).ending());
          }
        }
      }
    }

    private NamePriors endings(IntPredicate learns) {
      EndingTrainer trainer = new EndingTrainer();
      for (int at = 0; at < rows.length; at++) {
        if (learns.test(at)) {
          trainer.learn(pool.example(rows[at]), weights[at]);
        }
      }
      return trainer.train();
    }

    private void fillNgrams(float[] matrix, int[] folds) {
      for (int fold = 0; fold < recipe.folds(); fold++) {
        int left = fold;
        NgramModel model = ngrams(at -> folds[at] != left);
        for (int at = 0; at < rows.length; at++) {
          if (folds[at] == left) {
            Example row = pool.example(rows[at]);
            matrix[at * width + columns.host()] =
                (float) model.host(row.href(), row.hostStart(), row.hostEnd());
            matrix[at * width + columns.path()] =
                (float) model.path(row.href(), row.pathStart(), row.pathEnd());
          }
        }
      }
    }

    /** A fold for each row: blocks of time for phishing, domains for benign rows. */
    private int[] folds() {
      int[] folds = new int[rows.length];
      Integer[] phishing =
          IntStream.range(0, rows.length)
              .filter(at -> pool.example(rows[at]).phishing())
              .boxed()
              .toArray(Integer[]::new);
      Arrays.sort(
          phishing, (a, b) -> pool.example(rows[a]).date().compareTo(pool.example(rows[b]).date()));
      for (int i = 0; i < phishing.length; i++) {
        folds[phishing[i]] = (int) ((long) i * recipe.folds() / phishing.length);
      }
      for (int at = 0; at < rows.length; at++) {
        if (!pool.example(rows[at]).phishing()) {
          folds[at] = Split.foldOf(pool.example(rows[at]), recipe.folds());
        }
      }
      return folds;
    }

    private NgramModel ngrams(IntPredicate learns) {
      int[] chosen = IntStream.range(0, rows.length).filter(learns).toArray();
      return NgramTrainer.train(
          recipe,
          pool,
          Arrays.stream(chosen).map(at -> rows[at]).toArray(),
          Arrays.stream(chosen).mapToDouble(at -> weights[at]).toArray(),
          seed);
    }

    private TreeEnsemble trees(float[] matrix) throws IOException {
      float[] labels = new float[rows.length];
      float[] treeWeights = new float[rows.length];
      for (int at = 0; at < rows.length; at++) {
        labels[at] = pool.example(rows[at]).phishing() ? 1 : 0;
        treeWeights[at] = (float) weights[at];
      }
      String text = TreeTrainer.train(matrix, labels, treeWeights, width, recipe, seed);
      return LightGbm.read(text, "as trained", pool.schema(), UNNAMED);
    }
  }
}
