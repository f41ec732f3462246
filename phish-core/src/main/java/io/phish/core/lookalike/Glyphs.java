package io.phish.core.lookalike;

import io.phish.core.name.Skeleton;
import io.phish.core.name.resemblance.Difference;
import io.phish.core.name.resemblance.Resemblance;
import java.util.Locale;

/** What can be taken for what because it looks alike. */
final class Glyphs {
  private static final long BASE = 0x9E3779B97F4A7C15L;

  private Glyphs() {}

  /**
   * The hash of a text in which what looks alike is the same: figures as letters, {@code rn} as
   * {@code m}; capitals as small letters, hyphens and accents left out.
   */
  static long looks(CharSequence text, int from, int to) {
    long hash = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      char next = i + 1 < to ? text.charAt(i + 1) : 0;
      if (c == '-' || (c >= 0x80 && Character.getType(c) == Character.NON_SPACING_MARK)) {
        continue;
      }
      char look = look(c, next);
      i += look != c && (c == 'r' || c == 'v' || c == 'c') ? 1 : 0; // a pair
      hash = hash * BASE + look + 1;
    }
    return hash;
  }

  private static char look(char c, char next) {
    return switch (c) {
      case 'r' -> next == 'n' ? 'm' : 'r';
      case 'v' -> next == 'v' ? 'w' : 'v';
      case 'c' -> next == 'l' ? 'd' : 'c';
      case '0' -> 'o';
      case '1', 'i', '|', '!', 'I', 'L' -> 'l';
      case '2' -> 'z';
      case '3' -> 'e';
      case '4' -> 'a';
      case '5', '$' -> 's';
      case '7' -> 't';
      case '8' -> 'b';
      case '9', 'q' -> 'g';
      default -> c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
    };
  }

  /**
   * Whether somebody chose other characters for how they look: figures, capitals, pairs for one
   * letter or another script. One small letter for another may be another word.
   */
  static boolean isDisguise(Resemblance hit) {
    return switch (hit.rule()) {
      case SKELETON, LEET -> true;
      case HOMOGLYPH -> {
        for (Difference difference : hit.differences()) {
          String now = hit.name().substring(difference.from(), difference.to());
          if (now.length() != 1 || now.charAt(0) < 'a' || now.charAt(0) > 'z') {
            yield true;
          }
        }
        yield false;
      }
      default -> false;
    };
  }

  /**
   * Whether the two have one skeleton by UTS 39, section 4, as they are shown, and are not the
   * same.
   *
   * @param label as it is shown
   * @param target in lower case
   */
  static boolean isHomograph(String label, String target) {
    String small = label.toLowerCase(Locale.ROOT);
    if (small.equals(target)) {
      // Capitals of the same letters; a capital I is another letter and shows here.
      return false;
    }
    String skeleton = Skeleton.of(target);
    return Skeleton.of(label).equals(skeleton) || Skeleton.of(small).equals(skeleton);
  }
}
