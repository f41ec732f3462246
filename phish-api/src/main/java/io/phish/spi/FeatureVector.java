package io.phish.spi;

import java.util.Arrays;

/** Numbers against a schema; NaN stands for what is not known, never 0. Immutable. */
public final class FeatureVector {
  /** No features. */
  public static final FeatureVector EMPTY = new FeatureVector(FeatureSchema.EMPTY, new double[0]);

  private final FeatureSchema schema;
  private final double[] values;

  private FeatureVector(FeatureSchema schema, double[] values) {
    this.schema = schema;
    this.values = values;
  }

  /**
   * A vector with a copy of these values.
   *
   * @throws IllegalArgumentException if there are more or fewer values than features
   */
  public static FeatureVector of(FeatureSchema schema, double... values) {
    if (values.length != schema.size()) {
      throw new IllegalArgumentException(
          values.length + " values for " + schema.size() + " features");
    }
    return new FeatureVector(schema, values.clone());
  }

  /** A builder with every value unknown. */
  public static Builder builder(FeatureSchema schema) {
    double[] values = new double[schema.size()];
    Arrays.fill(values, Double.NaN);
    return new Builder(schema, values);
  }

  /** A builder that begins with these values. */
  public Builder toBuilder() {
    return new Builder(schema, values.clone());
  }

  /** The schema. */
  public FeatureSchema schema() {
    return schema;
  }

  /** How many values there are. */
  public int size() {
    return values.length;
  }

  /** The value at an index of the schema, NaN if it is not known. */
  public double get(int index) {
    return values[index];
  }

  /**
   * The value of a feature, NaN if it is not known.
   *
   * @throws IllegalArgumentException if the schema has no such feature
   */
  public double get(String name) {
    int index = schema.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("no feature '" + name + "' in " + schema);
    }
    return values[index];
  }

  /** Whether the value at an index is known. */
  public boolean isKnown(int index) {
    return !Double.isNaN(values[index]);
  }

  /** A copy of the values. */
  public double[] toArray() {
    return values.clone();
  }

  /** These values in the order of another schema; what this one does not have is not known. */
  public FeatureVector project(FeatureSchema target) {
    if (target.fingerprint() == schema.fingerprint()) {
      return this;
    }
    double[] projected = new double[target.size()];
    for (int i = 0; i < projected.length; i++) {
      int index = schema.indexOf(target.feature(i).name());
      projected[i] = index < 0 ? Double.NaN : values[index];
    }
    return new FeatureVector(target, projected);
  }

  @Override
  public boolean equals(Object o) {
    return o == this
        || (o instanceof FeatureVector other
            && schema.equals(other.schema)
            && Arrays.equals(values, other.values));
  }

  @Override
  public int hashCode() {
    return 31 * schema.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("FeatureVector{");
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? "" : ", ")
          .append(schema.feature(i).name())
          .append('=')
          .append(values[i]);
    }
    return text.append('}').toString();
  }

  /** Fills a vector. Not safe for several threads; of no use after {@link #build}. */
  public static final class Builder {
    private final FeatureSchema schema;
    private double[] values;

    private Builder(FeatureSchema schema, double[] values) {
      this.schema = schema;
      this.values = values;
    }

    /** Sets the value at an index of the schema. */
    public Builder set(int index, double value) {
      values[index] = value;
      return this;
    }

    /** Sets a flag at an index of the schema. */
    public Builder set(int index, boolean value) {
      values[index] = value ? 1 : 0;
      return this;
    }

    /** Adds 1 to the value at an index of the schema; one that is not known stays so. */
    public Builder increment(int index) {
      values[index]++;
      return this;
    }

    /**
     * Sets the value of a feature.
     *
     * @throws IllegalArgumentException if the schema has no such feature
     */
    public Builder set(String name, double value) {
      int index = schema.indexOf(name);
      if (index < 0) {
        throw new IllegalArgumentException("no feature '" + name + "' in " + schema);
      }
      values[index] = value;
      return this;
    }

    /**
     * The vector; takes the values over without a copy.
     *
     * @throws IllegalStateException at a second call
     */
    public FeatureVector build() {
      if (values.length != schema.size()) {
        throw new IllegalStateException("the vector is built already");
      }
      FeatureVector vector = new FeatureVector(schema, values);
      values = EMPTY.values;
      return vector;
    }
  }
}
