package io.phish.examples.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.phish.core.model.TreeEnsemble;
import io.phish.core.model.XgBoost;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our scorer against the library that trained the model. */
class XgBoostAgreementTest {
  private static final Pattern CONDITIONS = Pattern.compile("\"split_conditions\":\\[([^\\]]*)\\]");

  @BeforeEach
  void needs_the_native_library() {
    String problem = "";
    try {
      new DMatrix(new float[] {1}, 1, 1, Float.NaN).dispose();
    } catch (Exception | LinkageError e) {
      problem = e.toString();
    }
    assumeTrue(problem.isEmpty(), "XGBoost cannot be loaded here: " + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "objective=binary:logistic",
        "objective=reg:logistic",
        "objective=binary:logistic base_score=0.1",
        "objective=binary:logistic max_depth=1",
        "objective=binary:logistic booster=dart rate_drop=0.2",
        "objective=binary:logistic num_parallel_tree=4 subsample=0.5 eta=0.5",
        "objective=binary:logistic grow_policy=lossguide max_leaves=200 max_depth=0",
        "objective=binary:logistic categories=x7 max_cat_to_onehot=4",
        "objective=binary:logistic categories=x7 max_cat_to_onehot=100",
      })
  void probabilities_agree_on_any_values(String parameters) throws Exception {
    SplittableRandom random = new SplittableRandom(42);
    double[] rows = Rows.random(random);
    DMatrix training = matrix(rows, parameters);
    training.setLabel(Rows.labels(rows, random));
    Map<String, Object> settings = new HashMap<>(Map.of("nthread", 1, "seed", 1, "max_depth", 6));
    for (String parameter : parameters.split(" ", -1)) {
      settings.put(parameter.split("=", 2)[0], parameter.split("=", 2)[1]);
    }
    settings.remove("categories");
    Booster booster =
        ml.dmlc.xgboost4j.java.XGBoost.train(training, settings, 40, Map.of(), null, null);
    byte[] json = booster.toByteArray("json");
    FeatureSchema schema = Rows.schema();
    TreeEnsemble ours =
        XgBoost.read(json, "test", schema, new ModelVersion("test", "1", "", Map.of()));

    double[] unseen = Rows.hostile(random, conditions(json));
    float[][] theirs = booster.predict(matrix(unseen, parameters));
    booster.dispose();
    training.dispose();

    double most = 0;
    for (int row = 0; row < Rows.COUNT; row++) {
      FeatureVector vector = FeatureVector.of(schema, Rows.row(unseen, row));
      most = Math.max(most, Math.abs(ours.assess(vector).probability() - theirs[row][0]));
    }
    assertThat(ours.size()).isGreaterThan(30);
    assertThat(most).isLessThan(1e-6);
  }

  private static DMatrix matrix(double[] rows, String parameters) throws Exception {
    float[] values = new float[rows.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows[i];
    }
    DMatrix matrix = new DMatrix(values, Rows.COUNT, Rows.WIDTH, Float.NaN);
    if (parameters.contains("categories=")) {
      String[] types = new String[Rows.WIDTH];
      Arrays.fill(types, "q");
      types[Rows.CATEGORY] = "c";
      matrix.setFeatureTypes(types);
    }
    return matrix;
  }

  private static double[] conditions(byte[] json) {
    return CONDITIONS
        .matcher(new String(json, StandardCharsets.UTF_8))
        .results()
        .flatMap(list -> Arrays.stream(list.group(1).split(",", -1)))
        .mapToDouble(Float::parseFloat)
        .toArray();
  }
}
