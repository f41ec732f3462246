package io.phish.examples.training;

import io.phish.core.model.LightGbm;
import io.phish.core.model.NgramModel;
import io.phish.core.model.TreeEnsemble;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntPredicate;

/** The n-gram model and the trees above it. */
final class Stack {
  /** The features that the n-gram model fills. */
  static final String NGRAM_HOST = "ngram_host";

  static final String NGRAM_PATH = "ngram_path";

  private static final int FOLDS = 5;
  private static final ModelVersion FOLD = new ModelVersion("fold", "", "", Map.of());

  private final FeatureSchema schema;
  private final UrlTrainer.Options options;
  private final int hostFeature;
  private final int pathFeature;

  Stack(FeatureSchema schema, UrlTrainer.Options options) {
    this.schema = schema;
    this.options = options;
    this.hostFeature = schema.indexOf(NGRAM_HOST);
    this.pathFeature = schema.indexOf(NGRAM_PATH);
    if (hostFeature < 0 || pathFeature < 0) {
      throw new IllegalStateException(
          "the extractor gives no " + NGRAM_HOST + " and " + NGRAM_PATH);
    }
  }

  /**
   * Trains the n-grams, and gives every row what a model says that did not learn from it: rows of
   * training by folds, the others by the model that is returned.
   */
  NgramModel ngrams(Splits splits, ModelVersion version) throws IOException {
    Dataset training = splits.training;
    int[] folds = splits.folds(FOLDS);
    for (int fold = 0; fold < FOLDS; fold++) {
      int left = fold;
      fill(training, train(training, row -> folds[row] != left, FOLD), row -> folds[row] == left);
    }
    NgramModel model = reread(train(training, row -> true, version));
    fill(splits.calibration, model, row -> true);
    fill(splits.test, model, row -> true);
    return model;
  }

  private NgramModel train(Dataset data, IntPredicate learns, ModelVersion version) {
    return NgramTrainer.train(options.shape(), data, learns, options.seed(), version);
  }

  private void fill(Dataset data, NgramModel model, IntPredicate chosen) {
    for (int row : data.indices(chosen)) {
      Example example = data.example(row);
      double[] values = data.features(row);
      values[hostFeature] = model.host(example.href(), example.hostStart(), example.hostEnd());
      values[pathFeature] = model.path(example.href(), example.pathStart(), example.pathEnd());
    }
  }

  /** Trains the trees on features that are complete, and calibrates them. */
  TreeEnsemble trees(Splits splits, ModelVersion version) throws IOException {
    String text = TreeTrainer.train(splits.training, options);
    TreeEnsemble raw = LightGbm.read(text, "as trained", schema, version);
    Dataset held = splits.calibration;
    double[] phishing = scores(raw, held, row -> held.example(row).phishing());
    double[] benign = scores(raw, held, row -> !held.example(row).phishing());
    if (phishing.length == 0 || benign.length == 0) {
      throw new IOException("no rows to calibrate on: see the README of the data for the split");
    }
    return raw.withCalibration(Platt.fit(phishing, benign, options.prior()));
  }

  /** Log-odds of an uncalibrated model. */
  private double[] scores(TreeEnsemble model, Dataset data, IntPredicate chosen) {
    return Arrays.stream(probabilities(model, data, chosen))
        .map(p -> Math.log(p / (1 - p)))
        .toArray();
  }

  double[] probabilities(TreeEnsemble model, Dataset data, IntPredicate chosen) {
    return Arrays.stream(data.indices(chosen))
        .mapToDouble(
            row -> model.assess(FeatureVector.of(schema, data.features(row))).probability())
        .toArray();
  }

  /** The model as its file will be read, with the hash of that file. */
  static NgramModel reread(NgramModel model) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    model.writeTo(file);
    return NgramModel.read(new ByteArrayInputStream(file.toByteArray()), "as trained");
  }
}
