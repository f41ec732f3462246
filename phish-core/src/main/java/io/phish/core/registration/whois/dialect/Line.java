package io.phish.core.registration.whois.dialect;

/**
 * A line of a reply, taken apart as far as its signs tell.
 *
 * @param text without blanks around it and without the signs of a comment
 * @param indent columns before the text
 * @param comment whether signs of a comment were there
 * @param key before the colon as in the words files, empty if the line has no colon that could end
 *     a key
 * @param rawKey the same as it was written
 * @param value behind the colon, empty if there is none
 */
record Line(String text, int indent, boolean comment, String key, String rawKey, String value) {
  private static final int MAX_KEY = 80;
  private static final int MAX_TEXT = 1_000;

  boolean isBlank() {
    return text.isEmpty();
  }

  boolean hasKey() {
    return !key.isEmpty();
  }

  /** A line that has a key and nothing behind it. */
  boolean isOpen() {
    return hasKey() && value.isEmpty();
  }

  static Line of(String reply, int from, int to) {
    int start = from;
    int indent = 0;
    while (start < to && reply.charAt(start) <= ' ') {
      indent = reply.charAt(start) == '\t' ? (indent / 8 + 1) * 8 : indent + 1;
      start++;
    }
    int end = Math.min(to, start + MAX_TEXT);
    boolean comment = false;
    int i = start;
    while (i < end
        && (reply.charAt(i) == '%' || reply.charAt(i) == '#' || reply.charAt(i) == ';')) {
      comment = true;
      i++;
    }
    while (i < end && isDecoration(reply.charAt(i))) {
      i++;
    }
    while (end > i && reply.charAt(end - 1) <= ' ') {
      end--;
    }
    return of(reply.substring(i, end), indent, comment);
  }

  private static boolean isDecoration(char c) {
    return c <= ' '
        || c == '*'
        || c == '-'
        || c == '!'
        || c == '"'
        || c == '\u00a0'
        || c == '\ufeff';
  }

  private static Line of(String text, int indent, boolean comment) {
    int open = text.indexOf('[');
    if (open == 0 || (open > 0 && open <= 4 && text.charAt(open - 1) == ' ')) {
      int close = text.indexOf(']');
      if (close > open && close - open < MAX_KEY) {
        return keyed(text, indent, comment, open + 1, close, close + 1);
      }
    }
    int limit = Math.min(text.length(), MAX_KEY);
    for (int i = 1; i < limit; i++) {
      char c = text.charAt(i);
      if (c == ':' || c == '\uff1a') {
        return text.startsWith("//", i + 1) || isTime(text, i)
            ? new Line(text, indent, comment, "", "", "")
            : keyed(text, indent, comment, 0, i, i + 1);
      }
    }
    int dots = text.indexOf("....");
    if (dots > 0 && dots < MAX_KEY) {
      return keyed(text, indent, comment, 0, dots, dots);
    }
    return new Line(text, indent, comment, "", "", "");
  }

  /** {@code 12:34} is no key and its value. */
  private static boolean isTime(String text, int colon) {
    return colon > 1
        && colon + 1 < text.length()
        && isDigit(text.charAt(colon - 1))
        && isDigit(text.charAt(colon - 2))
        && isDigit(text.charAt(colon + 1));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static Line keyed(
      String text, int indent, boolean comment, int keyFrom, int keyTo, int valueFrom) {
    return new Line(
        text,
        indent,
        comment,
        KeyText.normalise(text, keyFrom, keyTo),
        text.substring(keyFrom, keyTo),
        value(text, valueFrom));
  }

  /** Without the dots and colons of leaders and without quotes around it. */
  static String value(String text, int from) {
    int start = from;
    int end = text.length();
    while (start < end
        && (text.charAt(start) <= ' '
            || text.charAt(start) == '\u00a0'
            || text.charAt(start) == '.'
            || text.charAt(start) == ':')) {
      start++;
    }
    while (end > start && text.charAt(end - 1) <= ' ') {
      end--;
    }
    if (end - start >= 2 && text.charAt(start) == '"' && text.charAt(end - 1) == '"') {
      start++;
      end--;
    }
    return text.substring(start, end);
  }
}
