package io.phish.core.lookalike;

import io.phish.core.name.resemblance.Resemblance;
import io.phish.core.name.resemblance.ResemblanceRule;

/**
 * What a resemblance is worth beside what the model of URLs says: about half of the logarithm of
 * how much more frequent it is in phishing than elsewhere, by the trick, how long the target is and
 * where it stands; the other half is what the model has seen by itself. Counted on phishing of 2019
 * to 2025 and benign URLs of 2014 to 2026 whose site is none of the 100,000 most popular; see
 * {@code tables.md}.
 */
final class Weights {
  /** What is worth less is told of a host's own brands only. */
  static final double LEAST = 0.5;

  /** An exact homograph of a brand: nobody has one in good faith. */
  static final double HOMOGRAPH_FLOOR = 0.9;

  /** Of a popular site that is no brand, in disguise. */
  static final double SITE = 1.5;

  /** That the address of a brand is written in a path. */
  static final double ADDRESS_IN_PATH = 1.5;

  /** The most that a word of a path is worth. */
  private static final double WORD_IN_PATH = 1.2;

  private static final int SHORT = 5;
  private static final int MIDDLE = 7;

  private Weights() {}

  /**
   * The weight.
   *
   * @param length of the target, in characters without its suffix
   * @param everyday whether the target is a word as well
   */
  static double of(Resemblance hit, Place place, int length, boolean everyday, boolean own) {
    ResemblanceRule rule = hit.rule();
    double weight =
        switch (rule) {
          case SKELETON -> 2.4;
          case HOMOGLYPH, LEET -> Glyphs.isDisguise(hit) ? 2.4 : slip(1.8, length);
          case EMBEDDING -> everyday ? 1.3 : 1.8;
          case AFFIX_SLIP -> Glyphs.isDisguise(hit) ? 2.4 : slip(1.4, length);
          case AFFIX -> (everyday ? 0.9 : 1.7) - (length <= MIDDLE ? 0.2 : 0);
          case SEPARATOR -> everyday ? 0.5 : 1;
          // Under whose suffix a brand is not is its owner's to know.
          case TLD_SWAP -> own ? 1.2 : 0.5;
          case TRANSPOSITION, REPETITION, INSERTION, MOVE, PLURAL -> slip(2, length);
          case NUMBER, NUMERAL, HOMOPHONE, WORD_ORDER, SCOPE -> slip(1.5, length);
          case AFFIX_SWAP -> slip(1, length);
          case KEYBOARD -> slip(1.4, length);
          case TWO_EDITS -> slip(1, length);
          case OMISSION, REPLACEMENT, BIT_FLIP, VOWEL_SWAP -> slip(1.2, length);
        };
    if (everyday && isSlip(rule)) {
      weight -= 0.7;
    }
    if (place == Place.SUBDOMAIN && isSlip(rule)) {
      weight += 0.6; // There are fewer words in front of a domain than there are domains.
    }
    if (place == Place.PATH) {
      weight = Math.min(weight, WORD_IN_PATH);
    }
    return Math.max(0, weight);
  }

  private static double slip(double weight, int length) {
    if (length <= SHORT) {
      return weight - 1.6;
    }
    return length <= MIDDLE ? weight - 0.8 : weight;
  }

  private static boolean isSlip(ResemblanceRule rule) {
    return switch (rule) {
      case SKELETON, LEET, HOMOGLYPH, SEPARATOR, TLD_SWAP, SCOPE, AFFIX, AFFIX_SWAP, EMBEDDING ->
          false;
      default -> true;
    };
  }
}
