package io.phish.core.url;

import java.util.Locale;

/** The scheme before a colon in a text, also one that was altered. Reused for one after another. */
final class SchemeRun {
  /** No scheme that is in use is longer. */
  private static final int MAX_LENGTH = 32;

  /** Where it starts. */
  int start;

  /** The scheme in lower case, altered ones put right. */
  String name = "";

  /** Whether it was altered. */
  boolean defanged;

  /** Whether browsers open it: http, https, ws, wss and ftp. */
  boolean special;

  /** How many characters were looked at. */
  int visited;

  /**
   * Finds the scheme that ends at an offset and starts behind another.
   *
   * @return whether there is one
   */
  boolean find(char[] text, int floor, int end) {
    if (isPlainWeb(text, floor, end)) {
      return true;
    }
    int limit = Math.max(floor, end - MAX_LENGTH);
    int from = end;
    while (from > limit && isSchemeCharacter(text[from - 1])) {
      from--;
    }
    visited = end - from;
    defanged = false;
    special = false;
    if (isWhole(text, from, end)) {
      start = from;
      return true;
    }
    // People and programs put text right before a URL: "xhttp://", "1http://".
    for (int length = 7; length >= 4; length--) {
      int at = end - length;
      if (at > from && isWeb(text, at, end)) {
        char before = text[at - 1];
        if (before == '+' || before == '-') {
          break;
        }
        start = at;
        return true;
      }
    }
    while (from < end && !isAlphanumeric(text[from])) {
      from++;
    }
    if (end - from < 2 || !LinkChars.isLetter(text[from])) {
      return false;
    }
    start = from;
    name = new String(text, from, end - from).toLowerCase(Locale.ROOT);
    return name.indexOf('*') < 0 && end - from < MAX_LENGTH;
  }

  /** The schemes of nearly all URLs. */
  private boolean isPlainWeb(char[] text, int floor, int end) {
    boolean secure = end > floor && (text[end - 1] | 0x20) == 's';
    String plain = secure ? "https" : "http";
    int at = end - plain.length();
    if (at < floor
        || !LinkChars.isAt(text, at, end, plain)
        || (at > floor && isSchemeCharacter(text[at - 1]))) {
      return false;
    }
    start = at;
    name = plain;
    defanged = false;
    special = true;
    visited = plain.length();
    return true;
  }

  private boolean isWhole(char[] text, int from, int end) {
    if (isWeb(text, from, end)) {
      return true;
    }
    if (end - from > 4 || end - from < 2) {
      return false;
    }
    String run = new String(text, from, end - from).toLowerCase(Locale.ROOT);
    switch (run) {
      case "ws", "wss", "ftp" -> {
        name = run;
        special = true;
        return true;
      }
      case "fxp", "f*p", "ftxp" -> name = "ftp";
      case "meow", "ttp", "htp" -> name = "http";
      case "ttps" -> name = "https";
      default -> {
        return false;
      }
    }
    special = true;
    defanged = true;
    return true;
  }

  /** {@code http}, {@code https}, and the two with other characters for their {@code tt}. */
  private boolean isWeb(char[] text, int from, int end) {
    int length = end - from;
    if (length < 4 || length > 7 || (text[from] | 0x20) != 'h') {
      return false;
    }
    boolean secure = (text[end - 1] | 0x20) == 's';
    int p = secure ? end - 2 : end - 1;
    int middle = p - from - 1;
    if ((text[p] | 0x20) != 'p' || middle < 2 || middle > 4) {
      return false;
    }
    boolean plain = middle == 2;
    for (int i = from + 1; i < p; i++) {
      int c = text[i] | 0x20;
      if (c != 't' && c != 'x' && text[i] != '*') {
        return false;
      }
      plain &= c == 't';
    }
    name = secure ? "https" : "http";
    defanged = !plain;
    special = true;
    return true;
  }

  private static boolean isSchemeCharacter(char c) {
    return isAlphanumeric(c) || c == '+' || c == '-' || c == '.' || c == '*';
  }

  private static boolean isAlphanumeric(char c) {
    return LinkChars.is(c, LinkChars.ALPHANUMERIC);
  }
}
