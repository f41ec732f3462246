package io.phish.core.url;

/** What the strict reading of a domain in ASCII and lower case finds odd, section 3.3. */
final class HostName {
  /**
   * An {@code xn--} label has been seen and not decoded: that takes longer than all the rest, so it
   * waits until somebody asks.
   */
  static final int PUNYCODE = 1 << 31;

  private static final int MAX_LENGTH = 253;
  private static final int MAX_LABEL_LENGTH = 63;

  private HostName() {}

  /** Bits of {@link Oddity} of a name, and {@link #PUNYCODE}. */
  static int oddities(String text, int from, int to) {
    int oddities = 0;
    int end = to;
    if (text.charAt(to - 1) == '.') {
      oddities |= Oddity.TRAILING_DOT.bit;
      end--;
    }
    int label = from;
    for (int i = from; i <= end; i++) {
      char c = i < end ? text.charAt(i) : '.';
      if (c == '.') {
        oddities |= i == label ? Oddity.EMPTY_LABEL.bit : ofLabel(text, label, i);
        label = i + 1;
      } else if (!isLetterDigitHyphen(c)) {
        oddities |= Oddity.ODD_HOST_NAME.bit;
      }
    }
    return oddities | ofLength(end - from);
  }

  /** Of the length of a name without the dot at its end. */
  static int ofLength(int length) {
    return length > MAX_LENGTH ? Oddity.LONG_HOST.bit : 0;
  }

  /** Of a label that is not empty, as far as it is about length and hyphens. */
  static int ofLabel(String text, int from, int to) {
    int oddities = to - from > MAX_LABEL_LENGTH ? Oddity.LONG_HOST.bit : 0;
    if (text.charAt(from) == '-' || text.charAt(to - 1) == '-') {
      oddities |= Oddity.ODD_HOST_NAME.bit;
    }
    if (to - from >= 4 && text.charAt(from + 2) == '-' && text.charAt(from + 3) == '-') {
      oddities |=
          text.charAt(from) == 'x' && text.charAt(from + 1) == 'n'
              ? PUNYCODE
              : Oddity.ODD_HOST_NAME.bit;
    }
    return oddities;
  }

  /** Decodes what has not been decoded; a name that is too long is odd enough as it is. */
  static int decoded(int oddities, String host) {
    int known = oddities & ~PUNYCODE;
    boolean skipped = (known & (Oddity.LONG_HOST.bit | Oddity.UNICODE_HOST.bit)) != 0;
    return skipped || Idna.isValid(host) ? known : known | Oddity.BAD_PUNYCODE.bit;
  }

  private static boolean isLetterDigitHyphen(char c) {
    return (c >= 'a' && c <= 'z') || CodePoints.isDigit(c) || c == '-';
  }
}
