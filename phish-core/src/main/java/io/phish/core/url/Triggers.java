package io.phish.core.url;

/**
 * Pairs of characters without which no URL is in a text: a dot and what a label begins with, a
 * colon and a slash, an at sign and a host, a bracket and what stands in one. The other dots,
 * colons and brackets of a text, those of its sentences, are more by far.
 */
final class Triggers {
  private static final int DOT = 1;
  private static final int COLON = 2;
  private static final int BRACKET = 4;
  private static final int SQUARE = 8;
  private static final int AT = 16;
  private static final int PERCENT = 32;
  private static final int ESCAPE = 64;

  private static final byte[] FIRST = first();
  private static final byte[] SECOND = second();

  private Triggers() {}

  /** Whether none of the first four of five characters is the first of a pair, all in ASCII. */
  static boolean areIdle(char a, char b, char c, char d, char e) {
    return (a | b | c | d | e) < 128
        && ((FIRST[a & 127] & SECOND[b & 127])
                | (FIRST[b & 127] & SECOND[c & 127])
                | (FIRST[c & 127] & SECOND[d & 127])
                | (FIRST[d & 127] & SECOND[e & 127]))
            == 0;
  }

  /** Whether two characters are a pair. */
  static boolean isTrigger(char a, char b) {
    int first = a < 128 ? FIRST[a] : LinkChars.isWideDot(a) ? DOT : 0;
    int second = b < 128 ? SECOND[b] : DOT | AT;
    return (first & second) != 0;
  }

  private static byte[] first() {
    byte[] first = new byte[128];
    first['.'] = DOT;
    first[':'] = COLON;
    first['('] = BRACKET;
    first['{'] = BRACKET;
    first['<'] = BRACKET;
    first['['] = BRACKET | SQUARE;
    first['@'] = AT;
    first['%'] = PERCENT;
    first['\\'] = ESCAPE;
    return first;
  }

  private static byte[] second() {
    byte[] second = new byte[128];
    for (int c = 0; c < 128; c++) {
      boolean label = LinkChars.is(c, LinkChars.LABEL) || c == '%';
      int of = label ? DOT | AT : 0;
      of |= c == ']' ? DOT : 0;
      of |= "/\\[({_".indexOf(c) >= 0 ? COLON : 0;
      of |= ".: @aAdD".indexOf(c) >= 0 ? BRACKET : 0;
      of |= CodePoints.hex(c) >= 0 ? SQUARE : 0;
      of |= c == '2' ? PERCENT : 0;
      of |= ".[({".indexOf(c) >= 0 ? ESCAPE : 0;
      second[c] = (byte) of;
    }
    return second;
  }
}
