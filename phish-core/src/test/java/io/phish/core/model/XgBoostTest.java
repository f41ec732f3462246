package io.phish.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.phish.spi.Assessment;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The JSON format by hand; agreement with the library itself is tested where it trains. */
class XgBoostTest {
  /**
   * Two trees over three features. The first: length &lt; 10 ? (odd in {1, 33} ? 1 : -2) : 4, not
   * known: left, and left of the categories. The second is a leaf.
   */
  private static final String MODEL =
      """
      {"learner":{"attributes":{"best_iteration":"0"},"feature_names":[],"feature_types":[],
      "gradient_booster":{"model":{
      "gbtree_model_param":{"num_parallel_tree":"1","num_trees":"2","size_leaf_vector":"0"},
      "tree_info":[0,0],
      "trees":[
      {"base_weights":[0,0,0,0,0],"categories":[1,33],"categories_nodes":[1],
      "categories_segments":[0],"categories_sizes":[2],"default_left":[1,1,0,0,0],"id":0,
      "left_children":[1,3,-1,-1,-1],"loss_changes":[1,1,0,0,0],
      "parents":[2147483647,0,0,1,1],"right_children":[2,4,-1,-1,-1],
      "split_conditions":[1E1,0,4E0,-2E0,1E0],"split_indices":[0,1,0,0,0],
      "split_type":[0,1,0,0,0],"sum_hessian":[100,40,60,30,10],
      "tree_param":{"num_deleted":"0","num_feature":"3","num_nodes":"5","size_leaf_vector":"0"}},
      {"default_left":[0],"left_children":[-1],"right_children":[-1],"split_conditions":[5E-1],
      "split_indices":[0],"sum_hessian":[100],"tree_param":{"num_nodes":"1"}}
      ]},"name":"gbtree"},
      "learner_model_param":{"base_score":"5E-1","num_class":"0","num_feature":"3","num_target":"1"},
      "objective":{"name":"binary:logistic","reg_loss_param":{"scale_pos_weight":"1"}}},
      "version":[2,1,4]}
      """;

  @Test
  void below_a_threshold_goes_left_in_single_precision() {
    TreeEnsemble model = read(MODEL);

    assertThat(score(model, 9, 0, 0)).isEqualTo(-1.5);
    assertThat(score(model, 10, 0, 0)).isEqualTo(4.5);
    assertThat(score(model, Math.nextDown(10f), 0, 0)).isEqualTo(-1.5);
    // Rounds to 10, as XGBoost sees it.
    assertThat(score(model, Math.nextDown(10d), 0, 0)).isEqualTo(4.5);
    assertThat(score(model, Double.NaN, 0, 0)).isEqualTo(-1.5);
    assertThat(score(read(MODEL.replace("[1,1,0,0,0]", "[0,1,0,0,0]")), Double.NaN, 0, 0))
        .isEqualTo(4.5);
  }

  @Test
  void a_category_of_the_set_goes_right() {
    TreeEnsemble model = read(MODEL);

    for (double in : new double[] {1, 1.5, 33}) {
      assertThat(score(model, 1, in, 0)).isEqualTo(1.5);
    }
    for (double out : new double[] {0, 2, 32, 34, 64, 1e9, -1, Double.NaN}) {
      assertThat(score(model, 1, out, 0)).isEqualTo(-1.5);
    }
    TreeEnsemble unknownRight = read(MODEL.replace("[1,1,0,0,0]", "[1,0,0,0,0]"));
    assertThat(score(unknownRight, 1, Double.NaN, 0)).isEqualTo(1.5);
  }

  @Test
  void contributions_start_from_the_mean_of_the_leaves_by_their_weight() {
    Assessment assessment = read(MODEL).assess(vector(1, 33, 0));

    double mean = (60 * 4 + 30 * -2 + 10 * 1) / 100.0;
    double left = (30 * -2 + 10 * 1) / 40.0;
    assertThat(read(MODEL).bias()).isCloseTo(mean + 0.5, within(1e-12));
    assertThat(assessment.contribution(0)).isCloseTo(left - mean, within(1e-12));
    assertThat(assessment.contribution(1)).isCloseTo(1 - left, within(1e-12));
    assertThat(assessment.probability()).isCloseTo(Calibration.sigmoid(1.5), within(1e-12));
  }

  @Test
  void the_base_score_is_a_probability_alone_or_in_a_list() {
    for (String written : new String[] {"2E-1", "[2E-1]", "0.2"}) {
      TreeEnsemble model = read(MODEL.replace("\"5E-1\"", '"' + written + '"'));
      assertThat(score(model, 10, 0, 0)).isCloseTo(4.5 + Math.log(0.25), within(1e-6));
    }
    for (String wrong : new String[] {"[2E-1,3E-1]", "0", "1", "NaN", "x", "[]"}) {
      assertRefused("\"5E-1\"", '"' + wrong + '"', "base_score");
    }
  }

  @Test
  void weights_of_dropped_trees_are_found_where_each_release_puts_them() {
    String[][] forms = {
      {"\"gradient_booster\":{\"model\":{", "\"gradient_booster\":{\"gbtree\":{\"model\":{"},
      {
        "]},\"name\":\"gbtree\"}",
        "]},\"name\":\"gbtree\"},\"name\":\"dart\",\"weight_drop\":[0.5,2]}"
      }
    };
    TreeEnsemble older =
        read(MODEL.replace(forms[0][0], forms[0][1]).replace(forms[1][0], forms[1][1]));
    TreeEnsemble newer = read(MODEL.replace("\"tree_info\":[0,0]", "\"weight_drop\":[0.5,2]"));

    assertThat(score(older, 10, 0, 0)).isEqualTo(0.5 * 4 + 2 * 0.5);
    assertThat(score(newer, 10, 0, 0)).isEqualTo(0.5 * 4 + 2 * 0.5);
    assertRefused("\"tree_info\":[0,0]", "\"weight_drop\":[1]", "1 values of weight_drop for 2");
  }

  @Test
  void features_are_found_by_their_names() {
    TreeEnsemble model =
        read(
            MODEL.replace(
                "\"feature_names\":[]", "\"feature_names\":[\"logit\",\"odd\",\"length\"]"));

    assertThat(score(model, 0, 0, 9)).isEqualTo(-1.5);
    assertThat(score(model, 0, 0, 10)).isEqualTo(4.5);
    assertThat(
            score(read(MODEL.replace("_names\":[]", "_names\":[\"f0\",\"f1\",\"f2\"]")), 9, 0, 0))
        .isEqualTo(-1.5);
    assertRefused(
        "_names\":[]",
        "_names\":[\"length\",\"odd\",\"age\"]",
        "feature 2 is 'age', which the schema does not have");
    assertRefused("_names\":[]", "_names\":[\"length\",\"odd\"]", "2 names of 3 features");
    assertRefused("num_feature\":\"3\",\"num_target", "num_feature\":\"4\",\"num_target", "on 4");
  }

  @Test
  void refuses_what_it_cannot_score_and_says_what_it_is() {
    assertRefused("binary:logistic", "multi:softprob", "objective 'multi:softprob'");
    assertRefused("num_class\":\"0\"", "num_class\":\"3\"", "two classes");
    assertRefused("num_target\":\"1\"", "num_target\":\"2\"", "one target");
    assertRefused("_vector\":\"0\"},\n\"tree_info", "_vector\":\"2\"},\n\"tree_info", "one number");
    assertRefused("\"name\":\"gbtree\"", "\"name\":\"gblinear\"", "'gblinear' has no trees");
    assertRefused("\"version\":[2,1,4]", "\"version\":[4,0,0]", "version [4, 0, 0]");
    assertRefused("\"tree_info\":[0,0]", "\"tree_twist\":[0,0]", "has 'tree_twist'");
    assertRefused("\"tree_info\":[0,0]", "\"cats\":{\"enc\":[{}]}", "names of categories");
    assertRefused("\"learner\":", "\"teacher\":", "learner.objective.name is missing");
    assertThatThrownBy(() -> read("tree\nversion=v4\n"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("is no JSON");
    for (String binary : new String[] {"{L\0\0\0\0\0\0\0\7learner", "{i\7learner", "binf\0\0"}) {
      assertThatThrownBy(() -> read(binary))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("save it under a name that ends with .json");
    }
  }

  @Test
  void refuses_a_damaged_tree_and_says_which() {
    assertRefused("[1,3,-1,-1,-1]", "[1,0,-1,-1,-1]", "tree 0: node 0 has two parents");
    assertRefused("[1,3,-1,-1,-1]", "[1,1,-1,-1,-1]", "tree 0: node 1 has two parents");
    assertRefused("[1,3,-1,-1,-1]", "[1,9,-1,-1,-1]", "tree 0: there is no node 9");
    assertRefused("[2,4,-1,-1,-1]", "[2,4,3,-1,-1]", "tree 0: node 2 has one child");
    assertRefused("[2,4,-1,-1,-1]", "[2,4,-1,-1]", "right_children has 4 entries for 5 nodes");
    assertRefused("[0,1,0,0,0],\n\"split_type", "[7,1,0,0,0],\n\"split_type", "no feature 7");
    assertRefused("[1E1,0,4E0", "[NaN,0,4E0", "tree 0: threshold of node 0 is NaN");
    assertRefused("[1E1,0,4E0", "[1E99,0,4E0", "tree 0: threshold of node 0 is Infinity");
    assertRefused("[1E1,0,4E0", "[1E1,0,NaN", "tree 0: value of leaf 0 is NaN");
    assertRefused("[1E1,0,4E0", "[\"1E1\",0,4E0", "split_conditions should be a number");
    assertRefused("[1,33]", "[1,-33]", "there can be no category -33");
    assertRefused("\"categories_sizes\":[2]", "\"categories_sizes\":[3]", "are not there");
    assertRefused("\"categories_nodes\":[1]", "\"categories_nodes\":[0]", "has no categories");
    assertRefused("\"left_children\":[-1]", "\"left_children\":[]", "tree 1: no nodes");
  }

  @Test
  void refuses_json_without_bounds() {
    assertRefused(
        "\"attributes\":{", "\"deep\":" + "[".repeat(100_000) + ",\"attributes\":{", "JSON");
    assertRefused(
        "\"attributes\":{", "\"long\":" + "1".repeat(100_000) + ",\"attributes\":{", "JSON");
    assertRefused("[1,3,-1,-1,-1]", "[" + "1,".repeat(10_000) + "1]", "more than 8191 entries");
    assertRefused("[-1]", "[" + "9".repeat(30) + "]", "no whole number of 32 bits");
    assertRefused("\"version\":[2,1,4]", "\"version\":[2,1,4]}{", "goes on");
  }

  @Test
  void refuses_sets_of_categories_that_would_fill_the_memory() {
    String many = "2000000,".repeat(200) + "2000000";
    String nodes = "1,".repeat(200) + "1";
    String segments =
        IntStream.rangeClosed(0, 200).mapToObj(String::valueOf).collect(Collectors.joining(","));
    String model =
        MODEL
            .replace("[1,33]", '[' + many + ']')
            .replace("\"categories_nodes\":[1]", "\"categories_nodes\":[" + nodes + ']')
            .replace("\"categories_segments\":[0]", "\"categories_segments\":[" + segments + ']')
            .replace("\"categories_sizes\":[2]", "\"categories_sizes\":[" + nodes + ']');

    assertThatThrownBy(() -> read(model))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("tree 0: categories take more than 1048576 words");
  }

  @Test
  void refuses_a_file_that_is_cut_anywhere() {
    byte[] whole = MODEL.strip().getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(ModelFormatException.class);
    }
  }

  @Test
  void survives_any_change() {
    byte[] whole = MODEL.getBytes(StandardCharsets.UTF_8);
    SplittableRandom random = new SplittableRandom(23);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] changed = whole.clone();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        changed[random.nextInt(changed.length)] =
            random.nextBoolean() ? (byte) random.nextInt(256) : (byte) ('0' + random.nextInt(10));
      }
      try {
        read(changed).assess(vector(1, 2, Double.NaN));
      } catch (ModelFormatException e) {
        assertThat(e.offset()).isBetween(0L, (long) changed.length);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  private static void assertRefused(String from, String to, String message) {
    assertThat(MODEL).contains(from);
    assertThatThrownBy(() -> read(MODEL.replace(from, to)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("model test, byte ")
        .hasMessageContaining(message);
  }

  private static TreeEnsemble read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static TreeEnsemble read(byte[] file) {
    ModelVersion version = new ModelVersion("test", "1", "", Map.of());
    return XgBoost.read(file, "test", TreeEnsembleTest.schema(), version);
  }

  private static FeatureVector vector(double... values) {
    return FeatureVector.of(TreeEnsembleTest.schema(), values);
  }

  private static double score(TreeEnsemble model, double... values) {
    return model.score(vector(values));
  }
}
