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
  /** By hand: words are added to slips in names of which nothing else is known to be wrong. */
  private static final double BESIDE = -0.7;

  private Scores() {}

  /** The score. */
  static double of(Match match, Form form, Form target, Traits.Facts facts) {
    double z =
        weight(match, target.kind != NameKind.PACKAGE)
            + Traits.sum(match.rule(), match.differences(), form, target, facts);
    return 1 / (1 + Math.exp(-z));
  }

  /** Of a rule that was fitted, its weight there. */
  static double weight(ResemblanceRule rule) {
    return switch (rule) {
      case TRANSPOSITION -> 3.71;
      case REPETITION -> 3.68;
      case OMISSION -> 2.34;
      case BIT_FLIP -> 2.24;
      case PLURAL -> 2.29;
      case SEPARATOR -> 2.53;
      case KEYBOARD -> 1.77;
      case WORD_ORDER -> 1.68;
      case VOWEL_SWAP -> 1.59;
      case MOVE -> 1.28;
      case HOMOGLYPH -> 1.13;
      case INSERTION -> 1.05;
      case REPLACEMENT -> 0.95;
      case SCOPE -> 1.43;
      case AFFIX -> 0.43;
      case NUMBER -> 0.23;
      case TWO_EDITS -> -0.41;
      // By hand: not in the data, or never as an imitation.
      case SKELETON -> 4;
      case LEET -> 1.5;
      case TLD_SWAP -> 0.8;
      case NUMERAL -> 0.6;
      case EMBEDDING -> 0.5;
      case AFFIX_SWAP -> 0.82;
      case HOMOPHONE -> 0;
      case AFFIX_SLIP -> BESIDE;
    };
  }

  private static double weight(Match match, boolean host) {
    ResemblanceRule rule = match.rule();
    if (rule == ResemblanceRule.AFFIX_SLIP) {
      return weight(match.slip(), match.cost(), host) + BESIDE;
    }
    return weight(rule, match.cost(), host);
  }

  private static double weight(ResemblanceRule rule, int cost, boolean host) {
    if (!host) {
      return weight(rule);
    }
    // By hand: nobody extends a bank as packages extend each other.
    return switch (rule) {
      case HOMOGLYPH -> 3;
      case AFFIX -> 1.5;
      case EMBEDDING -> cost == 0 ? 4 : 0.8;
      default -> weight(rule);
    };
  }
}
