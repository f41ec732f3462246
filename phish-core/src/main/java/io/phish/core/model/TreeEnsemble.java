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
import org.jspecify.annotations.Nullable;

/**
 * A sum of decision trees with a calibrated probability.
 *
 * <p>Each step down a tree moves the expected score from that of the parent to that of the child,
 * and is credited to the feature that was asked (Saabas' path attribution). So the contributions
 * and {@link #bias} sum to the log-odds of the probability, at no cost beyond the walk itself.
 *
 * <p>Immutable. An assessment costs one walk per tree and allocates the contributions only.
 */
public final class TreeEnsemble implements ScoringModel {
  private static final int MAX_TREES = 10_000;
  private static final int LEAF = -1;

  private final ModelVersion version;
  private final FeatureSchema schema;
  private final Calibration calibration;
  private final List<Tree> trees;
  private final double bias;

  // One entry per inner node of all trees. A value takes the second of the two edges of a node if
  // value * sign > limit, so that one that is not known takes the first: the way it has to go.
  private final int[] roots;
  private final int[] feature;
  private final double[] sign;
  private final double[] limit;

  // Per edge, two per node: the node it leads to, and by how much it moves the log-odds.
  private final int[] next;
  private final double[] step;

  /** Per node, whether zero goes the way of what is not known; null if it never does. */
  private final boolean @Nullable [] zeroIsMissing;

  /**
   * An ensemble.
   *
   * @throws IllegalArgumentException if a tree asks for a feature that the schema does not have
   */
  TreeEnsemble(
      ModelVersion version, FeatureSchema schema, Calibration calibration, List<Tree> trees) {
    this.version = Objects.requireNonNull(version, "version");
    this.schema = Objects.requireNonNull(schema, "schema");
    this.calibration = Objects.requireNonNull(calibration, "calibration");
    this.trees = List.copyOf(trees);
    int nodes = trees.stream().mapToInt(tree -> tree.nodes().size()).sum();
    this.roots = new int[(int) trees.stream().filter(tree -> !tree.nodes().isEmpty()).count()];
    this.feature = new int[nodes];
    this.sign = new double[nodes];
    this.limit = new double[nodes];
    this.next = new int[2 * nodes];
    this.step = new double[2 * nodes];
    this.zeroIsMissing = hasZeroAsMissing(trees) ? new boolean[nodes] : null;
    double expected = 0;
    int first = 0;
    int root = 0;
    for (Tree tree : trees) {
      expected += tree.rootValue();
      if (!tree.nodes().isEmpty()) {
        roots[root++] = first;
        lay(tree, first);
        first += tree.nodes().size();
      }
    }
    this.bias = calibration.slope() * expected + calibration.intercept();
  }

  private static boolean hasZeroAsMissing(List<Tree> trees) {
    return trees.stream().flatMap(tree -> tree.nodes().stream()).anyMatch(Tree.Node::zeroIsMissing);
  }

  private void lay(Tree tree, int first) {
    for (int i = 0; i < tree.nodes().size(); i++) {
      Tree.Node node = tree.nodes().get(i);
      int at = first + i;
      boolean toLeft = node.nanLeft();
      feature[at] = Objects.checkIndex(node.feature(), schema.size());
      sign[at] = toLeft ? 1 : -1;
      // value <= threshold is -value > -nextUp(threshold).
      limit[at] = toLeft ? node.threshold() : -Math.nextUp(node.threshold());
      layEdge(tree, first, node, toLeft ? node.left() : node.right(), 2 * at);
      layEdge(tree, first, node, toLeft ? node.right() : node.left(), 2 * at + 1);
      if (zeroIsMissing != null) {
        zeroIsMissing[at] = node.zeroIsMissing();
      }
    }
  }

  private void layEdge(Tree tree, int first, Tree.Node parent, int child, int edge) {
    next[edge] = child >= 0 ? first + child : LEAF;
    step[edge] = calibration.slope() * (tree.value(child) - parent.value());
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

  /** The same trees with another calibration. */
  public TreeEnsemble withCalibration(Calibration newCalibration) {
    return new TreeEnsemble(version, schema, newCalibration, trees);
  }

  /** The same trees under another name or with another card. */
  public TreeEnsemble withVersion(ModelVersion newVersion) {
    return new TreeEnsemble(newVersion, schema, calibration, trees);
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

  /** From scores to log-odds. */
  public Calibration calibration() {
    return calibration;
  }

  /** Log-odds before any feature is seen. */
  public double bias() {
    return bias;
  }

  List<Tree> trees() {
    return trees;
  }

  @Override
  public Assessment assess(FeatureVector features) {
    double[] contributions = new double[schema.size()];
    double logOdds = logOdds(features, contributions);
    return new Assessment(Calibration.sigmoid(logOdds), contributions);
  }

  /**
   * The calibrated log-odds of phishing.
   *
   * @param contributions as long as the schema, filled with zeros: receives by how much each
   *     feature moved the log-odds
   * @throws IllegalArgumentException if the vector is of another schema
   */
  double logOdds(FeatureVector features, double[] contributions) {
    if (features.schema().fingerprint() != schema.fingerprint()) {
      throw new IllegalArgumentException(
          "vector of another schema than model " + version + " was trained on");
    }
    for (int node : roots) {
      while (node != LEAF) {
        int asked = feature[node];
        double value = features.get(asked);
        if (zeroIsMissing != null && zeroIsMissing[node] && Math.abs(value) <= Tree.ZERO) {
          value = Double.NaN;
        }
        // Both ways written out: a branch that is mostly foreseen beats a conditional move, for
        // which every step of the walk would have to wait.
        int edge = 2 * node;
        if (value * sign[node] > limit[node]) {
          contributions[asked] += step[edge + 1];
          node = next[edge + 1];
        } else {
          contributions[asked] += step[edge];
          node = next[edge];
        }
      }
    }
    double logOdds = bias;
    for (double contribution : contributions) {
      logOdds += contribution;
    }
    return logOdds;
  }

  static int maxTrees() {
    return MAX_TREES;
  }
}
