package io.phish.spi;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a model makes of a vector. Immutable; safe for any number of threads. */
public final class Assessment {
  private final double probability;
  private final int size;
  private final @Nullable Supplier<double[]> source;
  private volatile double @Nullable [] contributions;

  /**
   * An assessment.
   *
   * @param probability calibrated, from 0 to 1
   * @param contributions by how much each feature of the model's schema moved the log-odds, above 0
   *     towards phishing; taken over without a copy
   * @throws IllegalArgumentException if the probability is none
   */
  public Assessment(double probability, double... contributions) {
    this.probability = require(probability);
    this.size = contributions.length;
    this.source = null;
    this.contributions = contributions;
  }

  /**
   * An assessment whose contributions are worked out when they are first asked for: many are never
   * looked at.
   *
   * @param probability calibrated, from 0 to 1
   * @param size how many contributions there are
   * @param contributions gives them, as the other constructor takes them; pure, because threads
   *     that ask at the same time may each call it. What it throws is thrown to whoever asks.
   * @throws IllegalArgumentException if the probability is none or the size is negative
   */
  public Assessment(double probability, int size, Supplier<double[]> contributions) {
    this.probability = require(probability);
    if (size < 0) {
      throw new IllegalArgumentException("size " + size + " is negative");
    }
    this.size = size;
    this.source = Objects.requireNonNull(contributions, "contributions");
  }

  private static double require(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability " + probability + " is not within 0 and 1");
    }
    return probability;
  }

  /** The calibrated probability of phishing. */
  public double probability() {
    return probability;
  }

  /** How many contributions there are: as many as features. */
  public int size() {
    return size;
  }

  /**
   * By how much the feature at an index of the model's schema moved the log-odds. A model that
   * cannot tell gives 0 for every feature.
   */
  public double contribution(int index) {
    double[] known = contributions;
    return (known == null ? work() : known)[index];
  }

  private double[] work() {
    double[] worked = Objects.requireNonNull(source, "source").get();
    if (worked.length != size) {
      throw new IllegalStateException(
          worked.length + " contributions where " + size + " were announced");
    }
    contributions = worked;
    return worked;
  }
}
