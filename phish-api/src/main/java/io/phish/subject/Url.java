package io.phish.subject;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;

/**
 * An absolute URL as it was found, white space, odd characters and all: what a browser forgives is
 * evidence here.
 *
 * @param value the URL, unchanged
 */
public record Url(String value) implements Subject {
  /** In UTF-16 units. Longer than any server accepts (8 KiB is the common limit), short of 2 MB. */
  public static final int MAX_LENGTH = 65_536;

  private static final String KIND = "url";

  /**
   * Checks what can be seen without parsing.
   *
   * @throws InvalidSubjectException see {@link Subject#url}
   */
  public Url {
    SubjectText.require(KIND, "url", value, MAX_LENGTH);
    requireScheme(value);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String toString() {
    return display();
  }

  /**
   * The scheme start and scheme states of the URL Standard (url.spec.whatwg.org, "basic URL
   * parser"), which skip leading C0 controls and spaces and ignore tabs and newlines anywhere.
   */
  private static void requireScheme(String url) {
    int start = 0;
    while (url.charAt(start) <= ' ') {
      start++;
    }
    StringBuilder scheme = new StringBuilder(8);
    for (int i = start; i < url.length() && scheme.length() <= 32; i++) {
      char c = url.charAt(i);
      if (c == ':' && !scheme.isEmpty()) {
        switch (scheme.toString()) {
          case "http", "https", "ws", "wss", "ftp" -> {
            return;
          }
          default ->
              throw new InvalidSubjectException(
                  KIND,
                  Code.UNSUPPORTED_SCHEME,
                  start,
                  "scheme '" + scheme + "' has no host to judge; http, https, ws, wss or ftp has");
        }
      }
      if (c == '\t' || c == '\n' || c == '\r') {
        continue;
      }
      boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
      boolean later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (!letter && (scheme.isEmpty() || !later)) {
        break;
      }
      scheme.append(letter ? (char) (c | 0x20) : c);
    }
    throw new InvalidSubjectException(
        KIND,
        Code.NO_SCHEME,
        start,
        "url has no scheme; write https://… or analyse it as a domain");
  }
}
