package io.phish.core.name.resemblance;

/**
 * How much a resemblance counts: a logistic regression over the rule, how popular the target is,
 * whether it is short, and whether the name is made of words that protected names are made of.
 *
 * <p>Fitted by {@code Calibration} (test tree) on names of PyPI, npm, crates.io and RubyGems that
 * were published by 2026 to be taken for popular ones, and on names of middling popularity, so that
 * 0.5 gives the fewest misses at less than 3 % (PyPI) and 1.5 % (npm) of false alarms. What these
 * data say nothing of was set by hand.
 */
final class Scores {
  /** The logarithm of the rank to which the weights of the rules belong. */
  static final double USUAL_RANK = 2;

  /** By factor ten of the rank. */
  static final double RANK_WEIGHT = -0.56;

  static final double SHORT_WEIGHT = -1.33;
  static final double WORDS_WEIGHT = -2.53;

  /** In letters: shorter targets are one slip away from too many words. */
  private static final int SHORT = 5;

  private Scores() {}

  /**
   * The score.
   *
   * @param words whether the name is made of words of protected names
   */
  static double of(Match match, Form target, int rank, boolean words) {
    double z =
        weight(match, target.kind != NameKind.PACKAGE)
            + RANK_WEIGHT * (Math.log10(rank) - USUAL_RANK)
            + (isShort(target) ? SHORT_WEIGHT : 0)
            + (words && countsWords(match.rule()) ? WORDS_WEIGHT : 0);
    return 1 / (1 + Math.exp(-z));
  }

  static boolean isShort(Form target) {
    return target.length() < SHORT;
  }

  /** Other words are no slip, but these rules leave the words of the target as they are. */
  static boolean countsWords(ResemblanceRule rule) {
    return switch (rule) {
      case SKELETON, SEPARATOR, TLD_SWAP, SCOPE, AFFIX, EMBEDDING -> false;
      default -> true;
    };
  }

  /** Of a rule that was fitted, its weight there. */
  static double weight(ResemblanceRule rule) {
    return switch (rule) {
      case TRANSPOSITION -> 3.73;
      case REPETITION -> 3.69;
      case OMISSION -> 2.35;
      case BIT_FLIP -> 2.28;
      case PLURAL -> 2.25;
      case SEPARATOR -> 2.04;
      case KEYBOARD -> 1.74;
      case WORD_ORDER -> 1.65;
      case VOWEL_SWAP -> 1.58;
      case MOVE -> 1.20;
      case HOMOGLYPH -> 1.09;
      case INSERTION -> 0.96;
      case REPLACEMENT -> 0.89;
      case SCOPE -> 0.86;
      case AFFIX -> 0.54;
      case NUMBER -> 0.13;
      case TWO_EDITS -> -1.43;
      // By hand: not in the data, or never as an imitation.
      case SKELETON -> 4;
      case LEET -> 1.5;
      case TLD_SWAP -> 0.8;
      case NUMERAL -> 0.6;
      case EMBEDDING -> 0.5;
      case HOMOPHONE -> 0;
    };
  }

  private static double weight(Match match, boolean host) {
    ResemblanceRule rule = match.rule();
    if (!host) {
      return weight(rule);
    }
    // By hand: nobody extends a bank as packages extend each other.
    return switch (rule) {
      case HOMOGLYPH -> 3;
      case AFFIX -> 1.5;
      case EMBEDDING -> match.cost() == 0 ? 4 : 0.8;
      default -> weight(rule);
    };
  }
}
