package io.phish.core.registration;

import io.phish.core.model.Models;
import io.phish.core.model.TreeEnsemble;
import io.phish.spi.FeatureSchema;

/**
 * The model of {@code phish.registration} that comes with the library. What it was trained on and
 * what it is worth stands in its card, and for people in {@code registration-model.md} beside it.
 */
public final class RegistrationModel {
  /** The features it learnt from: the first of {@link RegistrationSchema#SCHEMA}. */
  public static final FeatureSchema SCHEMA =
      FeatureSchema.of(
          RegistrationSchema.SCHEMA.features().subList(0, RegistrationSchema.HIDDEN + 1));

  private RegistrationModel() {}

  /** Reads it; whoever needs it more than once keeps it. */
  public static TreeEnsemble load() {
    return Models.bundled(RegistrationModel.class, "registration-trees.phm", SCHEMA);
  }
}
