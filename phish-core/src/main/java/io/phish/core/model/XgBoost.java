package io.phish.core.model;

import io.phish.spi.FeatureSchema;
import io.phish.spi.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads XGBoost models in JSON, as {@code save_model("….json")} writes them since release 1.0: the
 * boosters {@code gbtree} and {@code dart}, the objectives {@code binary:logistic} and {@code
 * reg:logistic}, numerical and categorical splits. Other objectives, several classes or targets,
 * names of categories and the binary formats are refused. All trees are used, whatever the best
 * iteration was.
 *
 * <p>As XGBoost does, values are rounded to {@code float} before they are compared. It also adds
 * leaves up in {@code float}, which is not repeated: probabilities differ by less than 1e-6.
 */
public final class XgBoost {
  /** The major release that is known. */
  private static final int NEWEST = 3;

  /** For the sets of categories of all trees together. */
  private static final int MAX_WORDS = 1 << 22;

  private static final String UNNAMED = "f";
  private static final Set<String> OBJECTIVES = Set.of("binary:logistic", "reg:logistic");
  private static final Set<String> BOOSTERS = Set.of("gbtree", "dart");

  private final JsonCursor json;
  private final List<XgBoostTree> trees = new ArrayList<>();
  private List<String> names = List.of();
  private @Nullable String objective;
  private @Nullable String booster;
  private @Nullable String baseScore;
  private float[] dropped = {};
  private int features = -1;

  private XgBoost(JsonCursor json) {
    this.json = json;
  }

  /**
   * Reads a model, without a calibration.
   *
   * @param file the whole model
   * @param source what to call it in an error
   * @param schema of the vectors that will be scored. The model's features are found in it by their
   *     names, in any order; if it was trained without names, they must be all of the schema in its
   *     order.
   * @param version what to call the model
   * @throws ModelFormatException if it is no model, one of those that are refused, or asks for a
   *     feature that the schema does not have
   */
  public static TreeEnsemble read(
      byte[] file, String source, FeatureSchema schema, ModelVersion version) {
    refuseBinary(file, source);
    return JsonCursor.read(file, source, json -> new XgBoost(json).ensemble(schema, version));
  }

  private static void refuseBinary(byte[] file, String source) {
    String start = new String(file, 0, Math.min(file.length, 8), StandardCharsets.ISO_8859_1);
    // UBJSON gives the type of a length where JSON has a quote.
    boolean ubjson =
        start.length() > 1 && start.charAt(0) == '{' && "iUIlL$#".indexOf(start.charAt(1)) >= 0;
    if (ubjson || start.startsWith("binf") || start.startsWith("CONFIG-o")) {
      throw new ModelFormatException(
          source,
          "byte",
          0,
          "is an XGBoost model in a binary format: save it under a name that ends with .json",
          null);
    }
  }

  private TreeEnsemble ensemble(FeatureSchema schema, ModelVersion version) {
    json.object(
        "the model",
        name -> {
          switch (name) {
            case "learner" -> json.object(name, this::learner);
            case "version" -> checkVersion(json.integers(name, 3));
            default -> json.skip();
          }
        });
    json.end();
    String name = required(objective, "learner.objective.name");
    if (!OBJECTIVES.contains(name)) {
      throw json.problem(
          "objective '" + brief(name) + "' gives no log-odds, binary:logistic is needed");
    }
    String kind = required(booster, "learner.gradient_booster.name");
    if (!BOOSTERS.contains(kind)) {
      throw json.problem("booster '" + brief(kind) + "' has no trees, gbtree and dart are read");
    }
    boolean weighted = kind.equals("dart") || dropped.length > 0;
    if (weighted && dropped.length != trees.size()) {
      throw json.problem(dropped.length + " values of weight_drop for " + trees.size() + " trees");
    }
    if (features < 1 || features > FeatureSchema.MAX_FEATURES) {
      throw json.problem("learner.learner_model_param.num_feature is " + features);
    }
    int[] indices = FeatureNames.resolve(names, features, UNNAMED, schema, json::problem);
    List<Tree> read = new ArrayList<>(trees.size() + 1);
    long words = 0;
    for (int i = 0; i < trees.size(); i++) {
      Tree tree = trees.get(i).toTree(indices, json);
      read.add(weighted ? scaled(tree, i) : tree);
      words += words(tree);
      if (words > MAX_WORDS) {
        throw json.problem("tree " + i + ": categories take more than " + MAX_WORDS + " words");
      }
    }
    double margin = margin(required(baseScore, "learner.learner_model_param.base_score"));
    if (margin != 0) {
      read.add(new Tree(List.of(), List.of(margin)));
    }
    return new TreeEnsemble(version, schema, Calibration.NONE, null, Precision.SINGLE, read);
  }

  private static long words(Tree tree) {
    long words = 0;
    for (Tree.Node node : tree.nodes()) {
      Categories set = node.categories();
      words += set == null ? 0 : set.wordCount();
    }
    return words;
  }

  private void checkVersion(int[] version) {
    if (version.length == 0 || version[0] < 1 || version[0] > NEWEST) {
      throw json.problem("version " + Arrays.toString(version) + ", 1 to " + NEWEST + " are read");
    }
  }

  private Tree scaled(Tree tree, int index) {
    try {
      return tree.scaled(dropped[index]);
    } catch (IllegalArgumentException e) {
      throw json.problem("weight_drop of tree " + index + ": " + e.getMessage());
    }
  }

  private void learner(String name) {
    switch (name) {
      case "feature_names" -> names = json.strings(FeatureSchema.MAX_FEATURES);
      case "gradient_booster" -> json.object(name, this::gradientBooster);
      case "learner_model_param" -> json.object(name, this::parameters);
      case "objective" ->
          json.object(
              name,
              field -> {
                if (field.equals("name")) {
                  objective = json.text(field);
                } else {
                  json.skip();
                }
              });
      default -> json.skip();
    }
  }

  private void parameters(String name) {
    switch (name) {
      case "base_score" -> baseScore = json.text(name);
      case "num_feature" -> features = json.integer(name);
      case "num_class" -> atMostOne(name, "a model of two classes is needed");
      case "num_target" -> atMostOne(name, "a model of one target is needed");
      default -> json.skip();
    }
  }

  private void atMostOne(String name, String need) {
    int count = json.integer(name);
    if (count > 1) {
      throw json.problem(name + " is " + count + ", " + need);
    }
  }

  /**
   * Of {@code dart}, the trees are one level deeper, in a booster of its own; since release 3.4 it
   * is but a {@code gbtree} with weights.
   */
  private void gradientBooster(String name) {
    switch (name) {
      case "name" -> booster = json.text(name);
      case "model" -> json.object(name, this::model);
      case "gbtree" ->
          json.object(
              name,
              inner -> {
                if (inner.equals("model")) {
                  json.object(inner, this::model);
                } else {
                  json.skip();
                }
              });
      case "weight_drop" -> dropped = json.floats(name, TreeEnsemble.MAX_TREES);
      default -> throw unknown(name);
    }
  }

  /** What is not known here may well change the score, as the weights of release 3.4 do. */
  private ModelFormatException unknown(String name) {
    return json.problem("has '" + brief(name) + "', of a newer release than 3.4?");
  }

  private void model(String name) {
    switch (name) {
      case "trees" -> json.array(name, this::addTree);
      case "gbtree_model_param" ->
          json.object(
              name,
              parameter -> {
                if (parameter.equals("size_leaf_vector")) {
                  atMostOne(parameter, "leaves of one number are needed");
                } else {
                  json.skip();
                }
              });
      case "cats" -> json.object(name, this::namesOfCategories);
      case "weight_drop" -> dropped = json.floats(name, TreeEnsemble.MAX_TREES);
      case "iteration_indptr", "tree_info" -> json.skip();
      default -> throw unknown(name);
    }
  }

  /** Since release 3.1 a model may hold the names of categories, for which a vector has no room. */
  private void namesOfCategories(String name) {
    if (!name.equals("enc")) {
      json.skip();
      return;
    }
    json.array(
        name,
        () -> {
          throw json.problem("holds names of categories: train on their numbers");
        });
  }

  private void addTree() {
    if (trees.size() == TreeEnsemble.MAX_TREES) {
      throw json.problem("more than " + TreeEnsemble.MAX_TREES + " trees");
    }
    XgBoostTree tree = new XgBoostTree(trees.size());
    json.object("tree " + trees.size(), field -> tree.read(field, json));
    trees.add(tree);
  }

  /**
   * Log-odds before any tree. The base score is a probability; since release 3.1 it is written as a
   * list of one, {@code [5E-1]}.
   */
  private double margin(String text) {
    boolean list = text.startsWith("[") && text.endsWith("]");
    String number = list ? text.substring(1, text.length() - 1) : text;
    float probability;
    try {
      probability = Float.parseFloat(number);
    } catch (NumberFormatException e) {
      throw json.problem("base_score '" + brief(text) + "' is no number");
    }
    if (!(probability > 0 && probability < 1)) {
      throw json.problem("base_score " + probability + " is not within 0 and 1");
    }
    return -Math.log(1 / (double) probability - 1);
  }

  private String required(@Nullable String value, String name) {
    if (value == null) {
      throw json.problem(name + " is missing: is this an XGBoost model?");
    }
    return value;
  }

  private static String brief(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64) + '…';
  }
}
