package io.phish.core.url;

/** What a character may be of a URL in a text. */
final class LinkChars {
  /** Stands in a label of a host: letters, digits, hyphen and underscore. */
  static final int LABEL = 1;

  static final int ALPHANUMERIC = 2;

  /** In the part before the at sign of a mail address (RFC 5322 section 3.2.3), dots included. */
  static final int LOCAL = 4;

  /** Never in a path, query or fragment. */
  static final int STOP = 8;

  /** Inside a path, but not its last character. */
  static final int INNER = 16;

  /** Needs a look at what is around it. */
  static final int SPECIAL = 32;

  static final int UPPER = 64;

  static final int UNDERSCORE = 128;

  static final int HYPHEN = 256;

  /** In a user name or password. */
  static final int USER = 512;

  /** No host without a scheme stands right behind it. */
  static final int BEFORE_NO_HOST = 1_024;

  private static final short[] KINDS = kinds();

  private LinkChars() {}

  /** The kinds of an ASCII character. */
  static int kind(int c) {
    return KINDS[c];
  }

  static boolean is(int c, int kind) {
    return c < 128 && (KINDS[c] & kind) != 0;
  }

  /** Whether a character stands in a path and may be its last. */
  static boolean isPlainInPath(char c) {
    return c < 128 && (KINDS[c] & (STOP | INNER | SPECIAL)) == 0;
  }

  /** Full stops that browsers take for a dot in a host (UTS 46). */
  static boolean isWideDot(char c) {
    return c == '\u3002' || c == '\uFF0E' || c == '\uFF61';
  }

  /** Whether a word, in lower case, stands at an offset and before another, in any case. */
  static boolean isAt(char[] text, int at, int to, String word) {
    if (at < 0 || to - at < word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      char c = text[at + i];
      if (c != word.charAt(i) && (c < 'A' || c > 'Z' || (c | 0x20) != word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetter(int c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  }

  /**
   * Whether a character outside ASCII may stand in a host: letters, marks, digits and pictures, and
   * what is invisible and taken out by UTS 46.
   */
  static boolean isWideLabel(int c) {
    return switch (Character.getType(c)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER,
          Character.OTHER_SYMBOL ->
          true;
      default ->
          c == 0xAD || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF || c == 0x30FB;
    };
  }

  /**
   * Whether a character belongs to a script that is written without spaces, or is a picture: it
   * stands beside an ASCII word without being part of it.
   */
  static boolean isUnspaced(int c) {
    return (c >= 0x2E80 && c <= 0xA4CF)
        || (c >= 0xAC00 && c <= 0xD7FF)
        || (c >= 0x1100 && c <= 0x11FF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFF66 && c <= 0xFFDC)
        || (c >= 0x0E00 && c <= 0x0EFF)
        || (c >= 0x1780 && c <= 0x17FF)
        || (c >= 0x20000 && c <= 0x3FFFF)
        || (c >= 0x2000 && Character.getType(c) == Character.OTHER_SYMBOL);
  }

  /** Whether a character outside ASCII ends a path: space, quotes, and punctuation of CJK text. */
  static boolean isWideStop(int c) {
    if (c < 0xA0 || (c >= 0x2018 && c <= 0x201F) || (c >= 0x3001 && c <= 0x3003)) {
      return true;
    }
    return switch (c) {
      case 0xAB, 0xBB, 0x2014, 0x2015, 0x2022, 0x2026, 0x2039, 0x203A, 0x30FB -> true;
      default ->
          switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR,
                Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR,
                Character.SURROGATE,
                Character.CONTROL ->
                true;
            case Character.FORMAT -> !(c >= 0x200B && c <= 0x200D) && c != 0xAD && c != 0x2060;
            case Character.START_PUNCTUATION, Character.END_PUNCTUATION -> c >= 0x3000;
            case Character.OTHER_PUNCTUATION, Character.MATH_SYMBOL -> c >= 0xFE10;
            default -> false;
          };
    };
  }

  private static short[] kinds() {
    short[] kinds = new short[128];
    for (int c = 0; c < 128; c++) {
      int kind = 0;
      if (isDigit(c) || isLetter(c)) {
        kind |= LABEL | ALPHANUMERIC | LOCAL;
      }
      kind |= "-_".indexOf(c) >= 0 ? LABEL : 0;
      kind |= ".!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0 ? LOCAL : 0;
      kind |= c <= ' ' || c == 0x7F || "\"<>`".indexOf(c) >= 0 ? STOP : 0;
      kind |= "?!.:*^@|,;'".indexOf(c) >= 0 ? INNER : 0;
      kind |= "()[]{}&\\,;|'".indexOf(c) >= 0 ? SPECIAL : 0;
      kind |= c >= 'A' && c <= 'Z' ? UPPER : 0;
      kind |= c == '_' ? UNDERSCORE : 0;
      kind |= c == '-' ? HYPHEN : 0;
      kind |= (kind & LABEL) != 0 || ".~!$'*+=:%".indexOf(c) >= 0 ? USER : 0;
      kind |= "./@\\#$".indexOf(c) >= 0 ? BEFORE_NO_HOST : 0;
      kinds[c] = (short) kind;
    }
    return kinds;
  }
}
