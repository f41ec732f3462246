package io.phish.examples.training;

import io.phish.Thresholds;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Named figures of quality, in the order in which they were measured. */
final class Figures {
  /** Bins of equal width over the probabilities, for the calibration error and its picture. */
  static final int BINS = 10;

  private final Map<String, Double> values = new LinkedHashMap<>();

  void put(String name, double value) {
    values.put(name, value);
  }

  /** How well the order of the scores is; nothing if one label is missing. */
  void ranking(String prefix, Scored scored) {
    if (!scored.hasBothLabels()) {
      return;
    }
    double[] phishing = scored.phishing();
    double[] benign = scored.benign();
    put(prefix + "auc", Metrics.auc(phishing, benign));
    put(prefix + "tpr_at_fpr_1pct", Metrics.truePositiveRateAt(phishing, benign, 0.01));
    put(prefix + "tpr_at_fpr_0.1pct", Metrics.truePositiveRateAt(phishing, benign, 0.001));
    put(
        prefix + "tpr_at_mean_source_fpr_1pct",
        Metrics.rateAtOrAbove(phishing, Metrics.thresholdAtMean(scored, 0.01)));
  }

  /** What the thresholds that an application finds set do, source by source. */
  void atThresholds(String prefix, Scored scored) {
    Thresholds thresholds = Thresholds.DEFAULT;
    double[] benign = scored.benign();
    if (scored.phishing().length > 0) {
      put(
          prefix + "tpr_at_phishing",
          Metrics.rateAtOrAbove(scored.phishing(), thresholds.phishing()));
      put(
          prefix + "tpr_at_suspicious",
          Metrics.rateAtOrAbove(scored.phishing(), thresholds.suspicious()));
    }
    if (benign.length == 0) {
      return;
    }
    put(prefix + "fpr_at_phishing", Metrics.rateAtOrAbove(benign, thresholds.phishing()));
    put(prefix + "fpr_at_suspicious", Metrics.rateAtOrAbove(benign, thresholds.suspicious()));
    scored
        .sources()
        .forEach(
            (source, p) -> {
              put(prefix + "rows." + source, p.length);
              put(
                  prefix + "fpr_at_phishing." + source,
                  Metrics.rateAtOrAbove(p, thresholds.phishing()));
              put(
                  prefix + "fpr_at_suspicious." + source,
                  Metrics.rateAtOrAbove(p, thresholds.suspicious()));
            });
  }

  /** How well probabilities are what they say where this share is phishing. */
  void calibration(String prefix, Scored scored, double prior) {
    if (!scored.hasBothLabels()) {
      return;
    }
    put(prefix + "brier", Metrics.brier(scored.phishing(), scored.benign(), prior));
    put(prefix + "ece", reliability(scored, prior).error());
  }

  static Metrics.Reliability reliability(Scored scored, double prior) {
    return Metrics.reliability(scored.phishing(), scored.benign(), prior, BINS);
  }

  /** By name; unmodifiable. */
  Map<String, Double> values() {
    return Collections.unmodifiableMap(values);
  }
}
