package io.phish.core.url;

/**
 * A set of ASCII characters.
 *
 * @param low those below 64, a bit each
 * @param high the others
 */
record AsciiSet(long low, long high) {
  static final AsciiSet DIGITS = between('0', '9');
  static final AsciiSet CAPITALS = between('A', 'Z');
  static final AsciiSet LETTERS = CAPITALS.or(between('a', 'z'));
  static final AsciiSet ALPHANUMERIC = DIGITS.or(LETTERS);

  static AsciiSet of(String characters) {
    AsciiSet set = new AsciiSet(0, 0);
    for (int i = 0; i < characters.length(); i++) {
      set = set.or(between(characters.charAt(i), characters.charAt(i)));
    }
    return set;
  }

  private static AsciiSet between(char first, char last) {
    long low = 0;
    long high = 0;
    for (int c = first; c <= last; c++) {
      low |= c < 64 ? 1L << c : 0;
      high |= c < 64 ? 0 : 1L << c;
    }
    return new AsciiSet(low, high);
  }

  AsciiSet or(AsciiSet other) {
    return new AsciiSet(low | other.low, high | other.high);
  }

  AsciiSet or(String characters) {
    return or(of(characters));
  }

  AsciiSet without(String characters) {
    AsciiSet less = of(characters);
    return new AsciiSet(low & ~less.low, high & ~less.high);
  }

  /** All that are not in this one. */
  AsciiSet negate() {
    return new AsciiSet(~low, ~high);
  }

  /** Whether an ASCII character is in it. */
  boolean contains(char c) {
    return ((c < 64 ? low : high) >>> c & 1) != 0;
  }
}
