package io.phish.examples.training;

import io.phish.Thresholds;
import io.phish.core.model.TreeEnsemble;
import io.phish.spi.FeatureVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** What a model does with the rows that are measured on. */
final class Evaluation {
  private static final int BINS = 10;
  private static final String POPULARITY = "popular_";

  private final double[] phishing;
  private final double[] benign;
  private final double[] modernBenign;
  private final double prior;
  private final SortedMap<String, double[]> bySource;
  private final Map<String, Double> metrics = new LinkedHashMap<>();

  private Evaluation(Dataset test, double prior, ToDoubleFunction<double[]> score) {
    List<Double> phishing = new ArrayList<>();
    List<Double> benign = new ArrayList<>();
    List<Double> modern = new ArrayList<>();
    SortedMap<String, List<Double>> sources = new TreeMap<>();
    for (int row = 0; row < test.size(); row++) {
      Example example = test.example(row);
      double p = score.applyAsDouble(test.features(row));
      (example.phishing() ? phishing : benign).add(p);
      if (!example.phishing()) {
        sources.computeIfAbsent(example.source(), source -> new ArrayList<>()).add(p);
        if (!Split.isOld(example.source())) {
          modern.add(p);
        }
      }
    }
    this.phishing = array(phishing);
    this.benign = array(benign);
    this.modernBenign = array(modern);
    this.prior = prior;
    this.bySource = new TreeMap<>();
    sources.forEach((source, values) -> bySource.put(source, array(values)));
  }

  /** Measures a model and, for comparison, its parts. */
  static Evaluation of(TreeEnsemble model, Dataset test) {
    double prior = model.calibration().prior();
    ToDoubleFunction<double[]> probability =
        values -> model.assess(FeatureVector.of(model.schema(), values)).probability();
    Evaluation evaluation = new Evaluation(test, prior, probability);
    evaluation.measure(model);

    int host = model.schema().indexOf(Stack.NGRAM_HOST);
    int path = model.schema().indexOf(Stack.NGRAM_PATH);
    evaluation.compare("ngrams_alone", test, values -> values[host] + values[path]);
    evaluation.compare("ngrams_of_host_alone", test, values -> values[host]);
    evaluation.compare(
        "without_popularity", test, values -> probability.applyAsDouble(forget(values, model)));
    return evaluation;
  }

  /** What lists of a later date say is not known. */
  private static double[] forget(double[] values, TreeEnsemble model) {
    double[] unknown = values.clone();
    for (int i = 0; i < unknown.length; i++) {
      if (model.schema().feature(i).name().startsWith(POPULARITY)) {
        unknown[i] = Double.NaN;
      }
    }
    return unknown;
  }

  private void measure(TreeEnsemble model) {
    Thresholds thresholds = Thresholds.DEFAULT;
    metrics.put("rows_phishing", (double) phishing.length);
    metrics.put("rows_benign", (double) benign.length);
    ranking("", phishing, benign);
    ranking("modern_benign_", phishing, modernBenign);
    metrics.put("tpr_at_phishing", Metrics.rateAtOrAbove(phishing, thresholds.phishing()));
    metrics.put("tpr_at_suspicious", Metrics.rateAtOrAbove(phishing, thresholds.suspicious()));
    metrics.put("fpr_at_phishing", Metrics.rateAtOrAbove(benign, thresholds.phishing()));
    metrics.put("fpr_at_suspicious", Metrics.rateAtOrAbove(benign, thresholds.suspicious()));
    bySource.forEach(
        (source, p) -> {
          metrics.put("rows." + source, (double) p.length);
          metrics.put("fpr_at_phishing." + source, Metrics.rateAtOrAbove(p, thresholds.phishing()));
          metrics.put(
              "fpr_at_suspicious." + source, Metrics.rateAtOrAbove(p, thresholds.suspicious()));
        });
    metrics.put("prior", prior);
    metrics.put("brier", Metrics.brier(phishing, benign, prior));
    metrics.put("ece", reliability().error());
    // The trees learnt from another share of phishing: only the prior is put right here.
    double[][] raw = {uncalibrated(model, phishing), uncalibrated(model, benign)};
    metrics.put("ece_before_calibration", Metrics.reliability(raw[0], raw[1], prior, BINS).error());
  }

  /** What the trees alone would say: the calibration undone. */
  private static double[] uncalibrated(TreeEnsemble model, double[] probabilities) {
    double slope = model.calibration().slope();
    double intercept = model.calibration().intercept();
    return Arrays.stream(probabilities)
        .map(p -> 1 / (1 + Math.exp(-(Math.log(p / (1 - p)) - intercept) / slope)))
        .toArray();
  }

  private void compare(String name, Dataset test, ToDoubleFunction<double[]> score) {
    Evaluation other = new Evaluation(test, prior, score);
    ranking(name + '_', other.phishing, other.benign);
  }

  private void ranking(String prefix, double[] positives, double[] negatives) {
    if (positives.length == 0 || negatives.length == 0) {
      return;
    }
    metrics.put(prefix + "auc", Metrics.auc(positives, negatives));
    metrics.put(prefix + "tpr_at_fpr_1pct", Metrics.truePositiveRateAt(positives, negatives, 0.01));
    metrics.put(
        prefix + "tpr_at_fpr_0.1pct", Metrics.truePositiveRateAt(positives, negatives, 0.001));
  }

  /** The figures by name, in an order that can be read; unmodifiable. */
  Map<String, Double> metrics() {
    return Collections.unmodifiableMap(metrics);
  }

  Metrics.Reliability reliability() {
    return Metrics.reliability(phishing, benign, prior, BINS);
  }

  double truePositiveRateAt(double falsePositiveRate) {
    return Metrics.truePositiveRateAt(phishing, benign, falsePositiveRate);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
