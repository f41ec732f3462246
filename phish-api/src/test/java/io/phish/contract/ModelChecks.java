package io.phish.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.phish.spi.Assessment;
import io.phish.spi.Feature;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import io.phish.spi.ScoringModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** What every {@link ScoringModel} must keep, whether it is tested alone or with its extractor. */
final class ModelChecks implements AutoCloseable {
  private static final int RANDOM_VECTORS = 256;

  /** Of a schema with more features than this, some are tried one by one. */
  private static final int FEATURES = 256;

  private final Crew crew = new Crew();
  private final ScoringModel model;
  private final Duration tolerance;

  ModelChecks(ScoringModel model, Duration tolerance) {
    this.model = model;
    this.tolerance = tolerance;
  }

  void all() throws Exception {
    versionIsComplete();
    schemaIsStable();
    priorIsAShare();
    assessesNothingKnown();
    assessesExtremes();
    assessesRandom();
    assessesAlike();
    assessesAlikeOnThreads();
  }

  void versionIsComplete() {
    ModelVersion version = model.version();
    assertFalse(version.id().isBlank(), "the model has no id");
    assertFalse(version.version().isBlank(), "the model has no version");
    String sha256 = version.sha256();
    assertTrue(
        sha256.isEmpty() || sha256.matches("[0-9a-f]{64}"),
        () -> "sha256 is '" + sha256 + "', neither empty nor 64 lower-case hexadecimal digits");
    assertFalse(version.card().isEmpty(), "the model has no card");
    version
        .card()
        .forEach(
            (name, text) -> {
              assertFalse(name.isBlank(), "a name in the card is blank");
              assertFalse(text.isBlank(), () -> name + " of the card is blank");
            });
    assertEquals(version, model.version(), "version at a second call");
  }

  void schemaIsStable() {
    FeatureSchema schema = model.schema();
    assertTrue(schema.size() > 0, "the model has no features");
    assertEquals(schema, model.schema(), "schema at a second call");
    assess(vectorOf(Double.NaN));
    assertEquals(schema, model.schema(), "schema after an assessment");
  }

  void priorIsAShare() {
    double prior = model.prior();
    assertTrue(
        prior >= 1e-6 && prior <= 1 - 1e-6,
        () -> "the prior is " + prior + ", not within 0.000001 and 0.999999");
    assertEquals(prior, model.prior(), "prior at a second call");
  }

  void assessesNothingKnown() {
    assess(vectorOf(Double.NaN));
  }

  void assessesExtremes() {
    List<double[]> vectors = new ArrayList<>();
    for (double value : new double[] {0, -0.0, 1, -1, Double.MIN_VALUE}) {
      vectors.add(vectorOf(value));
    }
    vectors.add(vectorOf(Double.MAX_VALUE));
    vectors.add(vectorOf(-Double.MAX_VALUE));
    double[] least = new double[model.schema().size()];
    double[] most = new double[model.schema().size()];
    for (int i = 0; i < least.length; i++) {
      least[i] = finite(model.schema().feature(i).min());
      most[i] = finite(model.schema().feature(i).max());
    }
    vectors.add(least);
    vectors.add(most);
    vectors.forEach(this::assess);

    int step = 1 + least.length / FEATURES;
    for (int i = 0; i < least.length; i += step) {
      for (double value : new double[] {least[i], most[i], 0}) {
        double[] known = vectorOf(Double.NaN);
        known[i] = value;
        assess(known);
      }
    }
  }

  void assessesRandom() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < RANDOM_VECTORS; i++) {
      assess(randomVector(random));
    }
  }

  void assessesAlike() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < RANDOM_VECTORS; i++) {
      double[] values = randomVector(random);
      requireSame(assess(values), assess(values), "asked again");
    }
  }

  void assessesAlikeOnThreads() throws Exception {
    SplittableRandom random = new SplittableRandom(3);
    List<double[]> vectors = new ArrayList<>();
    List<Assessment> expected = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      vectors.add(randomVector(random));
      expected.add(assess(vectors.get(i)));
    }
    Checks.onThreads(
        64,
        number -> {
          for (int i = 0; i < vectors.size(); i++) {
            int at = (i + number) % vectors.size();
            requireSame(expected.get(at), assess(vectors.get(at)), "on one of 64 threads");
          }
        });
  }

  Assessment assess(double... values) {
    return assess(FeatureVector.of(model.schema(), values));
  }

  /** An assessment in time and in range. */
  Assessment assess(FeatureVector features) {
    Assessment assessment;
    try {
      assessment = crew.call("assess", tolerance, () -> model.assess(features));
    } catch (Exception e) {
      return fail("assess threw for " + features, e);
    }
    if (assessment == null) {
      return fail("assess returned null for " + features);
    }
    assertEquals(
        model.schema().size(), assessment.size(), "how many contributions, one to a feature");
    for (int i = 0; i < assessment.size(); i++) {
      double contribution = assessment.contribution(i);
      if (!Double.isFinite(contribution)) {
        fail(model.schema().feature(i).name() + " contributes " + contribution + " to " + features);
      }
    }
    return assessment;
  }

  private static void requireSame(Assessment expected, Assessment assessment, String when) {
    assertEquals(expected.probability(), assessment.probability(), "probability " + when);
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(
          expected.contribution(i), assessment.contribution(i), "contribution " + i + ' ' + when);
    }
  }

  private double[] vectorOf(double value) {
    double[] values = new double[model.schema().size()];
    Arrays.fill(values, value);
    return values;
  }

  private double[] randomVector(SplittableRandom random) {
    double[] values = new double[model.schema().size()];
    for (int i = 0; i < values.length; i++) {
      Feature feature = model.schema().feature(i);
      values[i] =
          switch (random.nextInt(4)) {
            case 0 -> Double.NaN;
            case 1 -> random.nextInt(2);
            case 2 -> finite(feature.min()) / 2 + random.nextInt(1_000);
            default -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(-1_000, 1_000));
          };
    }
    return values;
  }

  @Override
  public void close() {
    crew.close();
  }

  private static double finite(double bound) {
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, bound));
  }
}
