package io.phish.core.model;

import io.phish.spi.Assessment;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import io.phish.spi.ScoringModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sum of decision trees with a calibrated probability.
 *
 * <p>Each step down a tree moves the expected score from that of the parent to that of the child,
 * and is credited to the feature that was asked (Saabas' path attribution). So the contributions of
 * an assessment and the bias of the trees that were run sum to the log-odds of its probability.
 * They are worked out when first asked for, at about the price of the assessment itself.
 *
 * <p>Immutable. The time of an assessment grows with the number of trees that are run and with
 * their depth.
 */
public final class TreeEnsemble implements ScoringModel {
  static final int MAX_TREES = 10_000;

  private final ModelVersion version;
  private final FeatureSchema schema;
  private final Calibration calibration;
  private final @Nullable FirstStage firstStage;
  private final Precision precision;
  private final List<Tree> trees;

  /** The trees of the first stage, or all of them if there is none. */
  private final FlatTrees first;

  /** The others, null if there is no first stage. */
  private final @Nullable FlatTrees rest;

  /**
   * An ensemble.
   *
   * @throws IllegalArgumentException if a tree asks for a feature that the schema does not have, or
   *     the first stage does not fit
   */
  TreeEnsemble(
      ModelVersion version,
      FeatureSchema schema,
      Calibration calibration,
      @Nullable FirstStage firstStage,
      Precision precision,
      List<Tree> trees) {
    this.version = Objects.requireNonNull(version, "version");
    this.schema = Objects.requireNonNull(schema, "schema");
    this.calibration = Objects.requireNonNull(calibration, "calibration");
    this.firstStage = firstStage;
    this.precision = precision;
    this.trees = List.copyOf(trees);
    for (Tree tree : trees) {
      tree.nodes().forEach(node -> Objects.checkIndex(node.feature(), schema.size()));
    }
    if (firstStage == null) {
      this.first = new FlatTrees(this.trees, precision);
      this.rest = null;
    } else {
      check(firstStage);
      this.first = new FlatTrees(this.trees.subList(0, firstStage.trees()), precision);
      this.rest = new FlatTrees(this.trees.subList(firstStage.trees(), trees.size()), precision);
    }
  }

  private void check(FirstStage stage) {
    if (stage.trees() > trees.size()) {
      throw new IllegalArgumentException(
          stage.trees() + " trees in the first stage, there are " + trees.size());
    }
    if (stage.calibration().prior() != calibration.prior()) {
      throw new IllegalArgumentException(
          "the first stage is calibrated for a prior of "
              + stage.calibration().prior()
              + ", the ensemble for "
              + calibration.prior());
    }
  }

  /** One that shares the trees of another. */
  private TreeEnsemble(
      TreeEnsemble other,
      ModelVersion version,
      Calibration calibration,
      @Nullable FirstStage firstStage) {
    this.version = version;
    this.schema = other.schema;
    this.calibration = calibration;
    this.firstStage = firstStage;
    this.precision = other.precision;
    this.trees = other.trees;
    this.first = other.first;
    this.rest = other.rest;
  }

  /**
   * Reads a model file to its end; the stream stays open.
   *
   * @param source what to call it in an error
   * @param schema of the vectors that will be scored: the features that the model was trained on,
   *     in that order
   * @throws ModelFormatException if it is no sound tree model or was trained on other features
   * @throws IOException if the stream fails
   */
  public static TreeEnsemble read(InputStream in, String source, FeatureSchema schema)
      throws IOException {
    return TreeCodec.read(in, source, Objects.requireNonNull(schema, "schema"));
  }

  /** Writes a model file; the stream stays open. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(TreeCodec.encode(this));
  }

  /**
   * The same trees with another calibration and without a first stage, whose calibration would no
   * longer fit.
   */
  public TreeEnsemble withCalibration(Calibration newCalibration) {
    Objects.requireNonNull(newCalibration, "newCalibration");
    return firstStage == null
        ? new TreeEnsemble(this, version, newCalibration, null)
        : new TreeEnsemble(version, schema, newCalibration, null, precision, trees);
  }

  /**
   * The same trees and calibration, of which the first few may be enough.
   *
   * @throws IllegalArgumentException if there are fewer trees, or the stage is calibrated for
   *     another prior
   */
  public TreeEnsemble withFirstStage(FirstStage stage) {
    Objects.requireNonNull(stage, "stage");
    return new TreeEnsemble(version, schema, calibration, stage, precision, trees);
  }

  /**
   * The same evidence where phishing is more or less common.
   *
   * @throws IllegalArgumentException if the prior is not within 0 and 1
   */
  public TreeEnsemble withPrior(double prior) {
    return new TreeEnsemble(
        this,
        version,
        calibration.withPrior(prior),
        firstStage == null ? null : firstStage.withPrior(prior));
  }

  /** The same trees under another name or with another card. */
  public TreeEnsemble withVersion(ModelVersion newVersion) {
    Objects.requireNonNull(newVersion, "newVersion");
    return new TreeEnsemble(this, newVersion, calibration, firstStage);
  }

  /**
   * The first trees alone, in the order of training, without a calibration: for fitting the one of
   * a first stage.
   *
   * @throws IllegalArgumentException if there are fewer
   */
  public TreeEnsemble firstTrees(int count) {
    if (count < 0 || count > trees.size()) {
      throw new IllegalArgumentException(count + " trees, there are " + trees.size());
    }
    return new TreeEnsemble(
        version, schema, Calibration.NONE, null, precision, trees.subList(0, count));
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

  /** From the score of all trees to log-odds. */
  public Calibration calibration() {
    return calibration;
  }

  /** When the first trees are enough; empty if all are always run. */
  public Optional<FirstStage> firstStage() {
    return Optional.ofNullable(firstStage);
  }

  /** How many trees there are. */
  public int size() {
    return trees.size();
  }

  /** Log-odds before any feature is seen, if all trees are run. */
  public double bias() {
    double expected = first.expected() + (rest == null ? 0 : rest.expected());
    return calibration.slope() * expected + calibration.intercept();
  }

  /** Log-odds before any feature is seen, of what an assessment of a vector is made of. */
  public double bias(FeatureVector features) {
    return firstStage == null || !firstStage.isEnough(first.score(require(features)))
        ? bias()
        : firstStage.calibration().slope() * first.expected()
            + firstStage.calibration().intercept();
  }

  Precision precision() {
    return precision;
  }

  List<Tree> trees() {
    return trees;
  }

  /**
   * The sum over all trees, before the calibration.
   *
   * @throws IllegalArgumentException if the vector is of another schema
   */
  public double score(FeatureVector features) {
    double score = first.score(require(features));
    return rest == null ? score : score + rest.score(features);
  }

  /**
   * The calibrated probability of a vector.
   *
   * @throws IllegalArgumentException if the vector is of another schema
   */
  @Override
  public Assessment assess(FeatureVector features) {
    double score = first.score(require(features));
    if (rest == null || firstStage == null) {
      return assessment(features, calibration, score, null);
    }
    return firstStage.isEnough(score)
        ? assessment(features, firstStage.calibration(), score, null)
        : assessment(features, calibration, score + rest.score(features), rest);
  }

  private Assessment assessment(
      FeatureVector features, Calibration scale, double score, @Nullable FlatTrees more) {
    return new Assessment(
        scale.probability(score),
        schema.size(),
        () -> {
          double[] contributions = new double[schema.size()];
          first.addContributions(features, scale.slope(), contributions);
          if (more != null) {
            more.addContributions(features, scale.slope(), contributions);
          }
          return contributions;
        });
  }

  private FeatureVector require(FeatureVector features) {
    if (features.schema().fingerprint() != schema.fingerprint()) {
      throw new IllegalArgumentException(
          "vector of another schema than model " + version + " was trained on");
    }
    return features;
  }
}
