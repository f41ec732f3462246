package io.phish.core.model;

import io.phish.spi.FeatureSchema;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a tree model: calibration (slope, intercept, prior), feature names with their
 * fingerprint, then per tree the number of leaves, the inner nodes and the values of the leaves.
 */
final class TreeCodec {
  private TreeCodec() {}

  static byte[] encode(TreeEnsemble model) {
    return ModelFile.encode(ModelFile.KIND_TREES, model.version(), body -> writeBody(model, body));
  }

  private static void writeBody(TreeEnsemble model, DataOutputStream body) throws IOException {
    body.writeDouble(model.calibration().slope());
    body.writeDouble(model.calibration().intercept());
    body.writeDouble(model.calibration().prior());
    body.writeInt(model.schema().size());
    for (int i = 0; i < model.schema().size(); i++) {
      ModelFile.writeString(body, model.schema().feature(i).name());
    }
    body.writeLong(model.schema().fingerprint());
    body.writeInt(model.trees().size());
    for (Tree tree : model.trees()) {
      body.writeShort(tree.leaves().size());
      for (Tree.Node node : tree.nodes()) {
        body.writeShort(node.feature());
        body.writeByte(node.flags());
        body.writeDouble(node.threshold());
        body.writeShort(node.left());
        body.writeShort(node.right());
        body.writeDouble(node.value());
      }
      for (double value : tree.leaves()) {
        body.writeDouble(value);
      }
    }
  }

  static TreeEnsemble read(InputStream in, String source, FeatureSchema schema) throws IOException {
    ModelFile.Opened file = ModelFile.open(in, source, ModelFile.KIND_TREES);
    ModelCursor body = file.body();
    Calibration calibration = calibration(body);
    checkFeatures(body, schema);
    int count = body.within("number of trees", body.i32(), 0, TreeEnsemble.maxTrees());
    List<Tree> trees = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      trees.add(tree(body, i, schema.size()));
    }
    body.end();
    return new TreeEnsemble(file.version(), schema, calibration, trees);
  }

  private static Calibration calibration(ModelCursor body) {
    int at = body.position();
    try {
      return new Calibration(body.finite("slope"), body.finite("intercept"), body.finite("prior"));
    } catch (IllegalArgumentException e) {
      throw body.problemAt(at, "calibration: " + e.getMessage());
    }
  }

  private static void checkFeatures(ModelCursor body, FeatureSchema schema) {
    int at = body.position();
    int size = body.within("number of features", body.i32(), 0, FeatureSchema.MAX_FEATURES);
    if (size != schema.size()) {
      throw body.problemAt(
          at, "trained on " + size + " features, the extractor gives " + schema.size());
    }
    for (int i = 0; i < size; i++) {
      int nameAt = body.position();
      String name = body.string();
      if (!name.equals(schema.feature(i).name())) {
        throw body.problemAt(
            nameAt,
            "feature "
                + i
                + " was '"
                + name
                + "' in training, the extractor gives '"
                + schema.feature(i).name()
                + '\'');
      }
    }
    int fingerprintAt = body.position();
    if (body.i64() != schema.fingerprint()) {
      throw body.problemAt(fingerprintAt, "fingerprint of the features does not match their names");
    }
  }

  private static Tree tree(ModelCursor body, int index, int features) {
    int at = body.position();
    int leafCount = body.within("number of leaves", body.u16(), 1, Tree.MAX_LEAVES);
    List<Tree.Node> nodes = new ArrayList<>(leafCount - 1);
    for (int i = 1; i < leafCount; i++) {
      int feature = body.within("feature", body.u16(), 0, features - 1);
      int flags = body.within("flags", body.u8(), 0, Tree.NAN_LEFT | Tree.ZERO_IS_MISSING);
      double threshold = body.finite("threshold");
      int left = (short) body.u16();
      int right = (short) body.u16();
      nodes.add(new Tree.Node(feature, threshold, flags, left, right, body.finite("node value")));
    }
    List<Double> leaves = new ArrayList<>(leafCount);
    for (int i = 0; i < leafCount; i++) {
      leaves.add(body.finite("leaf value"));
    }
    try {
      return new Tree(nodes, leaves);
    } catch (IllegalArgumentException e) {
      throw body.problemAt(at, "tree " + index + ": " + e.getMessage());
    }
  }
}
