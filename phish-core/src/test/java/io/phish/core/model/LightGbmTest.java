package io.phish.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The text format by hand; agreement with the library itself is tested where it trains. */
class LightGbmTest {
  private static final String MODEL =
      """
      tree
      version=v4
      num_class=1
      num_tree_per_iteration=1
      label_index=0
      max_feature_idx=2
      objective=binary sigmoid:1
      feature_names=Column_0 Column_1 Column_2
      feature_infos=[0:1] [0:1] [0:1]
      tree_sizes=100 50

      Tree=0
      num_leaves=3
      num_cat=0
      split_feature=0 1
      split_gain=10 5
      threshold=10.000000000000002 -1
      decision_type=2 8
      left_child=1 -1
      right_child=-3 -2
      leaf_value=-2 1 4
      leaf_weight=1 1 1
      leaf_count=30 10 60
      internal_value=0 0
      internal_weight=0 0
      internal_count=100 40
      is_linear=0
      shrinkage=1


      Tree=1
      num_leaves=1
      num_cat=0
      leaf_value=0.5
      is_linear=0
      shrinkage=1


      end of trees

      feature_importances:
      a=1
      """;

  @Test
  void reads_trees_and_averages_the_inner_nodes_by_the_counts_of_the_leaves() {
    TreeEnsemble model = read(MODEL);

    assertThat(model.bias()).isEqualTo((30 * -2 + 10 * 1 + 60 * 4) / 100.0 + 0.5);
    assertThat(score(model, 10, -1, 0)).isEqualTo(-1.5);
    assertThat(score(model, 10, 0, 0)).isEqualTo(1.5);
    assertThat(score(model, 11, 0, 0)).isEqualTo(4.5);
  }

  @Test
  void what_is_not_known_goes_where_lightgbm_sends_it() {
    TreeEnsemble model = read(MODEL);

    // Node 0 saw nothing missing: not known is 0, and 0 is below 10. Node 1: default is right.
    assertThat(score(model, Double.NaN, -2, 0)).isEqualTo(-1.5);
    assertThat(score(model, 1, Double.NaN, 0)).isEqualTo(1.5);
    // Default left, and the same with zero as missing.
    assertThat(score(read(MODEL.replace("type=2 8", "type=2 10")), 1, Double.NaN, 0))
        .isEqualTo(-1.5);
    assertThat(score(read(MODEL.replace("type=2 8", "type=2 6")), 1, 0, 0)).isEqualTo(-1.5);
  }

  @Test
  void the_sum_is_multiplied_by_the_sigmoid_of_the_objective() {
    assertThat(score(read(MODEL.replace("sigmoid:1", "sigmoid:2")), 11, 0, 0)).isEqualTo(9);
  }

  @Test
  void features_are_found_by_their_names() {
    String named = MODEL.replace("Column_0 Column_1 Column_2", "logit odd length");

    assertThat(score(read(named), 0, -1, 10)).isEqualTo(-1.5);
    assertThat(score(read(named), 0, 0, 11)).isEqualTo(4.5);
    assertRefused("Column_0", "age", 8, "feature 0 is 'age', which the schema does not have");
    assertRefused("Column_0 ", "", 8, "2 names of 3 features");
  }

  @Test
  void a_category_of_the_set_goes_left_and_what_is_not_known_right() {
    String categorical =
        MODEL
            .replace("num_cat=0\nsplit", "num_cat=1\nsplit")
            .replace("threshold=10.000000000000002 -1", "threshold=10 0")
            .replace("decision_type=2 8", "decision_type=2 1")
            .replace(
                "left_child=1", "cat_boundaries=0 2\ncat_threshold=1 2147483648\nleft_child=1");
    TreeEnsemble model = read(categorical);

    for (double in : new double[] {0, 0.5, -0.5, 63}) {
      assertThat(score(model, 1, in, 0)).isEqualTo(-1.5);
    }
    for (double out : new double[] {1, 32, 64, -1, 1e10, Double.NaN}) {
      assertThat(score(model, 1, out, 0)).isEqualTo(1.5);
    }
    assertThatThrownBy(() -> read(categorical.replace("threshold=10 0", "threshold=10 1")))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("model test, line 17: set 1.0 of 1 of categories");
    assertThatThrownBy(() -> read(categorical.replace("boundaries=0 2", "boundaries=3 2")))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("set 0 ends before it begins");
    assertThatThrownBy(() -> read(categorical.replace("boundaries=0 2", "boundaries=0 99999999")))
        .hasMessageContaining("99999999 words");
  }

  @Test
  void the_trees_of_a_random_forest_are_averaged() {
    TreeEnsemble model = read(MODEL.replace("label_index=0", "average_output"));

    assertThat(score(model, 11, 0, 0)).isEqualTo(2.25);
  }

  @Test
  void refuses_a_model_that_is_cut_in_any_line_before_its_end() {
    int end = MODEL.indexOf("end of trees") + "end of trees".length();
    for (int length = 0; length < end; length++) {
      String cut = MODEL.substring(0, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(ModelFormatException.class);
    }
  }

  @Test
  void survives_any_change() {
    SplittableRandom random = new SplittableRandom(24);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      StringBuilder changed = new StringBuilder(MODEL);
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        changed.setCharAt(
            random.nextInt(MODEL.length()),
            random.nextBoolean() ? (char) random.nextInt(256) : (char) ('0' + random.nextInt(10)));
      }
      try {
        score(read(changed.toString()), 1, 2, Double.NaN);
      } catch (ModelFormatException e) {
        assertThat(e.offset()).isPositive();
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  @Test
  void refuses_what_it_cannot_score_and_names_the_line() {
    assertRefused("tree\n", "forest\n", 1, "no LightGBM model");
    assertRefused("num_class=1", "num_class=3", 3, "two classes");
    assertRefused("max_feature_idx=2", "max_feature_idx=7", 8, "trained on 8 features");
    assertRefused("binary sigmoid:1", "regression", 7, "objective 'regression'");
    assertRefused("version=v4", "version=v9", 2, "version 'v9', v2 to v4 are read");
    assertRefused("sigmoid:1", "sigmoid:-1", 7, "sigmoid is -1");
    assertRefused("is_linear=0\nshrinkage=1\n\n\nTree=1", "is_linear=1\n\nTree=1", 27, "linear");
    assertRefused("end of trees", "end", 39, "'num_leaves' is missing");
  }

  @Test
  void refuses_a_damaged_tree_and_names_the_line() {
    assertRefused("split_feature=0 1", "split_feature=0 3", 15, "feature 3 of 3");
    assertRefused("threshold=10.000000000000002 -1", "threshold=nan -1", 17, "'nan' is no number");
    assertRefused("threshold=10.000000000000002 -1", "threshold=NaN -1", 12, "threshold of node 0");
    assertRefused("left_child=1 -1", "left_child=0 -1", 12, "impossible child 0");
    assertRefused("leaf_value=-2 1 4", "leaf_value=-2 1 1e31", 12, "value of leaf 2 is 1.0E31");
    assertRefused("sigmoid:1", "sigmoid:1e31", 12, "is no tree: value of node 0");
    assertRefused("leaf_value=-2 1 4", "leaf_value=-2 1", 21, "2 numbers, 3 are needed");
    assertRefused("leaf_count=30 10 60\n", "", 12, "'leaf_count' is missing");
    assertRefused("num_leaves=3", "num_leaves=2000000000", 13, "leaves");
    assertThatThrownBy(() -> read(MODEL.substring(0, MODEL.indexOf("end of trees"))))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("cut");
  }

  private static void assertRefused(String from, String to, long line, String message) {
    assertThat(MODEL).contains(from);
    assertThatThrownBy(() -> read(MODEL.replace(from, to)))
        .isInstanceOfSatisfying(
            ModelFormatException.class, e -> assertThat(e.offset()).isEqualTo(line))
        .hasMessageStartingWith("model test, line " + line + ": ")
        .hasMessageContaining(message);
  }

  private static TreeEnsemble read(String text) {
    ModelVersion version = new ModelVersion("test", "1", "", Map.of());
    return LightGbm.read(text, "test", TreeEnsembleTest.schema(), version);
  }

  private static double score(TreeEnsemble model, double... values) {
    FeatureVector vector = FeatureVector.of(TreeEnsembleTest.schema(), values);
    return model.score(vector);
  }
}
