package io.phish.core.name.permutation;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;
import java.util.ArrayList;
import java.util.List;

/**
 * What a letter or digit of a name may be written as so that few readers notice: letters of like
 * shape, and the Latin letters that Unicode names as that letter with one thing more (an accent, a
 * stroke, a hook) or as its small capital. All of them may stand in names (RFC 5892), and none
 * combines with a neighbour.
 */
final class Glyphs {
  private static final int[][] NONE = {};
  private static final int FIRST = '0';

  /** By shape, within ASCII. */
  private static final String[][] ASCII = {
    {"0", "o"},
    {"1", "l", "i"},
    {"3", "8"},
    {"6", "9"},
    {"8", "3"},
    {"9", "6"},
    {"b", "d", "lb"},
    {"c", "e"},
    {"d", "b", "cl", "dl"},
    {"e", "c"},
    {"g", "q"},
    {"h", "lh"},
    {"i", "1", "l"},
    {"k", "lc"},
    {"l", "1", "i"},
    {"m", "n", "nn", "rn", "rr"},
    {"n", "m", "r"},
    {"o", "0"},
    {"q", "g"},
    {"u", "v"},
    {"v", "u"},
    {"w", "vv"},
  };

  /** Letters that do not have in their name what they look like. */
  private static final String[][] OTHER_SHAPES = {
    {"2", "\u01BB", "\u01A8"}, // two with stroke, tone two
    {"3", "\u0292", "\u01EF", "\u021D"}, // ezh, ezh with caron, yogh
    {"5", "\u01BD"}, // tone five
    {"a", "\u0251", "\u0259", "\u0250", "\u00E6"}, // alpha, schwa, turned a, ae
    {"b", "\u0185", "\u00FE", "\u00DF"}, // tone six, thorn, sharp s
    {"d", "\u00F0"}, // eth
    {"e", "\u0259", "\u01DD", "\u025B", "\u00E6"}, // schwa, turned e, open e, ae
    {"g", "\u0261", "\u0263"}, // script g, gamma
    {"i", "\u0131", "\u0269"}, // dotless i, iota
    {"j", "\u0237"}, // dotless j
    {"k", "\u0138"}, // kra
    {"n", "\u014B"}, // eng
    {"o", "\u0275", "\u00F0", "\u0153"}, // barred o, eth, oe
    {"p", "\u01BF", "\u00FE"}, // wynn, thorn
    {"s", "\u01A8", "\u00DF"}, // tone two, sharp s
    {"u", "\u0289", "\u028A"}, // u bar, upsilon
    {"v", "\u028C"}, // turned v
    {"y", "\u0263"}, // gamma
    {"z", "\u0292", "\u01EF"}, // ezh, ezh with caron
  };

  /** Two letters that run together into the shape of one, or that are one in some language. */
  private static final String[][] PAIRS = {
    {"cl", "d"},
    {"lc", "k"},
    {"nn", "m"},
    {"rn", "m"},
    {"rr", "m"},
    {"vv", "w"},
    {"ae", "\u00E6"},
    {"oe", "\u0153"},
    {"ss", "\u00DF"},
  };

  /** Cyrillic letters of the shape of Latin ones; in Latin order. */
  private static final String CYRILLIC_FROM = "abcdeghijklmopqstvwxy";

  private static final String CYRILLIC_TO =
      "\u0430\u044C\u0441\u0501\u0435\u050D\u04BB\u0456\u0458\u043A\u04CF\u043C\u043E\u0440"
          + "\u051B\u0455\u0442\u0475\u051D\u0445\u0443";

  private static final String SMALL_LETTER = "LATIN SMALL LETTER ";
  private static final String SMALL_CAPITAL = "LATIN LETTER SMALL CAPITAL ";

  private static final int[][][] BY_CHARACTER = byCharacter();

  private Glyphs() {}

  /** What a character may be written as. */
  static int[][] of(int c) {
    int index = c - FIRST;
    return index >= 0 && index < BY_CHARACTER.length ? BY_CHARACTER[index] : NONE;
  }

  /** What two characters may be written as, together. */
  static int[][] of(int c, int next) {
    for (String[] pair : PAIRS) {
      if (pair[0].charAt(0) == c && pair[0].charAt(1) == next) {
        return new int[][] {points(pair[1])};
      }
    }
    return NONE;
  }

  /** The Cyrillic letter of the same shape, -1 if there is none. */
  static int cyrillic(int c) {
    int index = CYRILLIC_FROM.indexOf(c);
    return index < 0 ? -1 : CYRILLIC_TO.charAt(index);
  }

  private static int[][][] byCharacter() {
    List<List<int[]>> glyphs = new ArrayList<>();
    for (int c = FIRST; c <= 'z'; c++) {
      glyphs.add(new ArrayList<>());
    }
    for (String[][] table : new String[][][] {ASCII, OTHER_SHAPES}) {
      for (String[] row : table) {
        for (int i = 1; i < row.length; i++) {
          glyphs.get(row[0].charAt(0) - FIRST).add(points(row[i]));
        }
      }
    }
    Normalizer2 folding = Normalizer2.getNFKCCasefoldInstance();
    for (String letter : new UnicodeSet("[[:Latin:]&[[:Ll:][:Lo:]]-[:ASCII:]]")) {
      int base = base(letter.codePointAt(0));
      // What folding changes is no letter of names (RFC 5892, section 2.2).
      if (base >= 0 && folding.isNormalized(letter)) {
        glyphs.get(base - FIRST).add(points(letter));
      }
    }
    return glyphs.stream().map(list -> list.toArray(NONE)).toArray(int[][][]::new);
  }

  /** The letter that a character is by its name with at most one thing more, -1 for others. */
  private static int base(int c) {
    String name = UCharacter.getName(c);
    if (name.startsWith(SMALL_CAPITAL) && name.length() == SMALL_CAPITAL.length() + 1) {
      return Character.toLowerCase(name.charAt(name.length() - 1));
    }
    int end = SMALL_LETTER.length() + 1;
    if (!name.startsWith(SMALL_LETTER)
        || !(name.length() == end || name.startsWith(" WITH ", end))
        || name.contains(" AND ")) {
      return -1;
    }
    return Character.toLowerCase(name.charAt(end - 1));
  }

  private static int[] points(String text) {
    return text.codePoints().toArray();
  }
}
