package io.phish.core.packages;

import io.phish.core.name.resemblance.Resemblance;
import io.phish.spi.ScoringModel;

/**
 * What each thing that is known of a package is worth, in log-odds. The card {@code packages.md}
 * beside the lists says what was measured and what is a prior: that of resemblances was fitted,
 * those of metadata are set by hand and kept small, as there are no labelled metadata.
 */
final class Weights {
  /** The share of attacks among packages that are asked about, as for all built-in models. */
  static final double PRIOR = ScoringModel.DEFAULT_PRIOR;

  /** A resemblance that scores less is told to nobody. */
  static final double TOLD = 0.5;

  /** Of a resemblance whose score is {@link #TOLD}; fitted, see the card. */
  static final double RESEMBLANCE = 1.49;

  /** By a unit of the log-odds of its score; fitted, see the card. */
  static final double RESEMBLANCE_SLOPE = 1.63;

  /** What a resemblance that counts at least weighs: alone it is suspicious. */
  static final double LEAST_RESEMBLANCE = 1.8;

  /** Letters of several scripts in one name; see the card. */
  static final double MIXED_SCRIPTS = 4;

  static final double POPULAR = -3;
  static final double ALLOWED = -6;
  static final double HALLUCINATED = 1.8;
  static final double TOMBSTONE = 1.8;

  /** Scores of what a list says is an attack. */
  static final double KNOWN_MALICIOUS = 0.99;

  static final double DENIED = 0.99;

  // Thin: what a package that was made yesterday has in common with one that nobody needs.
  static final double YOUNG = 1.0;
  static final double FEW_RELEASES = 0.3;
  static final double FEW_DOWNLOADS = 0.5;
  static final double NO_REPOSITORY = 0.4;
  static final double NO_DESCRIPTION = 0.3;
  static final double NO_MAINTAINERS = 0.3;

  /** They go together, so they count for no more than this; alone they are not suspicious. */
  static final double MOST_THIN = 1.5;

  /** So much thinness supports a combosquat. */
  static final double SUPPORT = 1.0;

  // Conduct: what was done with a package lately.
  static final double INSTALL_SCRIPT = 0.6;
  static final double PUBLISHER_CHANGED = 0.7;
  static final double DORMANT = 0.7;
  static final double VERSION_SPIKE = 0.4;
  static final double DOWNLOAD_INFLATION = 0.4;

  // Established.
  static final double LONG_HISTORY = -1.5;
  static final double MANY_DOWNLOADS = -1.0;
  static final double VERY_MANY_DOWNLOADS = -3.0;

  private Weights() {}

  /** Of a resemblance that counts. */
  static double of(Resemblance resemblance) {
    return Math.max(
        LEAST_RESEMBLANCE, RESEMBLANCE + RESEMBLANCE_SLOPE * logOdds(resemblance.score()));
  }

  static double logOdds(double probability) {
    double bounded = Math.min(Math.max(probability, 1e-7), 1 - 1e-7);
    return Math.log(bounded / (1 - bounded));
  }

  static double probability(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }
}
