package io.phish.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.phish.spi.Assessment;
import io.phish.spi.Feature;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TreeEnsembleTest {
  private static final FeatureSchema SCHEMA =
      FeatureSchema.of(
          Feature.count("length", "length", "characters"),
          Feature.flag("odd", "odd"),
          Feature.real("logit", "logit", ""));

  /** length ≤ 10 ? (odd ≤ 0.5 ? -2 : 1) : 3 */
  private static final Tree TREE =
      new Tree(
          List.of(
              new Tree.Node(0, 10, 0, 1, ~2, 0.5),
              new Tree.Node(1, 0.5, Tree.NAN_LEFT, ~0, ~1, -0.75)),
          List.of(-2.0, 1.0, 3.0));

  @Test
  void follows_the_thresholds() {
    TreeEnsemble model = ensemble(TREE);

    assertThat(logOdds(model, 10, 0, 0)).isEqualTo(-2);
    assertThat(logOdds(model, 10, 1, 0)).isEqualTo(1);
    assertThat(logOdds(model, 10.001, 0, 0)).isEqualTo(3);
  }

  @Test
  void what_is_not_known_goes_the_way_of_its_node() {
    TreeEnsemble model = ensemble(TREE);

    assertThat(logOdds(model, Double.NaN, 0, 0)).isEqualTo(3);
    assertThat(logOdds(model, 1, Double.NaN, 0)).isEqualTo(-2);
  }

  @Test
  void zero_goes_the_way_of_the_unknown_where_training_took_it_for_missing() {
    Tree.Node node = new Tree.Node(2, 5, Tree.ZERO_IS_MISSING, ~0, ~1, 0);
    TreeEnsemble model = ensemble(new Tree(List.of(node), List.of(-1.0, 1.0)));

    assertThat(logOdds(model, 0, 0, 0)).isEqualTo(1);
    assertThat(logOdds(model, 0, 0, -0.0)).isEqualTo(1);
    assertThat(logOdds(model, 0, 0, Double.NaN)).isEqualTo(1);
    assertThat(logOdds(model, 0, 0, 0.1)).isEqualTo(-1);
  }

  @Test
  void contributions_name_the_features_that_were_asked() {
    TreeEnsemble model = ensemble(TREE);

    Assessment assessment = model.assess(FeatureVector.of(SCHEMA, 5, 1, 0));

    assertThat(model.bias()).isEqualTo(0.5);
    assertThat(assessment.size()).isEqualTo(3);
    assertThat(assessment.contribution(0)).isEqualTo(-1.25);
    assertThat(assessment.contribution(1)).isEqualTo(1.75);
    assertThat(assessment.contribution(2)).isZero();
    assertThat(assessment.probability()).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-15));
  }

  @Test
  void contributions_and_bias_sum_to_the_log_odds_for_any_trees_and_values() {
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 200; round++) {
      TreeEnsemble model = random(random, new Calibration(0.7, -1.5, 0.1));
      for (int i = 0; i < 20; i++) {
        FeatureVector vector = randomVector(random);
        Assessment assessment = model.assess(vector);
        double sum = model.bias();
        for (int f = 0; f < assessment.size(); f++) {
          sum += assessment.contribution(f);
        }
        double score = model.trees().stream().mapToDouble(tree -> walk(tree, vector)).sum();
        assertThat(sum).isCloseTo(0.7 * score - 1.5, within(1e-9));
        assertThat(assessment.probability())
            .isCloseTo(model.calibration().probability(score), within(1e-12));
      }
    }
  }

  @Test
  void zeros_of_either_sign_go_left_at_a_threshold_of_zero_of_either_sign() {
    for (double threshold : new double[] {0.0, -0.0}) {
      Tree.Node node = new Tree.Node(2, threshold, 0, ~0, ~1, 0);
      TreeEnsemble model = ensemble(new Tree(List.of(node), List.of(-1.0, 1.0)));

      assertThat(logOdds(model, 0, 0, 0.0)).isEqualTo(-1);
      assertThat(logOdds(model, 0, 0, -0.0)).isEqualTo(-1);
      assertThat(logOdds(model, 0, 0, Double.MIN_VALUE)).isEqualTo(1);
      assertThat(logOdds(model, 0, 0, -Double.MIN_VALUE)).isEqualTo(-1);
    }
  }

  @Test
  void extremes_find_their_way() {
    for (double threshold : new double[] {-Double.MAX_VALUE, 1, Double.MAX_VALUE}) {
      Tree.Node node = new Tree.Node(2, threshold, Tree.NAN_LEFT, ~0, ~1, 0);
      TreeEnsemble model = ensemble(new Tree(List.of(node), List.of(-1.0, 1.0)));

      for (double value :
          new double[] {
            Double.NEGATIVE_INFINITY, -Double.MAX_VALUE, 0, 1, Double.MAX_VALUE, 1 / 0.0
          }) {
        assertThat(logOdds(model, 0, 0, value)).isEqualTo(value <= threshold ? -1 : 1);
      }
    }
  }

  @Test
  void a_category_of_the_set_goes_left_and_anything_else_right() {
    Tree.Node node = new Tree.Node(2, 0, Tree.NAN_LEFT, ~0, ~1, 0, Categories.ofWords(1, 1 << 8));
    List<Tree> trees = List.of(new Tree(List.of(node), List.of(-1.0, 1.0)));
    TreeEnsemble lightGbm = ensemble(Precision.DOUBLE, trees);
    TreeEnsemble xgboost = ensemble(Precision.SINGLE, trees);

    for (double in : new double[] {0, -0.0, 0.9, 40, 40.5, Double.NaN}) {
      assertThat(logOdds(lightGbm, 0, 0, in)).isEqualTo(-1);
      assertThat(logOdds(xgboost, 0, 0, in)).isEqualTo(-1);
    }
    for (double out : new double[] {1, 39, 41, 64, 1e12, -1, -40, Double.NEGATIVE_INFINITY}) {
      assertThat(logOdds(lightGbm, 0, 0, out)).isEqualTo(1);
      assertThat(logOdds(xgboost, 0, 0, out)).isEqualTo(1);
    }
    assertThat(logOdds(lightGbm, 0, 0, -0.9)).isEqualTo(-1);
    assertThat(logOdds(xgboost, 0, 0, -0.9)).isEqualTo(1);
  }

  @Test
  void single_precision_rounds_values_as_xgboost_does() {
    double threshold = Math.nextDown(0.1f);
    Tree.Node node = new Tree.Node(2, threshold, 0, ~0, ~1, 0);
    List<Tree> trees = List.of(new Tree(List.of(node), List.of(-1.0, 1.0)));

    assertThat(logOdds(ensemble(Precision.SINGLE, trees), 0, 0, 0.1)).isEqualTo(1);
    assertThat(logOdds(ensemble(Precision.SINGLE, trees), 0, 0, threshold + 1e-12)).isEqualTo(-1);
    assertThat(logOdds(ensemble(Precision.DOUBLE, trees), 0, 0, threshold + 1e-12)).isEqualTo(1);
  }

  @Test
  void outside_of_the_band_the_first_trees_alone_give_probability_and_contributions() {
    SplittableRandom random = new SplittableRandom(13);
    for (int round = 0; round < 100; round++) {
      TreeEnsemble whole = random(random, new Calibration(0.7, -1.5, 0.1));
      int count = random.nextInt(1, whole.size() + 1);
      Calibration own = new Calibration(1.3, 0.25, 0.1);
      TreeEnsemble staged = whole.withFirstStage(new FirstStage(count, own, -0.5, 0.5));
      TreeEnsemble first = whole.firstTrees(count);
      for (int i = 0; i < 20; i++) {
        FeatureVector vector = randomVector(random);
        double score = first.score(vector);
        boolean enough = score < -0.5 || score > 0.5;
        double probability = enough ? own.probability(score) : whole.assess(vector).probability();
        double logOdds = enough ? 1.3 * score + 0.25 : 0.7 * whole.score(vector) - 1.5;

        Assessment assessment = staged.assess(vector);

        assertThat(assessment.probability()).isCloseTo(probability, within(1e-12));
        double sum = staged.bias(vector);
        for (int f = 0; f < assessment.size(); f++) {
          sum += assessment.contribution(f);
        }
        assertThat(sum).isCloseTo(logOdds, within(1e-9));
        assertThat(staged.score(vector)).isCloseTo(whole.score(vector), within(1e-12));
      }
    }
  }

  @Test
  void an_endless_band_changes_nothing() {
    SplittableRandom random = new SplittableRandom(14);
    TreeEnsemble whole = random(random, new Calibration(0.7, -1.5, 0.1));
    Calibration own = new Calibration(1, 0, 0.1);
    TreeEnsemble staged =
        whole.withFirstStage(
            new FirstStage(1, own, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));

    for (int i = 0; i < 100; i++) {
      FeatureVector vector = randomVector(random);
      assertThat(staged.assess(vector).probability())
          .isCloseTo(whole.assess(vector).probability(), within(1e-12));
      assertThat(staged.bias(vector)).isEqualTo(whole.bias(), within(1e-12));
    }
  }

  @Test
  void another_prior_moves_the_odds_of_both_stages_alike() {
    Tree other = new Tree(List.of(), List.of(0.25));
    Calibration calibration = new Calibration(1, 0, 0.5);
    TreeEnsemble staged =
        ensemble(TREE, other)
            .withCalibration(calibration)
            .withFirstStage(new FirstStage(1, calibration, 0, 2));

    TreeEnsemble rarer = staged.withPrior(0.2);

    assertThat(rarer.firstStage().orElseThrow().calibration().prior()).isEqualTo(0.2);
    for (double length : new double[] {5, 20}) {
      for (double odd : new double[] {0, 1}) {
        FeatureVector vector = FeatureVector.of(SCHEMA, length, odd, 0);
        double before = staged.assess(vector).probability();
        double after = rarer.assess(vector).probability();
        assertThat(after / (1 - after)).isCloseTo(before / (1 - before) / 4, within(1e-12));
      }
    }
  }

  @Test
  void refuses_a_first_stage_that_does_not_fit() {
    TreeEnsemble model = ensemble(TREE);

    assertThatThrownBy(() -> model.withFirstStage(new FirstStage(2, Calibration.NONE, 0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 trees in the first stage, there are 1");
    Calibration rare = new Calibration(1, 0, 0.01);
    assertThatThrownBy(() -> model.withFirstStage(new FirstStage(1, rare, 0, 1)))
        .hasMessageContaining("calibrated for a prior of 0.01, the ensemble for 0.5");
    assertThatThrownBy(() -> new FirstStage(0, rare, 0, 1)).hasMessageContaining("0 trees");
    assertThatThrownBy(() -> new FirstStage(1, rare, 1, 0)).hasMessageContaining("band");
    assertThatThrownBy(() -> new FirstStage(1, rare, Double.NaN, 0)).hasMessageContaining("band");
  }

  @Test
  void a_lower_prior_lowers_the_odds_by_its_ratio() {
    TreeEnsemble model = ensemble(TREE).withCalibration(new Calibration(1, 0, 0.5));

    TreeEnsemble rarer = model.withCalibration(model.calibration().withPrior(0.2));

    double before = model.assess(FeatureVector.of(SCHEMA, 5, 1, 0)).probability();
    double after = rarer.assess(FeatureVector.of(SCHEMA, 5, 1, 0)).probability();
    assertThat(after / (1 - after)).isCloseTo(before / (1 - before) / 4, within(1e-12));
  }

  @Test
  void an_ensemble_without_splits_gives_its_bias() {
    Tree leaf = new Tree(List.of(), List.of(-1.5));

    assertThat(logOdds(ensemble(leaf, leaf), 1, 1, 1)).isEqualTo(-3);
    assertThat(ensemble().assess(FeatureVector.of(SCHEMA, 1, 1, 1)).probability()).isEqualTo(0.5);
  }

  @Test
  void refuses_a_vector_of_other_features() {
    FeatureSchema other = FeatureSchema.of(Feature.flag("a", ""), Feature.flag("b", ""));

    assertThatThrownBy(() -> ensemble(TREE).assess(FeatureVector.of(other, 1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another schema than model test.trees@1");
  }

  @Test
  void a_model_survives_its_file() throws IOException {
    SplittableRandom random = new SplittableRandom(12);
    TreeEnsemble model = random(random, new Calibration(1.25, -0.5, 0.15));

    TreeEnsemble read = TreeEnsemble.read(new ByteArrayInputStream(bytes(model)), "test", SCHEMA);

    assertThat(read.version().card()).isEqualTo(model.version().card());
    assertThat(read.calibration()).isEqualTo(model.calibration());
    assertThat(read.bias()).isEqualTo(model.bias());
    for (int i = 0; i < 100; i++) {
      FeatureVector vector = randomVector(random);
      assertThat(read.assess(vector).probability()).isEqualTo(model.assess(vector).probability());
    }
    assertThat(bytes(read)).isEqualTo(bytes(model));
  }

  @Test
  void a_first_stage_precision_and_categories_survive_the_file() throws IOException {
    Calibration calibration = new Calibration(1.25, -0.5, 0.15);
    Tree.Node node = new Tree.Node(1, 0, Tree.NAN_LEFT, ~0, ~1, 0, Categories.ofWords(5, 0, -1));
    Tree categorical = new Tree(List.of(node), List.of(-1.0, 1.0));
    FirstStage stage = new FirstStage(1, calibration, -2, Double.POSITIVE_INFINITY);
    TreeEnsemble model =
        ensemble(Precision.SINGLE, List.of(TREE, categorical))
            .withCalibration(calibration)
            .withFirstStage(stage);

    TreeEnsemble read = TreeEnsemble.read(new ByteArrayInputStream(bytes(model)), "test", SCHEMA);

    assertThat(read.firstStage()).contains(stage);
    assertThat(read.precision()).isEqualTo(Precision.SINGLE);
    assertThat(read.trees()).isEqualTo(model.trees());
    assertThat(bytes(read)).isEqualTo(bytes(model));
  }

  @Test
  void refuses_a_node_that_is_its_own_ancestor_and_a_leaf_with_two_parents() {
    assertThatThrownBy(() -> twoNodes(1, ~2, 0, ~1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("node 1 has the impossible child 0");
    assertThatThrownBy(() -> twoNodes(1, ~2, ~2, ~1))
        .hasMessage("node 1 has the impossible child -3");
    assertThatThrownBy(() -> twoNodes(1, ~2, ~5, ~1))
        .hasMessage("node 1 has the impossible child -6");
  }

  private static Tree twoNodes(int left0, int right0, int left1, int right1) {
    return new Tree(
        List.of(new Tree.Node(0, 0, 0, left0, right0, 0), new Tree.Node(0, 0, 0, left1, right1, 0)),
        List.of(0.0, 0.0, 0.0));
  }

  static TreeEnsemble random(SplittableRandom random, Calibration calibration) {
    List<Tree> trees = new ArrayList<>();
    for (int i = random.nextInt(1, 20); i > 0; i--) {
      trees.add(randomTree(random, random.nextInt(1, 30)));
    }
    return ensemble(trees.toArray(Tree[]::new)).withCalibration(calibration);
  }

  /** Grown as LightGBM grows them: a leaf becomes a node, and its right child a new leaf. */
  private static Tree randomTree(SplittableRandom random, int leaves) {
    List<Tree.Node> nodes = new ArrayList<>();
    for (int i = 0; i < leaves - 1; i++) {
      int leaf = random.nextInt(i + 1);
      int node = i;
      nodes.replaceAll(
          parent ->
              new Tree.Node(
                  parent.feature(),
                  parent.threshold(),
                  parent.flags(),
                  parent.left() == ~leaf ? node : parent.left(),
                  parent.right() == ~leaf ? node : parent.right(),
                  parent.value()));
      nodes.add(
          new Tree.Node(
              random.nextInt(SCHEMA.size()),
              random.nextDouble(-5, 5),
              random.nextInt(4),
              ~leaf,
              ~(i + 1),
              random.nextDouble(-1, 1)));
    }
    return new Tree(nodes, random.doubles(leaves, -1, 1).boxed().toList());
  }

  /** The plainest reading of a tree, against which the flat one is held. */
  private static double walk(Tree tree, FeatureVector vector) {
    int child = tree.nodes().isEmpty() ? ~0 : 0;
    while (child >= 0) {
      Tree.Node node = tree.nodes().get(child);
      double value = vector.get(node.feature());
      boolean missing = Double.isNaN(value) || (value == 0 && node.zeroIsMissing());
      boolean goesLeft = missing ? node.nanLeft() : value <= node.threshold();
      child = goesLeft ? node.left() : node.right();
    }
    return tree.leaves().get(~child);
  }

  private static FeatureVector randomVector(SplittableRandom random) {
    double[] values = random.doubles(SCHEMA.size(), -6, 6).toArray();
    for (int i = 0; i < values.length; i++) {
      switch (random.nextInt(5)) {
        case 0 -> values[i] = Double.NaN;
        case 1 -> values[i] = 0;
        default -> {}
      }
    }
    return FeatureVector.of(SCHEMA, values);
  }

  static byte[] bytes(TreeEnsemble model) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    model.writeTo(out);
    return out.toByteArray();
  }

  static FeatureSchema schema() {
    return SCHEMA;
  }

  static TreeEnsemble ensemble(Tree... trees) {
    return ensemble(Precision.DOUBLE, Arrays.asList(trees));
  }

  private static TreeEnsemble ensemble(Precision precision, List<Tree> trees) {
    ModelVersion version = new ModelVersion("test.trees", "1", "", Map.of("data", "made up"));
    return new TreeEnsemble(version, SCHEMA, Calibration.NONE, null, precision, trees);
  }

  private static double logOdds(TreeEnsemble model, double... values) {
    return model.score(FeatureVector.of(SCHEMA, values));
  }
}
