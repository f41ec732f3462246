package io.phish.examples.training;

import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.io.IOException;

/**
 * Gradient-boosted trees by LightGBM, on one thread and so the same to the byte for the same rows
 * and seed.
 */
final class TreeTrainer {
  /** A leaf holds at least this share of the rows, within the limits of the recipe. */
  private static final int MOST_LEAVES = 500;

  private static final int FEWEST_ROWS = 5;

  private TreeTrainer() {}

  /**
   * The model in LightGBM's text format.
   *
   * @param matrix rows of features, one after another
   */
  static String train(
      float[] matrix, float[] labels, float[] weights, int width, Recipe recipe, long seed)
      throws IOException {
    NativeLightGbm.load();
    int rows = labels.length;
    String parameters =
        ("objective=binary num_leaves=%d learning_rate=%s min_data_in_leaf=%d lambda_l2=%s"
                + " feature_fraction=%s feature_fraction_bynode=%s max_bin=255 verbosity=-1"
                + " deterministic=true force_row_wise=true num_threads=1 seed=%d")
            .formatted(
                recipe.leaves(),
                recipe.learningRate(),
                Math.max(FEWEST_ROWS, Math.min(recipe.rowsPerLeaf(), rows / MOST_LEAVES)),
                recipe.l2(),
                recipe.featureShare(),
                recipe.featureShare(),
                seed & 0x7FFFFFFF);
    try (LGBMDataset dataset =
        LGBMDataset.createFromMat(matrix, rows, width, true, parameters, null)) {
      dataset.setField("label", labels);
      dataset.setField("weight", weights);
      try (LGBMBooster booster = LGBMBooster.create(dataset, parameters)) {
        for (int tree = 0; tree < recipe.trees(); tree++) {
          if (booster.updateOneIter()) {
            break; // no split gains anything any more
          }
        }
        return booster.saveModelToString(0, 0, LGBMBooster.FeatureImportanceType.GAIN);
      }
    } catch (LGBMException e) {
      throw new IOException("LightGBM: " + e.getMessage(), e);
    }
  }
}
