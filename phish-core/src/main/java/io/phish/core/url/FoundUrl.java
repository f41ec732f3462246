package io.phish.core.url;

import java.util.Objects;

/**
 * A URL that stands in a text.
 *
 * @param url the URL ready to be parsed: absolute and refanged, {@code http:} put before a host and
 *     {@code mailto:} before a mail address
 * @param start where it starts in the text as given, in UTF-16 units
 * @param end where it ends, exclusive
 * @param defanged whether it was written so that nobody can click on it ({@code hxxp}, {@code [.]})
 *     and that was undone
 * @param kind how it was written
 */
public record FoundUrl(String url, int start, int end, boolean defanged, Kind kind) {

  /** Checks for null and order. */
  public FoundUrl {
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(kind, "kind");
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("from " + start + " to " + end);
    }
  }

  /** How a URL was written. */
  public enum Kind {
    /** With its scheme. */
    URL,
    /** A host, and what follows, without a scheme. */
    HOST,
    /** A mail address, with or without {@code mailto:}. */
    ADDRESS
  }
}
