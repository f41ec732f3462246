package io.phish.examples.training;

import io.phish.core.model.NamePriors;
import io.phish.spi.ModelVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Weighs phishing against benign rows by the ending of their domain: the public suffix, or the
 * platform that the site is under.
 */
final class EndingTrainer {
  private static final ModelVersion UNNAMED =
      new ModelVersion("phish.url.endings", "", "", Map.of());

  /** An ending counts as if so many rows of the usual mix had been seen beside its own. */
  private static final double USUAL = 10;

  /** Of a rarer ending nothing is known. */
  private static final double FEWEST = 5;

  private final Map<String, double[]> weights = new HashMap<>();
  private final double[] all = new double[2];

  void learn(Example row, double weight) {
    int label = row.phishing() ? 1 : 0;
    all[label] += weight;
    if (!row.ending().isEmpty()) {
      weights.computeIfAbsent(row.ending(), ending -> new double[2])[label] += weight;
    }
  }

  /** A table without a name. */
  NamePriors train() {
    double phishing = all[1] / (all[0] + all[1]);
    Map<String, Double> logOdds = new TreeMap<>();
    weights.forEach(
        (ending, seen) -> {
          if (seen[0] + seen[1] >= FEWEST) {
            logOdds.put(
                ending,
                Math.log((seen[1] + USUAL * phishing) / (seen[0] + USUAL * (1 - phishing))));
          }
        });
    return NamePriors.of(UNNAMED, logOdds);
  }
}
