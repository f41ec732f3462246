package io.phish.core.engine;

import io.phish.spi.Finding;

/**
 * What models say together, with all findings.
 *
 * @param withoutFloor before the floors of decisive findings; NaN if nothing is known
 * @param probability with them
 */
record WithFindings(double withoutFloor, double probability) {

  /**
   * Applies findings.
   *
   * @param combined what the models say together, NaN if none does
   * @param prior what findings alone start from
   */
  static WithFindings of(Outcome[] outcomes, double combined, double prior) {
    double shift = 0;
    double floor = 0;
    boolean any = false;
    for (Outcome outcome : outcomes) {
      for (Finding finding : outcome.findings()) {
        shift += finding.weight();
        floor = Math.max(floor, finding.floor());
        any |= finding.weight() != 0 || finding.floor() > 0;
      }
    }
    if (!any) {
      return new WithFindings(combined, combined);
    }
    double base = Double.isNaN(combined) ? prior : combined;
    double shifted = shift == 0 ? base : sigmoid(logit(base) + shift);
    return new WithFindings(shifted, Math.max(shifted, floor));
  }

  /** Bounded, so that certainty can still be moved. */
  static double logit(double probability) {
    double bounded = Math.min(Math.max(probability, 1e-7), 1 - 1e-7);
    return Math.log(bounded / (1 - bounded));
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }
}
