package io.phish.core.model;

import io.phish.spi.FeatureSchema;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a tree model: calibration (slope, intercept, prior), feature names with their
 * fingerprint, properties, the first stage if there is one (number of trees, slope, intercept, low,
 * high), then per tree the number of leaves, the inner nodes and the values of the leaves.
 *
 * <p>Format 1 has no properties, hence no first stage, and no categories.
 */
final class TreeCodec {
  private static final int FORMAT = 2;

  /** Properties of an ensemble. */
  private static final int SINGLE_PRECISION = 1;

  private static final int FIRST_STAGE = 2;

  /** A flag of a node beside those of {@link Tree}: a set of categories in place of a threshold. */
  private static final int CATEGORICAL = 4;

  private TreeCodec() {}

  static byte[] encode(TreeEnsemble model) {
    return ModelFile.encode(
        ModelFile.KIND_TREES, FORMAT, model.version(), body -> writeBody(model, body));
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
    FirstStage stage = model.firstStage().orElse(null);
    body.writeByte(
        (model.precision() == Precision.SINGLE ? SINGLE_PRECISION : 0)
            | (stage == null ? 0 : FIRST_STAGE));
    if (stage != null) {
      body.writeInt(stage.trees());
      body.writeDouble(stage.calibration().slope());
      body.writeDouble(stage.calibration().intercept());
      body.writeDouble(stage.low());
      body.writeDouble(stage.high());
    }
    body.writeInt(model.trees().size());
    for (Tree tree : model.trees()) {
      writeTree(tree, body);
    }
  }

  private static void writeTree(Tree tree, DataOutputStream body) throws IOException {
    body.writeShort(tree.leaves().size());
    for (Tree.Node node : tree.nodes()) {
      Categories categories = node.categories();
      body.writeShort(node.feature());
      body.writeByte(node.flags() | (categories == null ? 0 : CATEGORICAL));
      if (categories == null) {
        body.writeDouble(node.threshold());
      } else {
        body.writeShort(categories.wordCount());
        for (int i = 0; i < categories.wordCount(); i++) {
          body.writeInt(categories.word(i));
        }
      }
      body.writeShort(node.left());
      body.writeShort(node.right());
      body.writeDouble(node.value());
    }
    for (double value : tree.leaves()) {
      body.writeDouble(value);
    }
  }

  static TreeEnsemble read(InputStream in, String source, FeatureSchema schema) throws IOException {
    ModelFile.Opened file = ModelFile.open(in, source, ModelFile.KIND_TREES, FORMAT);
    ModelCursor body = file.body();
    int at = body.position();
    double slope = body.finite("slope");
    double intercept = body.finite("intercept");
    Calibration calibration = calibration(body, at, slope, intercept, body.finite("prior"));
    checkFeatures(body, schema);
    int known = file.format() == 1 ? 0 : SINGLE_PRECISION | FIRST_STAGE;
    int properties = known == 0 ? 0 : body.within("properties", body.u8(), 0, known);
    int stageAt = body.position();
    FirstStage stage =
        (properties & FIRST_STAGE) == 0 ? null : firstStage(body, calibration.prior());
    int count = body.within("number of trees", body.i32(), 0, TreeEnsemble.MAX_TREES);
    int flags = Tree.NAN_LEFT | Tree.ZERO_IS_MISSING | (file.format() == 1 ? 0 : CATEGORICAL);
    List<Tree> trees = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      trees.add(tree(body, i, schema.size(), flags));
    }
    body.end();
    try {
      return new TreeEnsemble(
          file.version(),
          schema,
          calibration,
          stage,
          (properties & SINGLE_PRECISION) == 0 ? Precision.DOUBLE : Precision.SINGLE,
          trees);
    } catch (IllegalArgumentException e) {
      throw body.problemAt(stageAt, "first stage: " + e.getMessage());
    }
  }

  private static Calibration calibration(
      ModelCursor body, int at, double slope, double intercept, double prior) {
    try {
      return new Calibration(slope, intercept, prior);
    } catch (IllegalArgumentException e) {
      throw body.problemAt(at, "calibration: " + e.getMessage());
    }
  }

  private static FirstStage firstStage(ModelCursor body, double prior) {
    int at = body.position();
    int trees = body.i32();
    double slope = body.finite("slope of the first stage");
    double intercept = body.finite("intercept of the first stage");
    Calibration calibration = calibration(body, at + Integer.BYTES, slope, intercept, prior);
    try {
      return new FirstStage(trees, calibration, body.number("low"), body.number("high"));
    } catch (IllegalArgumentException e) {
      throw body.problemAt(at, "first stage: " + e.getMessage());
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

  private static Tree tree(ModelCursor body, int index, int features, int knownFlags) {
    int at = body.position();
    int leafCount = body.within("number of leaves", body.u16(), 1, Tree.MAX_LEAVES);
    List<Tree.Node> nodes = new ArrayList<>();
    for (int i = 1; i < leafCount; i++) {
      nodes.add(node(body, features, knownFlags));
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

  private static Tree.Node node(ModelCursor body, int features, int knownFlags) {
    int feature = body.within("feature", body.u16(), 0, features - 1);
    int flags = body.within("flags", body.u8(), 0, knownFlags);
    Categories categories = (flags & CATEGORICAL) == 0 ? null : categories(body);
    double threshold = categories == null ? body.finite("threshold") : 0;
    int left = (short) body.u16();
    int right = (short) body.u16();
    return new Tree.Node(
        feature,
        threshold,
        flags & ~CATEGORICAL,
        left,
        right,
        body.finite("node value"),
        categories);
  }

  private static Categories categories(ModelCursor body) {
    ByteBuffer words = ByteBuffer.wrap(body.bytes(Integer.BYTES * body.u16()));
    int[] bits = new int[words.remaining() / Integer.BYTES];
    words.asIntBuffer().get(bits);
    return Categories.ofWords(bits);
  }
}
