package io.phish.examples.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;

/** What a model said about labelled rows; benign ones by the source they came from. */
final class Scored {
  private final double[] phishing;
  private final SortedMap<String, double[]> sources;

  private Scored(double[] phishing, SortedMap<String, double[]> sources) {
    this.phishing = phishing;
    this.sources = Collections.unmodifiableSortedMap(sources);
  }

  /** Collects rows. */
  static final class Builder {
    private final List<Double> phishing = new ArrayList<>();
    private final SortedMap<String, List<Double>> sources = new TreeMap<>();

    void add(boolean isPhishing, String source, double score) {
      (isPhishing ? phishing : sources.computeIfAbsent(source, s -> new ArrayList<>())).add(score);
    }

    Scored build() {
      SortedMap<String, double[]> arrays = new TreeMap<>();
      sources.forEach((source, scores) -> arrays.put(source, array(scores)));
      return new Scored(array(phishing), arrays);
    }

    private static double[] array(List<Double> values) {
      return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  double[] phishing() {
    return phishing;
  }

  /** All benign rows. */
  double[] benign() {
    return sources.values().stream().flatMapToDouble(Arrays::stream).toArray();
  }

  /** Benign rows by source; unmodifiable. */
  SortedMap<String, double[]> sources() {
    return sources;
  }

  boolean hasBothLabels() {
    return phishing.length > 0 && !sources.isEmpty();
  }

  /** The same phishing beside some of the sources. */
  Scored ofSources(Predicate<String> chosen) {
    SortedMap<String, double[]> some = new TreeMap<>(sources);
    some.keySet().removeIf(chosen.negate());
    return new Scored(phishing, some);
  }

  /** The same benign rows beside other phishing. */
  Scored withPhishing(double[] other) {
    return new Scored(other, sources);
  }

  /** The same rows with other scores. */
  Scored map(DoubleUnaryOperator change) {
    SortedMap<String, double[]> changed = new TreeMap<>();
    sources.forEach(
        (source, scores) -> changed.put(source, Arrays.stream(scores).map(change).toArray()));
    return new Scored(Arrays.stream(phishing).map(change).toArray(), changed);
  }

  /** The share of benign rows at or above a threshold, each source counting alike. */
  double meanSourceRate(double threshold) {
    return sources.values().stream()
        .mapToDouble(scores -> Metrics.rateAtOrAbove(scores, threshold))
        .average()
        .orElse(Double.NaN);
  }
}
