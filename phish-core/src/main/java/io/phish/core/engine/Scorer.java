package io.phish.core.engine;

import io.phish.spi.Feature;
import io.phish.spi.FeatureSchema;
import io.phish.spi.ScoringModel;
import java.util.List;

/**
 * A model in use.
 *
 * @param schema of the model, asked for once
 * @param prior of the model, asked for once
 * @param features of the model, in order
 */
record Scorer(ScoringModel model, FeatureSchema schema, double prior, List<Scored> features) {

  /**
   * A feature of the model.
   *
   * @param code what it is called in a reason
   * @param index where the extractor has it, -1 if it does not
   */
  record Scored(Feature feature, String code, int index) {}

  /**
   * Asks a model what it is.
   *
   * @param given what the extractor gives
   * @throws IllegalArgumentException if its prior is out of range
   */
  static Scorer of(ScoringModel model, String extractor, FeatureSchema given) {
    FeatureSchema schema = model.schema();
    double prior = Prior.checked("prior of model " + model.version(), model.prior());
    List<Scored> features =
        schema.features().stream()
            .map(
                feature ->
                    new Scored(
                        feature, extractor + '.' + feature.name(), given.indexOf(feature.name())))
            .toList();
    return new Scorer(model, schema, prior, features);
  }
}
