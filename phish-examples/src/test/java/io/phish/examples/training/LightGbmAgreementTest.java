package io.phish.examples.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.ml.lightgbm.PredictionType;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.phish.core.model.LightGbm;
import io.phish.core.model.TreeEnsemble;
import io.phish.spi.Feature;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our scorer against the library that trained the model. */
class LightGbmAgreementTest {
  private static final int ROWS = 10_000;
  private static final int WIDTH = 8;

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
      })
  void probabilities_agree_on_known_unknown_and_zero_values(String parameters) throws Exception {
    SplittableRandom random = new SplittableRandom(41);
    double[] rows = rows(random);
    float[] labels = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      double first = rows[row * WIDTH];
      double second = rows[row * WIDTH + 1];
      double logOdds =
          (Double.isNaN(first) ? 1 : first) + (second == 0 ? 1.5 : -second) + random.nextDouble();
      labels[row] = logOdds > 0 ? 1 : 0;
    }
    String all =
        "objective=binary verbosity=-1 num_threads=1 deterministic=true force_row_wise=true seed=1"
            + " num_leaves=24 learning_rate=0.2 "
            + parameters;
    LGBMDataset dataset = LGBMDataset.createFromMat(rows, ROWS, WIDTH, true, all, null);
    dataset.setField("label", labels);
    LGBMBooster booster = LGBMBooster.create(dataset, all);
    for (int tree = 0; tree < 60; tree++) {
      booster.updateOneIter();
    }
    String text = booster.saveModelToString(0, 0, LGBMBooster.FeatureImportanceType.GAIN);
    TreeEnsemble ours =
        LightGbm.read(text, "test", schema(), new ModelVersion("test", "1", "", Map.of()));

    double[] unseen = rows(random);
    double[] theirs =
        booster.predictForMat(unseen, ROWS, WIDTH, true, PredictionType.C_API_PREDICT_NORMAL);
    booster.close();
    dataset.close();

    for (int row = 0; row < ROWS; row++) {
      double[] values = java.util.Arrays.copyOfRange(unseen, row * WIDTH, (row + 1) * WIDTH);
      assertThat(ours.assess(FeatureVector.of(schema(), values)).probability())
          .as("row %d", row)
          .isCloseTo(theirs[row], within(1e-6));
    }
  }

  /** Reals, counts and flags; the first column also unknown, the second also zero. */
  private static double[] rows(SplittableRandom random) {
    double[] rows = new double[ROWS * WIDTH];
    for (int i = 0; i < rows.length; i++) {
      int column = i % WIDTH;
      rows[i] =
          switch (column) {
            case 0 -> random.nextInt(4) == 0 ? Double.NaN : random.nextDouble(-2, 2);
            case 1 -> random.nextInt(4) == 0 ? 0 : random.nextDouble(-2, 2);
            case 2 -> random.nextInt(30);
            case 3 -> random.nextInt(2);
            default -> random.nextInt(20) == 0 ? Double.NaN : random.nextDouble(-1, 1);
          };
    }
    return rows;
  }

  private static FeatureSchema schema() {
    return FeatureSchema.of(
        IntStream.range(0, WIDTH).mapToObj(i -> Feature.real("f" + i, "", "")).toList());
  }
}
