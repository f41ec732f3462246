package io.phish.core.model;

import io.phish.PhishException;
import io.phish.spi.Assessment;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import io.phish.spi.ScoringModel;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A model in ONNX, run by ONNX Runtime on the processor, on the calling thread alone. Opened by
 * {@link Models#onnx}.
 *
 * <p>A host that has one adds {@code com.microsoft.onnxruntime:onnxruntime} to its dependencies.
 * That loads a native library (JEP 472), which also reads the file: open only models that come from
 * where code may come from.
 *
 * <p>The graph must have
 *
 * <ul>
 *   <li>one input, a tensor of {@code float} with a row per vector and a column per feature of the
 *       schema. Values are rounded to {@code float}; NaN is handed on, and the graph must give a
 *       probability even where nothing is known (trees do; what else cannot take NaN needs an
 *       imputer in the graph).
 *   <li>one output of {@code float} with a probability in each row, alone or beside that of the
 *       opposite: {@code [N]}, {@code [N, 1]} or {@code [N, 2]} with phishing last. Outputs of
 *       another type, such as labels, are not looked at. Maps, as scikit-learn's converter makes
 *       them unless it is told {@code zipmap=False}, are refused.
 * </ul>
 *
 * <p>Log-odds instead of probabilities are refused when they show: a few vectors are tried when the
 * model is opened, and any later output that is not within 0 and 1 is an error.
 *
 * <p>A graph does not tell what its features contributed: every contribution is 0.
 *
 * <p>Safe for any number of threads. Holds memory outside of the heap until it is closed; close it
 * after the detectors that use it.
 */
public final class OnnxModel implements ScoringModel, AutoCloseable {
  private final ModelVersion version;
  private final FeatureSchema schema;
  private final Calibration calibration;
  private final OnnxGraph graph;
  private final Supplier<double[]> noContributions;

  private OnnxModel(
      ModelVersion version, FeatureSchema schema, Calibration calibration, OnnxGraph graph) {
    this.version = version;
    this.schema = schema;
    this.calibration = calibration;
    this.graph = graph;
    this.noContributions = () -> new double[schema.size()];
  }

  static OnnxModel open(
      byte[] file,
      String source,
      FeatureSchema schema,
      Calibration calibration,
      ModelVersion version) {
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(calibration, "calibration");
    try {
      return new OnnxModel(version, schema, calibration, OnnxGraph.open(file, source, schema));
    } catch (LinkageError e) {
      throw new PhishException("model " + source + ": " + whyNotLinked(), e);
    }
  }

  private static String whyNotLinked() {
    try {
      Class.forName("ai.onnxruntime.OrtSession", false, OnnxModel.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      return "ONNX Runtime is missing: add the dependency com.microsoft.onnxruntime:onnxruntime";
    }
    return "ONNX Runtime has no native library that can be loaded on "
        + System.getProperty("os.name")
        + ", "
        + System.getProperty("os.arch");
  }

  @Override
  public ModelVersion version() {
    return version;
  }

  @Override
  public FeatureSchema schema() {
    return schema;
  }

  @Override
  public double prior() {
    return calibration.prior();
  }

  /**
   * The calibrated probability of a vector.
   *
   * @throws IllegalArgumentException if the vector is of another schema
   * @throws IllegalStateException if the model is closed
   * @throws PhishException if the graph fails or gives what is no probability
   */
  @Override
  public Assessment assess(FeatureVector features) {
    if (features.schema().fingerprint() != schema.fingerprint()) {
      throw new IllegalArgumentException("vector of another schema than model " + version + " has");
    }
    double probability = graph.probability(features);
    double logOdds = Math.log(probability / (1 - probability));
    return new Assessment(calibration.probability(logOdds), schema.size(), noContributions);
  }

  /** Frees the memory, once the assessments that are under way are done; again is no error. */
  @Override
  public void close() {
    graph.close();
  }
}
