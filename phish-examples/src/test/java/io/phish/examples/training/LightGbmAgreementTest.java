package io.phish.examples.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.ml.lightgbm.PredictionType;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.phish.core.model.LightGbm;
import io.phish.core.model.TreeEnsemble;
import io.phish.core.url.UrlFeatures;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our scorer against the library that trained the model. */
class LightGbmAgreementTest {
  private static final Pattern THRESHOLDS = Pattern.compile("(?m)^threshold=(.*)$");
  private static final String COMMON =
      "objective=binary verbosity=-1 num_threads=1 deterministic=true force_row_wise=true seed=1 ";

  @BeforeEach
  void needs_the_native_library() {
    assumeTrue(NativeLightGbm.isAvailable(), "LightGBM cannot be loaded: is libgomp installed?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "use_missing=true",
        "use_missing=true zero_as_missing=true",
        "use_missing=false",
        "use_missing=true sigmoid=0.7",
        "use_missing=true min_data_in_leaf=2000 num_leaves=2",
        "num_leaves=255 min_data_in_leaf=5",
        "categorical_feature=7 min_data_per_group=10 cat_smooth=1",
        "categorical_feature=7 use_missing=false",
        "boosting=dart drop_rate=0.3",
        "boosting=rf bagging_freq=1 bagging_fraction=0.6 feature_fraction=0.8",
        "objective=cross_entropy",
      })
  void probabilities_agree_on_any_values(String parameters) throws Exception {
    SplittableRandom random = new SplittableRandom(41);
    double[] rows = Rows.random(random);
    Trained trained =
        train(
            rows,
            Rows.WIDTH,
            Rows.labels(rows, random),
            COMMON + "num_leaves=24 learning_rate=0.2 " + parameters);
    double[] unseen = Rows.hostile(random, thresholds(trained.text));

    assertAgreement(trained, Rows.schema(), unseen);
  }

  @Test
  void probabilities_agree_on_rows_of_the_real_schema() throws Exception {
    FeatureSchema schema = UrlFeatures.SCHEMA;
    int width = schema.size();
    SplittableRandom random = new SplittableRandom(43);
    double[] rows = new double[Rows.COUNT * width];
    float[] labels = new float[Rows.COUNT];
    for (int row = 0; row < Rows.COUNT; row++) {
      for (int i = 0; i < width; i++) {
        double max = Math.min(schema.feature(i).max(), 100);
        double value = max <= 1 ? random.nextInt(2) : random.nextInt((int) max);
        rows[row * width + i] = random.nextInt(10) == 0 ? Double.NaN : value;
      }
      labels[row] = rows[row * width] + 10 * random.nextDouble() > 50 ? 1 : 0;
    }
    Trained trained = train(rows, width, labels, COMMON + "num_leaves=24 feature_fraction=0.3");

    assertAgreement(trained, schema, rows);
  }

  private record Trained(LGBMBooster booster, LGBMDataset dataset, String text) {}

  private static Trained train(double[] rows, int width, float[] labels, String parameters)
      throws Exception {
    LGBMDataset dataset =
        LGBMDataset.createFromMat(rows, Rows.COUNT, width, true, parameters, null);
    dataset.setField("label", labels);
    LGBMBooster booster = LGBMBooster.create(dataset, parameters);
    for (int tree = 0; tree < 60; tree++) {
      booster.updateOneIter();
    }
    return new Trained(
        booster, dataset, booster.saveModelToString(0, 0, LGBMBooster.FeatureImportanceType.GAIN));
  }

  private static void assertAgreement(Trained trained, FeatureSchema schema, double[] rows)
      throws Exception {
    int width = schema.size();
    TreeEnsemble ours =
        LightGbm.read(trained.text, "test", schema, new ModelVersion("test", "1", "", Map.of()));
    double[] theirs =
        trained.booster.predictForMat(
            rows, Rows.COUNT, width, true, PredictionType.C_API_PREDICT_NORMAL);
    trained.booster.close();
    trained.dataset.close();
    assertThat(ours.size()).isPositive();
    double most = 0;
    for (int row = 0; row < Rows.COUNT; row++) {
      double[] values = Arrays.copyOfRange(rows, row * width, (row + 1) * width);
      double probability = ours.assess(FeatureVector.of(schema, values)).probability();

      most = Math.max(most, Math.abs(probability - theirs[row]));
    }
    assertThat(most).isLessThan(1e-6);
  }

  private static double[] thresholds(String model) {
    return THRESHOLDS
        .matcher(model)
        .results()
        .flatMap(line -> Arrays.stream(line.group(1).split(" ", -1)))
        .filter(threshold -> !threshold.equals("inf"))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }
}
