package io.phish.core.engine;

import io.phish.spi.Feature;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import org.jspecify.annotations.Nullable;

/** Whether a vector is what its extractor promised. */
final class SchemaCheck {
  private final FeatureSchema schema;
  private final double[] min;
  private final double[] max;

  SchemaCheck(FeatureSchema schema) {
    this.schema = schema;
    this.min = schema.features().stream().mapToDouble(Feature::min).toArray();
    // Infinity is a bound, never a value.
    this.max =
        schema.features().stream()
            .mapToDouble(feature -> Math.min(feature.max(), Double.MAX_VALUE))
            .toArray();
  }

  /** What is wrong with it, null if nothing is. No features at all are right for every schema. */
  @Nullable String complaint(FeatureVector features) {
    if (features.size() == 0) {
      return null;
    }
    if (features.schema().fingerprint() != schema.fingerprint()) {
      return "gave features of another schema";
    }
    for (int i = 0; i < min.length; i++) {
      double value = features.get(i);
      if (value < min[i] || value > max[i]) {
        return "gave "
            + schema.feature(i).name()
            + " = "
            + value
            + ", which is not within "
            + schema.feature(i).min()
            + " and "
            + schema.feature(i).max();
      }
    }
    return null;
  }
}
