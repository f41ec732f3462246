package io.phish.core.url;

/**
 * The ways people write a dot, an at sign or the colon and slashes so that nobody can click on a
 * URL. Every method looks at a few characters only.
 */
final class Defanged {
  /** A plain dot, or one that browsers take for it. */
  static final int PLAIN = 1;

  /** {@code %2e}. */
  static final int PERCENT = 2;

  /** {@code [.]}, {@code [dot]}: written by somebody who means a host, whatever its last label. */
  static final int CERTAIN = 4;

  /** {@code (.)}, {@code \.}, {@code .]}: may be something else, a regular expression for one. */
  static final int LIKELY = 8;

  /** A comma, behind a scheme. */
  static final int COMMA = 16;

  /** The forms that are not as browsers read them. */
  static final int ALTERED = CERTAIN | LIKELY | COMMA;

  private static final int FORM_SHIFT = 8;
  private static final int LENGTH = (1 << FORM_SHIFT) - 1;

  private Defanged() {}

  /** How long what {@link #dot} found is. */
  static int length(int dot) {
    return dot & LENGTH;
  }

  /** What kind of dot {@link #dot} found. */
  static int form(int dot) {
    return dot >> FORM_SHIFT;
  }

  /**
   * A dot between two labels.
   *
   * @param scheme whether a scheme stands before, so that there is less doubt
   * @return its {@link #length} and {@link #form}, 0 for none
   */
  static int dot(char[] text, int at, int to, boolean scheme) {
    char c = text[at];
    return switch (c) {
      case '.' ->
          isAt(text, at + 1, to, ']') && isWord(text, at + 2, to)
              ? found(2, LIKELY)
              : found(1, PLAIN);
      case '%' ->
          isAt(text, at + 1, to, '2') && isAt(text, at + 2, to, 'e') ? found(3, PERCENT) : 0;
      case '\\' -> escaped(text, at, to);
      case '[', '(', '{', '<' -> {
        int length = bracketed(text, at, to, "dot", '.');
        yield length == 0 ? 0 : found(length, c == '[' ? CERTAIN : LIKELY);
      }
      case ' ' -> spaced(text, at, to, scheme);
      case ',' -> scheme && isWord(text, at + 1, to) ? found(1, COMMA) : 0;
      default -> LinkChars.isWideDot(c) && isBetweenWords(text, at, to) ? found(1, PLAIN) : 0;
    };
  }

  /** An at sign; its length, 0 for none. */
  static int at(char[] text, int at, int to) {
    if (isAt(text, at, to, '@')) {
      return 1;
    }
    if (isAt(text, at, to, ' ') && at + 1 < to && isOpening(text[at + 1])) {
      int length = bracketed(text, at + 1, to, "at", '@');
      return length == 0 ? 0 : length + 1 + (isAt(text, at + 1 + length, to, ' ') ? 1 : 0);
    }
    return at < to && isOpening(text[at]) ? bracketed(text, at, to, "at", '@') : 0;
  }

  /** A slash, also {@code [/]}, and what an escape makes of it; its length, 0 for none. */
  static int slash(char[] text, int at, int to) {
    if (at >= to) {
      return 0;
    }
    return switch (text[at]) {
      case '/' -> 1;
      case '\\' -> isAt(text, at + 1, to, '/') ? 2 : 1;
      case '[', '(', '{' -> isAt(text, at + 1, to, '/') && isClosing(text, at + 2, to) ? 3 : 0;
      default -> 0;
    };
  }

  private static int escaped(char[] text, int at, int to) {
    if (isAt(text, at + 1, to, '.')) {
      return found(2, LIKELY);
    }
    int length = at + 1 < to ? bracketed(text, at + 1, to, "dot", '.') : 0;
    return length == 0 ? 0 : found(length + 1, LIKELY);
  }

  private static int spaced(char[] text, int at, int to, boolean scheme) {
    if (scheme && isAt(text, at + 4, to, ' ') && LinkChars.isAt(text, at, to, " dot ")) {
      return isWord(text, at + 5, to) ? found(5, CERTAIN) : 0;
    }
    if (at + 1 >= to || !isOpening(text[at + 1])) {
      return 0;
    }
    int length = bracketed(text, at + 1, to, "dot", '.');
    if (length < 3) {
      return 0;
    }
    int end = at + 1 + length;
    return found(isAt(text, end, to, ' ') ? length + 2 : length + 1, CERTAIN);
  }

  /** A sign or word in brackets, the closing one missing at times; its length, 0 for none. */
  private static int bracketed(char[] text, int at, int to, String word, char sign) {
    if (!isOpening(text[at])) {
      return 0;
    }
    int i = at + 1;
    i += isAt(text, i, to, ' ') ? 1 : 0;
    if (isAt(text, i, to, sign)) {
      i++;
    } else if (LinkChars.isAt(text, i, to, word)) {
      i += word.length();
    } else {
      return 0;
    }
    int end = i;
    end += isAt(text, end, to, ' ') ? 1 : 0;
    end += isAt(text, end, to, '\\') ? 1 : 0;
    if (isClosing(text, end, to)) {
      return end + 1 - at;
    }
    return sign == '.' && text[at] == '[' && isWord(text, i, to) ? i - at : 0;
  }

  private static boolean isBetweenWords(char[] text, int at, int to) {
    if (at == 0 || at + 1 >= to) {
      return false;
    }
    // A Chinese or Japanese sentence ends in the same character; no host mixes the two.
    char before = text[at - 1];
    char after = text[at + 1];
    return text[at] == '\uFF0E'
        || (LinkChars.is(before, LinkChars.LABEL) && LinkChars.is(after, LinkChars.LABEL));
  }

  static boolean isOpening(char c) {
    return c == '[' || c == '(' || c == '{' || c == '<';
  }

  private static boolean isClosing(char[] text, int at, int to) {
    return at < to && "])}>".indexOf(text[at]) >= 0;
  }

  private static boolean isWord(char[] text, int at, int to) {
    return at < to && LinkChars.is(text[at], LinkChars.ALPHANUMERIC);
  }

  private static boolean isAt(char[] text, int at, int to, char c) {
    return at < to && (text[at] | (c >= 'a' ? 0x20 : 0)) == c;
  }

  private static int found(int length, int form) {
    return form << FORM_SHIFT | length;
  }
}
