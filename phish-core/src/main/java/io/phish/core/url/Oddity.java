package io.phish.core.url;

/**
 * Something in the way a URL is written that browsers forgive or undo: the validation errors of the
 * URL Standard (url.spec.whatwg.org, section 1.1) that do not end the parser, each named here, and
 * what people cannot see. An error that ends the parser is a refusal instead.
 */
public enum Oddity {
  /** White space or control characters before or after the URL (invalid-URL-unit). */
  EDGE_SPACE(0, "white space around the URL"),
  /** A tab or line break inside the URL, which browsers take out (invalid-URL-unit). */
  TAB_OR_NEWLINE(1, "tab or line break inside the URL"),
  /**
   * Not exactly two slashes after the scheme (special-scheme-missing-following-solidus); two of
   * which one is a backslash are a {@link #BACKSLASH}.
   */
  SLASH_COUNT(2, "not two slashes after the scheme"),
  /** A backslash where a slash belongs (invalid-reverse-solidus). */
  BACKSLASH(3, "backslash in place of a slash"),
  /** A user name, a password or an {@code @} before the host (invalid-credentials). */
  CREDENTIALS(4, "user name before the host"),
  /** A host with percent-encoded characters (domain-percent-encoded). */
  PERCENT_ENCODED_HOST(5, "percent-encoded characters in the host"),
  /** A host with characters outside ASCII; no error, but a fact worth to know. */
  UNICODE_HOST(6, "host with characters outside ASCII"),
  /**
   * A host with characters that stand for others (full-width letters, ligatures, soft hyphens); no
   * error either.
   */
  MAPPED_HOST(7, "host with characters that are replaced by others"),
  /** An {@code xn--} label that encodes nothing a registry could have allowed (domain-to-ASCII). */
  BAD_PUNYCODE(8, "label that is no valid internationalised name"),
  /**
   * An IPv4 address in another form than four decimal numbers (IPv4-empty-part, IPv4-too-few-parts,
   * IPv4-non-decimal-part, IPv4-out-of-range-part, IPv4-non-ASCII-input): no reason is better than
   * the other.
   */
  ODD_IPV4(9, "IP address in disguise"),
  /** A host or label longer than the domain name system allows (domain-to-ASCII). */
  LONG_HOST(10, "host longer than names can be"),
  /** Two dots in a row, or one at the start of the host (domain-to-ASCII). */
  EMPTY_LABEL(11, "host with an empty label"),
  /** A dot at the end of the host; no error. */
  TRAILING_DOT(12, "dot at the end of the host"),
  /** A percent sign that encodes nothing (invalid-URL-unit). */
  BAD_PERCENT(13, "percent sign that encodes nothing"),
  /** A character that a URL should not have, a space or quote for one (invalid-URL-unit). */
  UNUSUAL_CHARACTER(14, "character that a URL should not have"),
  /** A dot segment that is percent-encoded; no error. */
  ENCODED_DOT_SEGMENT(15, "percent-encoded dots that climb the path"),
  /** Characters that people cannot see or that turn the direction of writing; no error. */
  HIDDEN_CHARACTER(16, "invisible or direction-changing character"),
  /**
   * A domain with hyphens where no registry allows them or with characters other than letters,
   * digits and hyphens, an underscore for one (domain-to-ASCII).
   */
  ODD_HOST_NAME(17, "host name that no registry would allow"),
  /** An IPv6 address with zeros before a number (IPv6-piece-leading-zero). */
  ODD_IPV6(18, "IPv6 address with needless zeros"),
  /**
   * A drive letter of Windows in place of a host or as a relative path
   * (file-invalid-Windows-drive-letter, file-invalid-Windows-drive-letter-host).
   */
  DRIVE_LETTER(19, "drive letter that is not part of an absolute path");

  /** Those that a URL has from its authority, even if that is taken from a base URL. */
  static final int OF_AUTHORITY =
      CREDENTIALS.bit
          | PERCENT_ENCODED_HOST.bit
          | UNICODE_HOST.bit
          | MAPPED_HOST.bit
          | BAD_PUNYCODE.bit
          | ODD_IPV4.bit
          | LONG_HOST.bit
          | EMPTY_LABEL.bit
          | TRAILING_DOT.bit
          | ODD_HOST_NAME.bit
          | ODD_IPV6.bit;

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
