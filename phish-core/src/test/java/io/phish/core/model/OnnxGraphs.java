package io.phish.core.model;

import static org.junit.jupiter.api.Assumptions.abort;

import ai.onnxruntime.OrtEnvironment;
import io.phish.core.model.OnnxFile.Attribute;
import java.util.ArrayList;
import java.util.List;

/** Graphs as converters write them. */
final class OnnxGraphs {
  /** Of the linear graphs, one for each feature. */
  static final float[] WEIGHTS = {0.25f, -1.5f, 0.75f};

  static final float BIAS = -0.5f;

  /** What stands for a value that is not known. */
  static final float IMPUTED = 2;

  /** Larger values are taken for this. */
  static final float LIMIT = 10;

  private OnnxGraphs() {}

  /** Skips the tests where ONNX Runtime has no library for the machine. */
  static void assumeNativeLibrary() {
    try {
      OrtEnvironment.getEnvironment();
    } catch (LinkageError e) {
      abort("ONNX Runtime has no native library that loads on this machine: " + e);
    }
  }

  /** A logistic regression with one column of probabilities. */
  static OnnxFile logistic() {
    return linear(imputed(3))
        .node("Sigmoid", List.of("score"), List.of("probability"))
        .output("probability", OnnxFile.FLOAT, -1, 1);
  }

  /** {@code clipped} is made of the input. */
  static OnnxFile imputed(long columns) {
    return new OnnxFile()
        .input("features", OnnxFile.FLOAT, -1, columns)
        .node(
            ".Imputer",
            List.of("features"),
            List.of("imputed"),
            Attribute.of("imputed_value_floats", new float[] {IMPUTED}),
            Attribute.of("replaced_value_float", Float.NaN))
        .constant("least", new float[] {-LIMIT})
        .constant("most", new float[] {LIMIT})
        .node("Clip", List.of("imputed", "least", "most"), List.of("clipped"));
  }

  /** {@code score} is made of {@code clipped}. */
  static OnnxFile linear(OnnxFile file) {
    return file.constant("weights", WEIGHTS, 3, 1)
        .constant("bias", new float[] {BIAS}, 1)
        .node("Gemm", List.of("clipped", "weights", "bias"), List.of("score"));
  }

  /** Trees as a regressor, with the sigmoid apart. */
  static OnnxFile regressor(List<Tree> trees, long columns) {
    return new OnnxFile()
        .input("X", OnnxFile.FLOAT, -1, columns)
        .node(
            ".TreeEnsembleRegressor",
            List.of("X"),
            List.of("margin"),
            attributes(trees, "target", Attribute.of("post_transform", "NONE")))
        .node("Sigmoid", List.of("margin"), List.of("probability"))
        .output("probability", OnnxFile.FLOAT, -1, 1);
  }

  /** Trees as a classifier: a label, and {@code probabilities} in two columns. */
  static OnnxFile classifier(List<Tree> trees, long columns) {
    return new OnnxFile()
        .input("X", OnnxFile.FLOAT, -1, columns)
        .node(
            ".TreeEnsembleClassifier",
            List.of("X"),
            List.of("label", "probabilities"),
            attributes(
                trees,
                "class",
                Attribute.of("post_transform", "LOGISTIC"),
                Attribute.of("classlabels_int64s", new long[] {0, 1})))
        .output("label", OnnxFile.INT64, -1);
  }

  private static Attribute[] attributes(List<Tree> trees, String votes, Attribute... more) {
    List<Long> treeIds = new ArrayList<>();
    List<Long> nodeIds = new ArrayList<>();
    List<Long> features = new ArrayList<>();
    List<Float> thresholds = new ArrayList<>();
    List<String> modes = new ArrayList<>();
    List<Long> left = new ArrayList<>();
    List<Long> right = new ArrayList<>();
    List<Long> missing = new ArrayList<>();
    List<Long> leafTrees = new ArrayList<>();
    List<Long> leafNodes = new ArrayList<>();
    List<Float> leaves = new ArrayList<>();
    for (int t = 0; t < trees.size(); t++) {
      Tree tree = trees.get(t);
      int inner = tree.nodes().size();
      for (int i = 0; i < inner + tree.leaves().size(); i++) {
        boolean leaf = i >= inner;
        Tree.Node node = leaf ? new Tree.Node(0, 0, 0, 0, 0, 0) : tree.nodes().get(i);
        treeIds.add((long) t);
        nodeIds.add((long) i);
        features.add((long) node.feature());
        thresholds.add((float) node.threshold());
        modes.add(leaf ? "LEAF" : "BRANCH_LEQ");
        left.add(id(node.left(), inner));
        right.add(id(node.right(), inner));
        missing.add(node.nanLeft() ? 1L : 0);
        if (leaf) {
          leafTrees.add((long) t);
          leafNodes.add((long) i);
          leaves.add((float) (double) tree.leaves().get(i - inner));
        }
      }
    }
    List<Attribute> all =
        new ArrayList<>(
            List.of(
                longs("nodes_treeids", treeIds),
                longs("nodes_nodeids", nodeIds),
                longs("nodes_featureids", features),
                floats("nodes_values", thresholds),
                Attribute.of("nodes_modes", modes),
                longs("nodes_truenodeids", left),
                longs("nodes_falsenodeids", right),
                longs("nodes_missing_value_tracks_true", missing),
                longs(votes + "_treeids", leafTrees),
                longs(votes + "_nodeids", leafNodes),
                longs(votes + "_ids", leaves.stream().map(leaf -> 0L).toList()),
                floats(votes + "_weights", leaves)));
    all.addAll(List.of(more));
    if (votes.equals("target")) {
      all.add(Attribute.of("n_targets", 1L));
    }
    return all.toArray(Attribute[]::new);
  }

  private static long id(int child, int inner) {
    return child >= 0 ? child : inner + ~child;
  }

  private static Attribute longs(String name, List<Long> values) {
    return Attribute.of(name, values.stream().mapToLong(Long::longValue).toArray());
  }

  private static Attribute floats(String name, List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return Attribute.of(name, array);
  }
}
