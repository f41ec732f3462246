package io.phish.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import java.util.Map;
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
      feature_names=a b c
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
  void refuses_what_it_cannot_score_and_names_the_line() {
    assertRefused("tree\n", "forest\n", 1, "no LightGBM model");
    assertRefused("num_class=1", "num_class=3", 3, "two classes");
    assertRefused("max_feature_idx=2", "max_feature_idx=7", 6, "trained on 8 features");
    assertRefused("binary sigmoid:1", "regression", 7, "objective 'regression'");
    assertRefused("decision_type=2 8", "decision_type=1 8", 18, "categorical");
    assertRefused("is_linear=0\nshrinkage=1\n\n\nTree=1", "is_linear=1\n\nTree=1", 27, "linear");
    assertRefused("end of trees", "end", 39, "'num_leaves' is missing");
  }

  @Test
  void refuses_a_damaged_tree_and_names_the_line() {
    assertRefused("split_feature=0 1", "split_feature=0 3", 15, "feature 3 of 3");
    assertRefused("threshold=10.000000000000002 -1", "threshold=nan -1", 17, "'nan' is no number");
    assertRefused("threshold=10.000000000000002 -1", "threshold=NaN -1", 12, "threshold of node 0");
    assertRefused("left_child=1 -1", "left_child=0 -1", 12, "impossible child 0");
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
