package io.phish.core.model;

import io.phish.spi.FeatureVector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes of trees compare: numbers made of the features once for a vector, so that a node
 * need not know about values that are not known, zeros that count as such, or categories. None is
 * NaN: what is not known is the infinity that goes the right way at every threshold.
 *
 * <p>Input 0 is 0 for every vector and belongs to no feature.
 */
final class Inputs {
  /** Left of every threshold, and right of it. */
  private static final double LEFT = Double.NEGATIVE_INFINITY;

  private static final double RIGHT = Double.POSITIVE_INFINITY;

  private final Precision precision;
  private final int size;
  private final int plain;

  /** Per input which feature it is made of, and what stands for one that is not known. */
  private final int[] feature;

  private final double[] missing;

  /** How the inputs from {@link #plain} on are made. */
  private final Source[] special;

  private Inputs(List<Source> sources, Precision precision) {
    this.precision = precision;
    this.size = sources.size() + 1;
    this.plain = 1 + (int) sources.stream().filter(Source::isPlain).count();
    this.feature = new int[size];
    this.missing = new double[size];
    for (int i = 1; i < size; i++) {
      Source source = sources.get(i - 1);
      feature[i] = source.feature;
      missing[i] = source.missing();
    }
    this.special = sources.subList(plain - 1, sources.size()).toArray(Source[]::new);
  }

  /** How one input is made. */
  private record Source(
      int feature, boolean nanLeft, boolean zeroIsMissing, @Nullable Categories categories) {

    boolean isPlain() {
      return !zeroIsMissing && categories == null;
    }

    double missing() {
      return nanLeft ? LEFT : RIGHT;
    }

    double of(double value, Precision precision) {
      if (Double.isNaN(value) || (zeroIsMissing && Math.abs(value) <= Tree.ZERO)) {
        return missing();
      }
      if (categories != null) {
        return categories.contains(precision.category(value)) ? LEFT : RIGHT;
      }
      return value;
    }
  }

  /** Collects what nodes ask for; equal questions share an input. */
  static final class Builder {
    private final Map<Source, Integer> sources = new LinkedHashMap<>();

    void add(Tree.Node node) {
      sources.putIfAbsent(source(node), sources.size());
    }

    private static Source source(Tree.Node node) {
      return new Source(node.feature(), node.nanLeft(), node.zeroIsMissing(), node.categories());
    }

    /** Gives every input its number, plain ones first; nothing is added after that. */
    Inputs build(Precision precision) {
      List<Source> ordered = new ArrayList<>(sources.size());
      sources.keySet().stream().filter(Source::isPlain).forEach(ordered::add);
      sources.keySet().stream().filter(source -> !source.isPlain()).forEach(ordered::add);
      for (int i = 0; i < ordered.size(); i++) {
        sources.put(ordered.get(i), i + 1);
      }
      return new Inputs(ordered, precision);
    }

    int indexOf(Tree.Node node) {
      return Objects.requireNonNull(sources.get(source(node)), "a node that was not added");
    }
  }

  /** The inputs of a vector, padded with zeros to a power of two. */
  double[] of(FeatureVector features) {
    double[] inputs = new double[length()];
    for (int i = 1; i < plain; i++) {
      double value = precision.of(features.get(feature[i]));
      inputs[i] = Double.isNaN(value) ? missing[i] : value;
    }
    for (int i = plain; i < size; i++) {
      inputs[i] = special[i - plain].of(precision.of(features.get(feature[i])), precision);
    }
    return inputs;
  }

  /** How long the array of inputs is: a power of two, of which only some are used. */
  int length() {
    return Math.max(2, Integer.highestOneBit(2 * size - 1));
  }

  /** Adds to each feature what its inputs have gathered. */
  void addToFeatures(double[] gathered, double factor, double[] features) {
    for (int i = 1; i < size; i++) {
      features[feature[i]] += factor * gathered[i];
    }
  }
}
