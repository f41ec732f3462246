package io.phish.examples.training;

import io.phish.core.model.Calibration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What {@link Protocol} found, in figures and pictures. */
record Evaluation(Map<String, Double> metrics, Map<String, String> pictures) {
  /** The share of false alarms at which thresholds are set for comparison. */
  private static final double ONE_PERCENT = 0.01;

  static Evaluation of(Protocol.Outcome outcome, Calibration calibration) {
    Scored later = outcome.later().map(calibration::probability);
    Scored later0 = outcome.laterWithoutPopularity().map(calibration::probability);
    Scored unseen = beside(outcome.unseen(), outcome.later()).map(calibration::probability);
    Scored unseen0 =
        beside(outcome.unseenWithoutPopularity(), outcome.laterWithoutPopularity())
            .map(calibration::probability);
    Figures figures = new Figures();
    figures.put("prior", calibration.prior());
    figures.put("rows_phishing", later.phishing().length);
    figures.put("rows_benign", later.benign().length);
    figures.ranking("without_popularity_", later0);
    figures.ranking("", later);
    figures.ranking("modern_benign_", later.ofSources(source -> !Sources.isOld(source)));
    figures.calibration("", later, calibration.prior());
    uncalibrated(figures, outcome.later(), calibration.prior());
    transfer(figures, outcome);
    figures.atThresholds("", later);
    figures.ranking("unseen_source_", unseen);
    figures.ranking("unseen_source_without_popularity_", unseen0);
    figures.calibration("unseen_source_", unseen, calibration.prior());
    figures.atThresholds("unseen_source_", unseen);
    figures.atThresholds("unseen_source_without_popularity_", unseen0);
    figures.ranking("ngrams_alone_", outcome.laterByNgrams());
    figures.ranking("ngrams_of_host_alone_", outcome.laterByHost());
    figures.ranking("trees_alone_", outcome.laterByTrees());
    Map<String, SortedMap<Integer, Double>> decay = decay(figures, outcome.decay());
    Scored kept = outcome.kept().map(calibration::probability);
    figures.ranking("kept_domains_", kept);
    figures.calibration("kept_domains_", kept, calibration.prior());
    return new Evaluation(
        figures.values(), pictures(later, later0, unseen, decay, calibration.prior()));
  }

  private static Scored beside(Scored benign, Scored phishing) {
    return benign.withPhishing(phishing.phishing());
  }

  /** What the trees alone would say; they learnt from another share of phishing. */
  private static void uncalibrated(Figures figures, Scored raw, double prior) {
    Scored probabilities = raw.map(score -> 1 / (1 + Math.exp(-score)));
    figures.put("ece_before_calibration", Figures.reliability(probabilities, prior).error());
  }

  /** The threshold at 1 % of the domains that calibrate, on the others. */
  private static void transfer(Figures figures, Protocol.Outcome outcome) {
    if (outcome.unseenBetween().sources().isEmpty()) {
      return;
    }
    double threshold = Metrics.thresholdAtMean(outcome.unseenBetween(), ONE_PERCENT);
    figures.put(
        "unseen_source_fpr_of_threshold_set_at_1pct", outcome.unseen().meanSourceRate(threshold));
  }

  private static Map<String, SortedMap<Integer, Double>> decay(
      Figures figures, Map<String, SortedMap<Integer, Scored>> models) {
    Map<String, SortedMap<Integer, Double>> lines = new LinkedHashMap<>();
    models.forEach(
        (until, ages) -> {
          SortedMap<Integer, Double> line = new TreeMap<>();
          ages.forEach(
              (age, scored) -> {
                if (!scored.hasBothLabels()) {
                  return;
                }
                double found =
                    Metrics.truePositiveRateAt(scored.phishing(), scored.benign(), ONE_PERCENT);
                line.put(age, found);
                String name = "age.learnt_before_" + until + ".month_" + age;
                figures.put(name + ".auc", Metrics.auc(scored.phishing(), scored.benign()));
                figures.put(name + ".tpr_at_fpr_1pct", found);
              });
          if (!line.isEmpty()) {
            lines.put("learnt before " + until, line);
          }
        });
    return lines;
  }

  private static Map<String, String> pictures(
      Scored later,
      Scored later0,
      Scored unseen,
      Map<String, SortedMap<Integer, Double>> decay,
      double prior) {
    Map<String, Scored> both = new LinkedHashMap<>();
    both.put("with lists of popular sites", later);
    both.put("without", later0);
    if (unseen.hasBothLabels()) {
      both.put("benign sources not learnt from", unseen);
    }
    Map<String, Scored> bySource = new LinkedHashMap<>();
    bySource.put("source learnt from", later);
    if (unseen.hasBothLabels()) {
      bySource.put("source not learnt from", unseen);
    }
    Map<String, String> pictures = new LinkedHashMap<>();
    if (later.hasBothLabels()) {
      pictures.put("roc", Pictures.roc(both));
      pictures.put("pr", Pictures.precisionRecall(both, prior));
      pictures.put("reliability", Pictures.reliability(bySource, prior));
      pictures.put("sources", Pictures.falseAlarms(bySource));
      pictures.put("scores", Pictures.histogram(later));
    }
    if (!decay.isEmpty()) {
      pictures.put("decay", Pictures.decay(decay));
    }
    return pictures;
  }
}
