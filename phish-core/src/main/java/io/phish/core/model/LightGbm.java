package io.phish.core.model;

import io.phish.spi.FeatureSchema;
import io.phish.spi.ModelVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Reads the text format of LightGBM models, as {@code save_model} writes it (its versions 2 to 4):
 * binary objectives, any handling of missing values, numerical and categorical splits, boosting of
 * any kind and random forests. Linear leaves and several classes are refused. All trees are used,
 * whatever the best iteration was.
 */
public final class LightGbm {
  private static final Set<String> VERSIONS = Set.of("v2", "v3", "v4");
  private static final String UNNAMED = "Column_";

  // decision_type of a node
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
   * @param schema of the vectors that will be scored. The model's features are found in it by their
   *     names, in any order; if it was trained without names, they must be all of the schema in its
   *     order.
   * @param version what to call the model
   * @throws ModelFormatException if it is no model, one of those that are refused, or asks for a
   *     feature that the schema does not have
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
    TextBlock header = block();
    check(header);
    int count = header.integer("max_feature_idx") + 1;
    if (count < 1 || count > FeatureSchema.MAX_FEATURES) {
      throw header.problem("max_feature_idx", count + " features");
    }
    int[] features =
        FeatureNames.resolve(
            header.has("feature_names")
                ? Arrays.asList(header.text("feature_names").split(" ", -1))
                : List.of(),
            count,
            UNNAMED,
            schema,
            problem -> header.problem("feature_names", problem));
    List<Tree> trees = trees(features, sigmoid(header));
    if (header.has("average_output")) {
      double share = 1.0 / Math.max(1, trees.size());
      trees.replaceAll(tree -> tree.scaled(share));
    }
    return new TreeEnsemble(version, schema, Calibration.NONE, null, Precision.DOUBLE, trees);
  }

  private static void check(TextBlock header) {
    String format = header.text("version");
    if (!VERSIONS.contains(format)) {
      throw header.problem("version", "version '" + format + "', v2 to v4 are read");
    }
    if (header.integer("num_class") != 1 || header.integer("num_tree_per_iteration") != 1) {
      throw header.problem("num_class", "a model of two classes is needed");
    }
  }

  /** By what the sum of the leaves is to be multiplied to be log-odds. */
  private static double sigmoid(TextBlock header) {
    String[] objective = header.text("objective").split(" ", -1);
    if (objective[0].equals("cross_entropy")) {
      return 1;
    }
    if (objective[0].equals("binary")) {
      for (String parameter : objective) {
        if (parameter.startsWith("sigmoid:")) {
          double sigmoid = header.parse("objective", parameter.substring("sigmoid:".length()));
          if (sigmoid > 0 && sigmoid <= Float.MAX_VALUE) {
            return sigmoid;
          }
          throw header.problem("objective", "sigmoid is " + sigmoid);
        }
      }
    }
    throw header.problem(
        "objective", "objective '" + objective[0] + "' gives no log-odds, binary is needed");
  }

  private List<Tree> trees(int[] features, double sigmoid) {
    List<Tree> trees = new ArrayList<>();
    while (line < lines.length && !lines[line].startsWith("end of trees")) {
      if (lines[line].isBlank()) {
        line++;
        continue;
      }
      if (trees.size() == TreeEnsemble.MAX_TREES) {
        throw problem("more than " + TreeEnsemble.MAX_TREES + " trees");
      }
      trees.add(tree(block(), features, sigmoid));
    }
    if (line == lines.length) {
      throw problem("ends before 'end of trees': cut");
    }
    return trees;
  }

  private static Tree tree(TextBlock block, int[] features, double sigmoid) {
    int leaves = block.integer("num_leaves");
    if (leaves < 1 || leaves > Tree.MAX_LEAVES) {
      throw block.problem("num_leaves", leaves + " leaves, 1 to " + Tree.MAX_LEAVES + " are read");
    }
    if (block.integer("is_linear", 0) != 0) {
      throw block.problem("is_linear", "linear leaves are not supported");
    }
    int nodes = leaves - 1;
    double[] leafValues = block.numbers("leaf_value", leaves);
    int[] asked = block.integers("split_feature", nodes);
    double[] thresholds = block.numbers("threshold", nodes);
    int[] decisions = block.integers("decision_type", nodes);
    int[] left = block.integers("left_child", nodes);
    int[] right = block.integers("right_child", nodes);
    double[] counts = nodes == 0 ? new double[1] : block.numbers("leaf_count", leaves);
    List<Categories> sets = categories(block);
    List<Tree.Node> shape = new ArrayList<>(nodes);
    for (int i = 0; i < nodes; i++) {
      if (asked[i] < 0 || asked[i] >= features.length) {
        throw block.problem("split_feature", "feature " + asked[i] + " of " + features.length);
      }
      int feature = features[asked[i]];
      if ((decisions[i] & CATEGORICAL) == 0) {
        int flags = flags(decisions[i], thresholds[i]);
        double threshold = besideZero(thresholds[i]);
        shape.add(new Tree.Node(feature, threshold, flags, left[i], right[i], 0));
      } else {
        // What is not known is in no set, so it goes right.
        Categories set = set(block, sets, thresholds[i]);
        shape.add(new Tree.Node(feature, 0, 0, left[i], right[i], 0, set));
      }
    }
    try {
      return new Tree(shape, Arrays.stream(leafValues).boxed().toList())
          .withMeans(counts)
          .scaled(sigmoid);
    } catch (IllegalArgumentException e) {
      throw block.problem("Tree", "is no tree: " + e.getMessage());
    }
  }

  /** Takes values for zero that LightGBM takes for zero before it looks at any threshold. */
  private static double besideZero(double threshold) {
    if (!(Math.abs(threshold) <= Tree.ZERO)) {
      return threshold;
    }
    return threshold < 0 ? Math.nextDown(-Tree.ZERO) : Tree.ZERO;
  }

  private static int flags(int decision, double threshold) {
    int missing = decision >> 2 & 3;
    // Where training saw nothing missing, LightGBM scores what is not known as 0.
    boolean nanLeft = missing == 0 ? 0 <= threshold : (decision & DEFAULT_LEFT) != 0;
    return (nanLeft ? Tree.NAN_LEFT : 0) | (missing == MISSING_ZERO ? Tree.ZERO_IS_MISSING : 0);
  }

  /** The sets of categories that the nodes of a tree choose from. */
  private static List<Categories> categories(TextBlock block) {
    int count = block.integer("num_cat", 0);
    if (count == 0) {
      return List.of();
    }
    if (count < 0 || count >= Tree.MAX_LEAVES) {
      throw block.problem("num_cat", count + " sets of categories");
    }
    int[] bounds = block.integers("cat_boundaries", count + 1);
    if (bounds[count] < 0 || bounds[count] > Categories.MAX_WORDS) {
      throw block.problem("cat_boundaries", bounds[count] + " words of categories");
    }
    int[] words = block.words("cat_threshold", bounds[count]);
    List<Categories> sets = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      if (bounds[i] < 0 || bounds[i] > bounds[i + 1] || bounds[i + 1] > words.length) {
        throw block.problem("cat_boundaries", "set " + i + " ends before it begins");
      }
      sets.add(Categories.ofWords(Arrays.copyOfRange(words, bounds[i], bounds[i + 1])));
    }
    return sets;
  }

  private static Categories set(TextBlock block, List<Categories> sets, double number) {
    if (number >= 0 && number < sets.size() && number == (int) number) {
      return sets.get((int) number);
    }
    throw block.problem("threshold", "set " + number + " of " + sets.size() + " of categories");
  }

  /** The {@code key=value} lines up to the next blank one. */
  private TextBlock block() {
    TextBlock block = new TextBlock(source, line + 1);
    for (; line < lines.length && !lines[line].isBlank(); line++) {
      block.add(lines[line].strip(), line + 1);
    }
    return block;
  }

  private ModelFormatException problem(String problem) {
    return new ModelFormatException(source, "line", line + 1, problem, null);
  }
}
