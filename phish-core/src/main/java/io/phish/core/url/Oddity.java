package io.phish.core.url;

/**
 * Something in the way a URL is written that browsers forgive or undo: most are validation errors
 * of the URL Standard (url.spec.whatwg.org), some are what people cannot see.
 */
public enum Oddity {
  /** White space or control characters before or after the URL. */
  EDGE_SPACE(0, "white space around the URL"),
  /** A tab or line break inside the URL, which browsers take out. */
  TAB_OR_NEWLINE(1, "tab or line break inside the URL"),
  /** Not exactly two slashes after the scheme. */
  SLASH_COUNT(2, "not two slashes after the scheme"),
  /** A backslash where a slash belongs. */
  BACKSLASH(3, "backslash in place of a slash"),
  /** A user name, a password or an {@code @} before the host. */
  CREDENTIALS(4, "user name before the host"),
  /** A host with percent-encoded characters. */
  PERCENT_ENCODED_HOST(5, "percent-encoded characters in the host"),
  /** A host with characters outside ASCII. */
  UNICODE_HOST(6, "host with characters outside ASCII"),
  /** A host with characters that stand for others (full-width letters, ligatures, soft hyphens). */
  MAPPED_HOST(7, "host with characters that are replaced by others"),
  /** An {@code xn--} label that encodes nothing a registry could have allowed. */
  BAD_PUNYCODE(8, "label that is no valid internationalised name"),
  /** An IPv4 address in another form than four decimal numbers. */
  ODD_IPV4(9, "IP address in disguise"),
  /** A host or label longer than the domain name system allows. */
  LONG_HOST(10, "host longer than names can be"),
  /** Two dots in a row, or one at the start of the host. */
  EMPTY_LABEL(11, "host with an empty label"),
  /** A dot at the end of the host. */
  TRAILING_DOT(12, "dot at the end of the host"),
  /** A percent sign that encodes nothing. */
  BAD_PERCENT(13, "percent sign that encodes nothing"),
  /** A character that a URL should not have, a space or quote for one. */
  UNUSUAL_CHARACTER(14, "character that a URL should not have"),
  /** A dot segment that is percent-encoded. */
  ENCODED_DOT_SEGMENT(15, "percent-encoded dots that climb the path"),
  /** Characters that people cannot see or that turn the direction of writing. */
  HIDDEN_CHARACTER(16, "invisible or direction-changing character");

  private final String description;
  final int bit;

  Oddity(int index, String description) {
    this.description = description;
    this.bit = 1 << index;
  }

  /** What it is, for people. */
  public String description() {
    return description;
  }
}
