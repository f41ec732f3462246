package io.phish.core.dns;

import io.phish.core.model.Models;
import io.phish.core.model.TreeEnsemble;
import io.phish.spi.FeatureSchema;

/**
 * The model of {@code phish.dns} that comes with the library. What it was trained on and what it is
 * worth stands in its card, and for people in {@code dns-model.md} beside it.
 */
public final class DnsModel {
  /** The features it learnt from: the first of {@link DnsSchema#SCHEMA}. */
  public static final FeatureSchema SCHEMA =
      FeatureSchema.of(DnsSchema.SCHEMA.features().subList(0, DnsSchema.SPF + 1));

  private DnsModel() {}

  /** Reads it; whoever needs it more than once keeps it. */
  public static TreeEnsemble load() {
    return Models.bundled(DnsModel.class, "dns-trees.phm", SCHEMA);
  }
}
