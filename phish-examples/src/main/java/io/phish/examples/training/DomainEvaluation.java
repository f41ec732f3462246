package io.phish.examples.training;

import io.phish.examples.training.DomainProtocol.Grouping;
import io.phish.examples.training.DomainProtocol.Repeat;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures and pictures of models of a domain, repeat by repeat. */
final class DomainEvaluation {
  /** Where the published result stands. */
  private static final double PUBLISHED_FPR = 0.0023;

  private final DomainProtocol protocol;
  private final double prior;
  private final Figures figures = new Figures();
  private final Map<String, Scored> pictured = new LinkedHashMap<>();

  DomainEvaluation(DomainProtocol protocol, double prior) {
    this.protocol = protocol;
    this.prior = prior;
  }

  Map<String, Double> figures() {
    return figures.values();
  }

  void put(String name, double value) {
    figures.put(name, value);
  }

  /** What a model says, by its raw scores and by probabilities calibrated on the other folds. */
  void model(String name, Grouping grouping, List<Repeat> repeats) {
    double[][] probabilities = repeats.stream().map(protocol::calibrated).toArray(double[][]::new);
    measure(name, grouping, repeats, probabilities);
  }

  /** What probabilities are worth, one array a repeat. */
  void measure(String name, Grouping grouping, List<Repeat> repeats, double[][] probabilities) {
    String prefix = grouping.prefix() + name + '_';
    int count = repeats.size();
    double[] f1 = new double[count];
    double[] sums = new double[8];
    Scored.Builder pooled = new Scored.Builder();
    for (int i = 0; i < count; i++) {
      Scored scored = protocol.scored(probabilities[i]);
      Confusion confusion = protocol.judged(repeats.get(i).folds(), probabilities[i]);
      f1[i] = confusion.f1();
      double[] values = {
        Metrics.auc(scored.phishing(), scored.benign()),
        Metrics.truePositiveRateAt(scored.phishing(), scored.benign(), PUBLISHED_FPR),
        Metrics.truePositiveRateAt(scored.phishing(), scored.benign(), 0.01),
        confusion.precision(),
        confusion.recall(),
        confusion.falsePositiveRate(),
        Metrics.brier(scored.phishing(), scored.benign(), prior),
        Figures.reliability(scored, prior).error()
      };
      for (int v = 0; v < values.length; v++) {
        sums[v] += values[v];
      }
      Arrays.stream(scored.phishing()).forEach(p -> pooled.add(true, "", p));
      Arrays.stream(scored.benign()).forEach(p -> pooled.add(false, "benign", p));
    }
    double mean = Arrays.stream(f1).average().orElse(Double.NaN);
    figures.put(prefix + "f1", mean);
    figures.put(prefix + "f1_deviation", deviation(f1, mean));
    String[] names = {
      "auc", "tpr_at_fpr_0.23pct", "tpr_at_fpr_1pct", "precision", "recall", "fpr", "brier", "ece"
    };
    for (int v = 0; v < names.length; v++) {
      figures.put(prefix + names[v], sums[v] / count);
    }
    pictured.put(grouping.prefix() + name, pooled.build());
  }

  private static double deviation(double[] values, double mean) {
    double sum = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(sum / Math.max(1, values.length - 1));
  }

  /** Pictures of a model beside others, each named as it was measured. */
  Map<String, String> pictures(String name, Map<String, String> legends) {
    Map<String, Scored> models = new LinkedHashMap<>();
    legends.forEach(
        (measured, legend) -> {
          Scored scored = pictured.get(measured);
          if (scored != null) {
            models.put(legend, scored);
          }
        });
    Map<String, String> pictures = new LinkedHashMap<>();
    pictures.put("roc", Pictures.roc(models));
    pictures.put("pr", Pictures.precisionRecall(models, prior));
    pictures.put("reliability", Pictures.reliability(models, prior));
    Scored own = pictured.get(name);
    if (own != null) {
      pictures.put("scores", Pictures.histogram(own));
    }
    return pictures;
  }
}
