package io.phish.core.registration.whois.dialect;

/** Brings keys and headings into the form of the words files. */
final class KeyText {
  private static final int MAX_LENGTH = 64;

  private KeyText() {}

  /**
   * A part of a text in lower case, every run of other signs than letters and digits as one blank,
   * without what stands in brackets and without numbers at both ends.
   *
   * @return the empty string if nothing is left or it is too long for a key
   */
  static String normalise(String text, int from, int to) {
    if (to - from > 2 * MAX_LENGTH) {
      return "";
    }
    StringBuilder words = new StringBuilder(MAX_LENGTH);
    int depth = 0;
    boolean blank = false;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')' && depth > 0) {
        depth--;
        blank = true;
      } else if (depth == 0) {
        if (Character.isLetterOrDigit(c)) {
          if (blank && words.length() > 0) {
            words.append(' ');
          }
          blank = false;
          words.append(Character.toLowerCase(c));
        } else {
          blank = true;
        }
      }
      if (words.length() > MAX_LENGTH) {
        return "";
      }
    }
    return withoutNumbers(words);
  }

  private static String withoutNumbers(StringBuilder words) {
    int end = words.length();
    while (end > 0 && isDigitOrBlank(words.charAt(end - 1))) {
      end--;
    }
    int start = 0;
    while (start < end && isDigitOrBlank(words.charAt(start))) {
      start++;
    }
    return words.substring(start, end);
  }

  private static boolean isDigitOrBlank(char c) {
    return c == ' ' || (c >= '0' && c <= '9');
  }
}
