package com.example.contract;

import io.phish.spi.Assessment;
import io.phish.spi.Feature;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import io.phish.spi.ScoringModel;
import java.util.Map;

/** Long URLs are worse. */
class LengthModel implements ScoringModel {
  private static final ModelVersion VERSION =
      new ModelVersion("example.url-length", "1", "", Map.of("limits", "made up for a test"));
  private static final FeatureSchema SCHEMA =
      FeatureSchema.of(Feature.count("length", "length of the URL", "characters"));

  @Override
  public ModelVersion version() {
    return VERSION;
  }

  @Override
  public FeatureSchema schema() {
    return SCHEMA;
  }

  @Override
  public Assessment assess(FeatureVector features) {
    double length = features.get(0);
    double logOdds = Double.isNaN(length) ? 0 : Math.max(-5, Math.min(5, length / 100 - 2));
    return new Assessment(1 / (1 + Math.exp(-logOdds)), logOdds);
  }
}
