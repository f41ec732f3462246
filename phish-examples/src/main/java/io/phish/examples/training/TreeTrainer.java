package io.phish.examples.training;

import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.io.IOException;

/** Gradient-boosted trees by LightGBM, the same to the byte for the same rows and seed. */
final class TreeTrainer {
  private TreeTrainer() {}

  /** The model in LightGBM's text format. */
  static String train(Dataset data, UrlTrainer.Options options) throws IOException {
    NativeLightGbm.load();
    String parameters =
        ("objective=binary num_leaves=%d learning_rate=%s min_data_in_leaf=%d lambda_l2=5"
                + " feature_fraction=0.7 feature_fraction_bynode=0.7 max_bin=255 verbosity=-1"
                + " deterministic=true force_row_wise=true num_threads=%d seed=%d")
            .formatted(
                options.leaves(),
                options.learningRate(),
                Math.max(5, Math.min(200, data.size() / 500)),
                options.threads(),
                options.seed() & 0x7FFFFFFF);
    float[] labels = new float[data.size()];
    float[] weights = new float[data.size()];
    for (int row = 0; row < data.size(); row++) {
      labels[row] = data.example(row).phishing() ? 1 : 0;
      weights[row] = (float) data.weight(row);
    }
    try (Handles handles = new Handles(data, labels, weights, parameters)) {
      for (int tree = 0; tree < options.trees(); tree++) {
        if (handles.booster.updateOneIter()) {
          break; // no split gains anything any more
        }
      }
      return handles.booster.saveModelToString(0, 0, LGBMBooster.FeatureImportanceType.GAIN);
    } catch (LGBMException e) {
      throw new IOException("LightGBM: " + e.getMessage(), e);
    }
  }

  /** Data set and booster, closed together. */
  private static final class Handles implements AutoCloseable {
    private final LGBMDataset dataset;
    private final LGBMBooster booster;

    Handles(Dataset data, float[] labels, float[] weights, String parameters) throws LGBMException {
      dataset =
          LGBMDataset.createFromMat(
              data.matrix(0, data.size()), data.size(), data.width(), true, parameters, null);
      dataset.setField("label", labels);
      dataset.setField("weight", weights);
      booster = LGBMBooster.create(dataset, parameters);
    }

    @Override
    public void close() throws LGBMException {
      booster.close();
      dataset.close();
    }
  }
}
