package io.phish.core.packages;

import io.phish.spi.Finding;
import java.util.List;

/**
 * One thing that is known of a package and what it is worth; what both the checker's reasons and
 * the engine's findings are made of.
 *
 * @param code in lower-case kebab form
 * @param weight how far it moves the log-odds of an attack; 0 for what is told and does not count
 * @param floor the least score with this evidence, 0 for none
 * @param message a sentence for people
 */
record Evidence(String code, double weight, double floor, String message) {

  /** ATT&amp;CK: Compromise Software Dependencies and Development Tools. */
  private static final String DEPENDENCIES = "T1195.001";

  static Evidence of(String code, double weight, String message) {
    return new Evidence(code, weight, 0, message);
  }

  static Evidence decisive(String code, double floor, String message) {
    return new Evidence(code, 0, floor, message);
  }

  boolean counts() {
    return weight != 0 || floor > 0;
  }

  boolean isAgainst() {
    return weight > 0 || floor > 0;
  }

  Evidence withoutWeight() {
    return new Evidence(code, 0, 0, message);
  }

  /**
   * The finding that an extractor gives.
   *
   * @param name of the package
   */
  Finding finding(String name) {
    return new Finding(
        code, weight, floor, message, List.of(name), isAgainst() ? DEPENDENCIES : null);
  }
}
