package io.phish.examples.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.phish.core.model.Calibration;
import io.phish.core.model.FirstStage;
import io.phish.core.model.LightGbm;
import io.phish.core.model.TreeEnsemble;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** From training to a band: both stages say probabilities that come true. */
class FirstStageTest {
  @Test
  void both_stages_are_calibrated_on_rows_that_nothing_learnt_from() throws Exception {
    assumeTrue(NativeLightGbm.isAvailable(), "LightGBM cannot be loaded: is libgomp installed?");
    SplittableRandom random = new SplittableRandom(44);
    double[] rows = Rows.random(random);
    TreeEnsemble raw = train(rows, Rows.labels(rows, random));
    double[] held = Rows.random(random);
    float[] truth = Rows.labels(held, random);
    double share =
        IntStream.range(0, Rows.COUNT).mapToDouble(row -> truth[row]).average().orElse(0);
    TreeEnsemble first = raw.firstTrees(8);
    TreeEnsemble staged =
        raw.withCalibration(fit(raw, held, truth, share))
            .withFirstStage(new FirstStage(8, fit(first, held, truth, share), -0.5, 1));

    double[] unseen = Rows.random(random);
    float[] labels = Rows.labels(unseen, random);
    int[] counts = new int[2];
    double[] said = new double[2];
    double[] came = new double[2];
    for (int row = 0; row < Rows.COUNT; row++) {
      FeatureVector vector = FeatureVector.of(Rows.schema(), Rows.row(unseen, row));
      double score = first.score(vector);
      int stage = score < -0.5 || score > 1 ? 0 : 1;
      counts[stage]++;
      said[stage] += staged.assess(vector).probability();
      came[stage] += labels[row];
    }

    // Two numbers of a calibration cannot follow every bend of the truth.
    for (int stage = 0; stage < 2; stage++) {
      assertThat(counts[stage]).isGreaterThan(500);
      assertThat(said[stage] / counts[stage])
          .as("stage %d of %d rows", stage, counts[stage])
          .isCloseTo(came[stage] / counts[stage], within(0.05));
    }
  }

  private static TreeEnsemble train(double[] rows, float[] labels) throws Exception {
    String parameters = "objective=binary num_leaves=16 verbosity=-1 num_threads=1 seed=1";
    LGBMDataset dataset =
        LGBMDataset.createFromMat(rows, Rows.COUNT, Rows.WIDTH, true, parameters, null);
    dataset.setField("label", labels);
    LGBMBooster booster = LGBMBooster.create(dataset, parameters);
    for (int tree = 0; tree < 40; tree++) {
      booster.updateOneIter();
    }
    String text = booster.saveModelToString(0, 0, LGBMBooster.FeatureImportanceType.GAIN);
    booster.close();
    dataset.close();
    return LightGbm.read(text, "test", Rows.schema(), new ModelVersion("test", "1", "", Map.of()));
  }

  private static Calibration fit(TreeEnsemble model, double[] rows, float[] labels, double prior) {
    return Calibrator.fit(scores(model, rows, labels, 1), scores(model, rows, labels, 0), prior);
  }

  private static double[] scores(TreeEnsemble model, double[] rows, float[] labels, int label) {
    return IntStream.range(0, Rows.COUNT)
        .filter(row -> labels[row] == label)
        .mapToDouble(row -> model.score(FeatureVector.of(Rows.schema(), Rows.row(rows, row))))
        .toArray();
  }
}
