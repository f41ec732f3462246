package io.phish.examples.cli;

import io.phish.subject.Subject;

/**
 * What a text without a kind is taken for.
 *
 * @param kind the kind
 * @param value the value of that kind; not always the text, see {@link #of}
 */
record Guess(SubjectKind kind, String value) {
  private static final String SCHEME = "https://";

  /** The subject. */
  Subject parse() {
    return kind.parse(value);
  }

  /**
   * Guesses, by the first that fits:
   *
   * <ol>
   *   <li>{@code pkg:} at the start: a package URL;
   *   <li>hexadecimal digits and two colons at least: an IPv6 address, a domain;
   *   <li>a scheme, which is letters, digits, {@code +}, {@code -} and {@code .} before a colon
   *       that no port follows: a URL;
   *   <li>a slash, question mark, hash, backslash or a port: a URL, with {@code https://} put
   *       before it;
   *   <li>anything else: a domain.
   * </ol>
   */
  static Guess of(String text) {
    if (text.startsWith("pkg:")) {
      return new Guess(SubjectKind.PACKAGE, text);
    }
    if (isIpv6(text)) {
      return new Guess(SubjectKind.DOMAIN, text);
    }
    int start = 0;
    while (start < text.length() && text.charAt(start) <= ' ') {
      start++;
    }
    int colon = schemeEnd(text, start);
    if (colon >= 0 && !isPort(text, colon + 1)) {
      return new Guess(SubjectKind.URL, text);
    }
    if (colon >= 0 || hasUrlPart(text)) {
      return new Guess(SubjectKind.URL, SCHEME + text.substring(start));
    }
    return new Guess(SubjectKind.DOMAIN, text);
  }

  /** The text as a URL: with {@code https://} before it if it has no scheme. */
  static String url(String text) {
    Guess guess = of(text);
    if (guess.kind != SubjectKind.DOMAIN) {
      return guess.value;
    }
    return SCHEME + (isIpv6(text) ? '[' + text + ']' : text);
  }

  private static boolean isIpv6(String text) {
    int colons = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':') {
        colons++;
      } else if (Character.digit(c, 16) < 0 && c != '.') {
        return false;
      }
    }
    return colons >= 2;
  }

  /** The index of the colon after a scheme (RFC 3986, section 3.1), -1 if there is none. */
  private static int schemeEnd(String text, int start) {
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':') {
        return i > start ? i : -1;
      }
      boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
      boolean later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (!letter && (i == start || !later)) {
        return -1;
      }
    }
    return -1;
  }

  /** Whether digits follow up to the end or the path: {@code example.com:8443/}. */
  private static boolean isPort(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i > from && (i == text.length() || "/?#\\".indexOf(text.charAt(i)) >= 0);
  }

  private static boolean hasUrlPart(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '/' || c == '?' || c == '#' || c == '\\') {
        return true;
      }
      // A port after a host that does not look like a scheme: 192.0.2.1:8080, [2001:db8::1]:8080.
      if (c == ':'
          && isPort(text, i + 1)
          && (text.indexOf(':') == i || text.charAt(i - 1) == ']')) {
        return true;
      }
    }
    return false;
  }
}
