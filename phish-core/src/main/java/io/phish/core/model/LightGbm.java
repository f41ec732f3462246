package io.phish.core.model;

import io.phish.spi.FeatureSchema;
import io.phish.spi.ModelVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the text format of LightGBM models, as {@code save_model} writes it: binary objectives,
 * numerical splits, any handling of missing values. Categorical splits, linear leaves, averaged
 * output and several classes are refused.
 */
public final class LightGbm {
  private static final int CATEGORICAL = 1;
  private static final int DEFAULT_LEFT = 2;
  private static final int MISSING_ZERO = 1;

  private final String source;
  private final String[] lines;
  private int line;

  private LightGbm(String source, String text) {
    this.source = source;
    this.lines = text.split("\n", -1);
  }

  /**
   * Reads a model, without a calibration.
   *
   * @param text the whole model
   * @param source what to call it in an error
   * @param schema the features it was trained on, in that order; LightGBM's own names of them are
   *     not looked at
   * @param version what to call the model
   * @throws ModelFormatException if it is no model or one of those that are refused
   */
  public static TreeEnsemble read(
      String text, String source, FeatureSchema schema, ModelVersion version) {
    return new LightGbm(source, text).ensemble(schema, version);
  }

  private TreeEnsemble ensemble(FeatureSchema schema, ModelVersion version) {
    if (!lines[0].strip().equals("tree")) {
      throw problem("is no LightGBM model: begins with something else than 'tree'");
    }
    line++;
    Block header = block();
    if (header.integer("num_class") != 1 || header.integer("num_tree_per_iteration") != 1) {
      throw header.problem("num_class", "a model of two classes is needed");
    }
    if (header.has("average_output")) {
      throw header.problem("average_output", "averaged output (random forests) is not supported");
    }
    if (header.integer("max_feature_idx") + 1 != schema.size()) {
      throw header.problem(
          "max_feature_idx",
          "trained on "
              + (header.integer("max_feature_idx") + 1)
              + " features, the schema has "
              + schema.size());
    }
    double sigmoid = sigmoid(header);
    List<Tree> trees = new ArrayList<>();
    while (line < lines.length && !lines[line].startsWith("end of trees")) {
      if (lines[line].isBlank()) {
        line++;
        continue;
      }
      trees.add(tree(block(), schema.size(), sigmoid));
    }
    if (line == lines.length) {
      throw problem("ends before 'end of trees': cut");
    }
    return new TreeEnsemble(version, schema, Calibration.NONE, null, Precision.DOUBLE, trees);
  }

  /** By what the sum of the leaves is to be multiplied to be log-odds. */
  private static double sigmoid(Block header) {
    String[] objective = header.text("objective").split(" ", -1);
    if (objective[0].equals("cross_entropy")) {
      return 1;
    }
    if (objective[0].equals("binary")) {
      for (String parameter : objective) {
        if (parameter.startsWith("sigmoid:")) {
          return header.parse("objective", parameter.substring("sigmoid:".length()));
        }
      }
    }
    throw header.problem(
        "objective", "objective '" + objective[0] + "' gives no log-odds, binary is needed");
  }

  private static Tree tree(Block block, int featureCount, double sigmoid) {
    int leaves = block.integer("num_leaves");
    if (leaves < 1 || leaves > Tree.MAX_LEAVES) {
      throw block.problem("num_leaves", leaves + " leaves, 1 to " + Tree.MAX_LEAVES + " are read");
    }
    if (block.has("is_linear") && block.integer("is_linear") != 0) {
      throw block.problem("is_linear", "linear leaves are not supported");
    }
    int nodes = leaves - 1;
    double[] leafValues = block.numbers("leaf_value", leaves);
    int[] features = block.integers("split_feature", nodes);
    for (int feature : features) {
      if (feature < 0 || feature >= featureCount) {
        throw block.problem("split_feature", "feature " + feature + " of " + featureCount);
      }
    }
    double[] thresholds = block.numbers("threshold", nodes);
    int[] decisions = block.integers("decision_type", nodes);
    int[] left = block.integers("left_child", nodes);
    int[] right = block.integers("right_child", nodes);
    int[] counts = nodes == 0 ? new int[leaves] : block.integers("leaf_count", leaves);
    List<Double> values = Arrays.stream(leafValues).mapToObj(value -> value * sigmoid).toList();
    List<Tree.Node> shape = new ArrayList<>(nodes);
    for (int i = 0; i < nodes; i++) {
      int flags = flags(block, decisions[i], thresholds[i]);
      shape.add(new Tree.Node(features[i], thresholds[i], flags, left[i], right[i], 0));
    }
    try {
      return withMeans(new Tree(shape, values), counts);
    } catch (IllegalArgumentException e) {
      throw block.problem("Tree", "is no tree: " + e.getMessage());
    }
  }

  private static int flags(Block block, int decision, double threshold) {
    if ((decision & CATEGORICAL) != 0) {
      throw block.problem("decision_type", "categorical splits are not supported");
    }
    int missing = decision >> 2 & 3;
    // Where training saw nothing missing, LightGBM scores what is not known as 0.
    boolean nanLeft = missing == 0 ? 0 <= threshold : (decision & DEFAULT_LEFT) != 0;
    return (nanLeft ? Tree.NAN_LEFT : 0) | (missing == MISSING_ZERO ? Tree.ZERO_IS_MISSING : 0);
  }

  /** Gives each node the mean of its leaves; LightGBM writes it, too, but with few digits. */
  private static Tree withMeans(Tree tree, int[] leafCounts) {
    double[] sum = new double[tree.nodes().size()];
    double[] count = new double[tree.nodes().size()];
    List<Tree.Node> nodes = new ArrayList<>(tree.nodes());
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Tree.Node node = nodes.get(i);
      for (int child : new int[] {node.left(), node.right()}) {
        double weight = child >= 0 ? count[child] : Math.max(leafCounts[~child], 1);
        sum[i] += child >= 0 ? sum[child] : weight * tree.value(child);
        count[i] += weight;
      }
      nodes.set(i, node.withValue(sum[i] / count[i]));
    }
    return new Tree(nodes, tree.leaves());
  }

  /** The {@code key=value} lines up to the next blank one. */
  private Block block() {
    Map<String, String> values = new HashMap<>();
    Map<String, Integer> places = new HashMap<>();
    int start = line;
    while (line < lines.length && !lines[line].isBlank()) {
      String text = lines[line].strip();
      int equals = text.indexOf('=');
      String key = equals < 0 ? text : text.substring(0, equals);
      values.put(key, equals < 0 ? "" : text.substring(equals + 1));
      places.put(key, line++);
    }
    return new Block(start, values, places);
  }

  private ModelFormatException problem(String problem) {
    return new ModelFormatException(source, "line", line + 1, problem, null);
  }

  private final class Block {
    private final int start;
    private final Map<String, String> values;
    private final Map<String, Integer> places;

    Block(int start, Map<String, String> values, Map<String, Integer> places) {
      this.start = start;
      this.values = values;
      this.places = places;
    }

    boolean has(String key) {
      return values.containsKey(key);
    }

    String text(String key) {
      String value = values.get(key);
      if (value == null) {
        throw problem(key, "'" + key + "' is missing");
      }
      return value;
    }

    int integer(String key) {
      return parseInteger(key, text(key));
    }

    double[] numbers(String key, int count) {
      String[] parts = parts(key, count);
      double[] numbers = new double[count];
      for (int i = 0; i < count; i++) {
        numbers[i] = parse(key, parts[i]);
      }
      return numbers;
    }

    int[] integers(String key, int count) {
      String[] parts = parts(key, count);
      int[] numbers = new int[count];
      for (int i = 0; i < count; i++) {
        numbers[i] = parseInteger(key, parts[i]);
      }
      return numbers;
    }

    double parse(String key, String number) {
      if (number.equals("inf")) {
        return Double.MAX_VALUE; // a threshold that tells known values from unknown ones
      }
      try {
        return Double.parseDouble(number);
      } catch (NumberFormatException e) {
        throw problem(key, "'" + number + "' is no number");
      }
    }

    private int parseInteger(String key, String number) {
      try {
        return Integer.parseInt(number);
      } catch (NumberFormatException e) {
        throw problem(key, "'" + number + "' is no whole number");
      }
    }

    private String[] parts(String key, int count) {
      if (count == 0) {
        return new String[0]; // a tree of one leaf has no such line
      }
      String[] parts = text(key).split(" ", -1);
      if (parts.length != count) {
        throw problem(key, parts.length + " numbers, " + count + " are needed");
      }
      return parts;
    }

    ModelFormatException problem(String key, String problem) {
      int place = places.getOrDefault(key, start);
      return new ModelFormatException(source, "line", place + 1, problem, null);
    }
  }
}
