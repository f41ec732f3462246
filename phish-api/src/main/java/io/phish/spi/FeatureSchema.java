package io.phish.spi;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The features of an extractor or a model, in order. Immutable; equal if the features are. */
public final class FeatureSchema {
  /** No features. */
  public static final FeatureSchema EMPTY = new FeatureSchema(List.of());

  /** Most features a schema may have. */
  public static final int MAX_FEATURES = 65_536;

  private final List<Feature> features;
  private final Map<String, Integer> indices;
  private final long fingerprint;

  private FeatureSchema(List<Feature> features) {
    if (features.size() > MAX_FEATURES) {
      throw new IllegalArgumentException(
          features.size() + " features, " + MAX_FEATURES + " are allowed");
    }
    this.features = List.copyOf(features);
    this.indices = new HashMap<>(features.size() * 2);
    long hash = 0xcbf29ce484222325L; // FNV-1a, 64 bits
    for (int i = 0; i < features.size(); i++) {
      String name = features.get(i).name();
      if (indices.put(name, i) != null) {
        throw new IllegalArgumentException("feature '" + name + "' is in the schema twice");
      }
      for (int j = 0; j < name.length(); j++) {
        hash = (hash ^ name.charAt(j)) * 0x100000001b3L;
      }
      hash = (hash ^ ',') * 0x100000001b3L;
    }
    this.fingerprint = hash;
  }

  /**
   * A schema.
   *
   * @throws IllegalArgumentException if two features have one name
   */
  public static FeatureSchema of(List<Feature> features) {
    return features.isEmpty() ? EMPTY : new FeatureSchema(features);
  }

  /** As {@link #of(List)}. */
  public static FeatureSchema of(Feature... features) {
    return of(List.of(features));
  }

  /** The features in order; unmodifiable. */
  public List<Feature> features() {
    return features;
  }

  /** How many there are. */
  public int size() {
    return features.size();
  }

  /** The feature at an index. */
  public Feature feature(int index) {
    return features.get(index);
  }

  /** The index of a name, -1 if there is no such feature. */
  public int indexOf(String name) {
    return indices.getOrDefault(name, -1);
  }

  /**
   * A hash of the names and their order: what makes a stored vector readable. Stable across
   * processes and releases.
   */
  public long fingerprint() {
    return fingerprint;
  }

  @Override
  public boolean equals(Object o) {
    return o == this
        || (o instanceof FeatureSchema other
            && fingerprint == other.fingerprint
            && features.equals(other.features));
  }

  @Override
  public int hashCode() {
    return Long.hashCode(fingerprint);
  }

  @Override
  public String toString() {
    return "FeatureSchema" + features.stream().map(Feature::name).toList();
  }
}
