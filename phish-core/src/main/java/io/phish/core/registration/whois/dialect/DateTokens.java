package io.phish.core.registration.whois.dialect;

/** The numbers and words of a short text, and what stands between them. */
final class DateTokens {
  private static final int MAX_TOKENS = 24;
  private static final int MAX_LENGTH = 120;

  private final String text;
  private final int[] starts = new int[MAX_TOKENS];
  private final int[] ends = new int[MAX_TOKENS];
  private int count;

  DateTokens(String text) {
    this.text = text;
    int length = Math.min(text.length(), MAX_LENGTH);
    int i = 0;
    while (i < length && count < MAX_TOKENS) {
      char c = text.charAt(i);
      boolean digit = isDigit(c);
      if (!digit && !Character.isLetter(c)) {
        i++;
        continue;
      }
      int start = i;
      while (i < length && (digit ? isDigit(text.charAt(i)) : Character.isLetter(text.charAt(i)))) {
        i++;
      }
      starts[count] = start;
      ends[count] = i;
      count++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  int count() {
    return count;
  }

  int end(int token) {
    return ends[token];
  }

  String word(int token) {
    return token < count ? text.substring(starts[token], ends[token]) : "";
  }

  /** How many digits a token has, 0 if it is a word or there is none. */
  int digits(int token) {
    return token < count && isDigit(text.charAt(starts[token])) ? ends[token] - starts[token] : 0;
  }

  /** The value of a number of up to 9 digits, -1 if there is none. */
  int number(int token) {
    int digits = digits(token);
    return digits == 0 || digits > 9 ? -1 : Integer.parseInt(text, starts[token], ends[token], 10);
  }

  int digits(int token, int from, int to) {
    return Integer.parseInt(text, starts[token] + from, starts[token] + to, 10);
  }

  /** The month that a token names, 0 if none. */
  int month(int token) {
    return token < count && digits(token) == 0 && ends[token] - starts[token] >= 3
        ? Months.number(word(token))
        : 0;
  }

  /**
   * The one sign between a token and the one before, blanks aside: {@code ' '} if there are only
   * blanks, 0 if there is nothing or more than one sign.
   */
  char between(int token) {
    if (token == 0 || token >= count) {
      return 0;
    }
    char sign = 0;
    for (int i = ends[token - 1]; i < starts[token]; i++) {
      char c = text.charAt(i);
      if (c == ' ' || c == '\t') {
        sign = sign == 0 ? ' ' : sign;
      } else if (sign == 0 || sign == ' ') {
        sign = c;
      } else {
        return 0;
      }
    }
    return sign;
  }
}
