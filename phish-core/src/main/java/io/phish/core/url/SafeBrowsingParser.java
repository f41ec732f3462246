package io.phish.core.url;

import io.phish.core.name.Idn;
import io.phish.core.name.PublicSuffixes;
import io.phish.subject.Url;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Brings a URL into the canonical form of Safe Browsing; {@link SafeBrowsingUrl} says by which
 * rules. The URL is held as octets, one in each character of a string.
 *
 * @param suffixes null for version 4
 */
record SafeBrowsingParser(@Nullable PublicSuffixes suffixes) {
  @Nullable SafeBrowsingUrl parse(String url) {
    if (url.length() > Url.MAX_LENGTH) {
      return null;
    }
    String text = SafeBrowsingText.read(url);
    int colon = SafeBrowsingText.schemeEnd(text);
    String scheme = colon < 0 ? "http" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    int start = colon + 1;
    while (start < text.length() && text.charAt(start) == '/') {
      start++;
    }
    int slashes = start - (colon + 1);
    boolean asWritten = slashes == (colon < 0 ? 0 : 2);
    if (!asWritten && (colon < 0 ? slashes < 2 : !SafeBrowsingText.isSpecial(scheme))) {
      return null;
    }
    int end = SafeBrowsingText.authorityEnd(text, start);
    Authority authority = Authority.of(text.substring(start, end), scheme);
    String host = authority == null ? null : host(authority.host);
    // RFC 3986 finds no host behind one slash or three, browsers do: if it is one, they are right.
    if (authority == null || host == null || (!asWritten && !SafeBrowsingText.isLikelyHost(host))) {
      return null;
    }
    int question = text.indexOf('?', end);
    return new SafeBrowsingUrl(
        scheme,
        SafeBrowsingText.escape(host),
        SafeBrowsingText.escape(authority.port),
        SafeBrowsingText.escape(path(text, end, question < 0 ? text.length() : question)),
        question < 0 ? null : SafeBrowsingText.escape(text.substring(question + 1)),
        host.startsWith("[") || SafeBrowsingIp.parse(host) != null,
        suffixes);
  }

  /** The host in lower case and A-labels, not escaped; null if there is none. */
  private @Nullable String host(String octets) {
    String internationalised = toAscii(octets);
    String host = withoutExtraDots(internationalised == null ? octets : internationalised);
    if (host.isEmpty() || (host.startsWith("[") && !host.endsWith("]"))) {
      return null;
    }
    String lower = lowerCase(host);
    if (lower.startsWith("[")) {
      return suffixes == null ? lower : SafeBrowsingIp.normalizeV6(lower);
    }
    String address = SafeBrowsingIp.parse(lower);
    return address == null ? lower : address;
  }

  /** A host of UTF-8 outside ASCII in A-labels; null if it is something else. */
  private static @Nullable String toAscii(String octets) {
    boolean plain = true;
    for (int i = 0; i < octets.length(); i++) {
      plain &= octets.charAt(i) < 0x80;
    }
    if (plain) {
      return null;
    }
    String text;
    try {
      ByteBuffer encoded = ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1));
      text = StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
    String ascii = Idn.toAscii(text);
    return ascii == null || ascii.chars().anyMatch(c -> CodePoints.host(c) == 0) ? null : ascii;
  }

  private static String withoutExtraDots(String host) {
    StringBuilder out = new StringBuilder(host.length());
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c != '.' || (out.length() > 0 && out.charAt(out.length() - 1) != '.')) {
        out.append(c);
      }
    }
    if (out.length() > 0 && out.charAt(out.length() - 1) == '.') {
      out.setLength(out.length() - 1);
    }
    return out.toString();
  }

  /** Only of ASCII: other octets are no letters. */
  private static String lowerCase(String octets) {
    StringBuilder out = new StringBuilder(octets);
    for (int i = 0; i < out.length(); i++) {
      char c = out.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        out.setCharAt(i, (char) (c | 0x20));
      }
    }
    return out.toString();
  }

  /** The path with dot segments resolved first, and then runs of slashes made one. */
  private static String path(String text, int from, int to) {
    StringBuilder out = new StringBuilder(to - from + 1).append('/');
    for (int start = from + 1; start <= to; ) {
      int slash = text.indexOf('/', start);
      int end = slash < 0 || slash > to ? to : slash;
      if (end - start == 2 && text.startsWith("..", start)) {
        out.setLength(Math.max(out.lastIndexOf("/", out.length() - 2), 0) + 1);
      } else if (end - start != 1 || text.charAt(start) != '.') {
        out.append(text, start, end).append(end < to ? "/" : "");
      }
      start = end + 1;
    }
    int length = 0;
    for (int i = 0; i < out.length(); i++) {
      if (out.charAt(i) != '/' || length == 0 || out.charAt(length - 1) != '/') {
        out.setCharAt(length++, out.charAt(i));
      }
    }
    return out.substring(0, length);
  }

  /**
   * Host and port.
   *
   * @param port with its colon; empty for none and for the default of the scheme
   */
  private record Authority(String host, String port) {

    /** Null if it cannot be told which is which. */
    static @Nullable Authority of(String text, String scheme) {
      String rest = text.substring(text.lastIndexOf('@') + 1);
      int close = rest.startsWith("[") ? rest.lastIndexOf(']') : 0;
      int colon = rest.indexOf(':', Math.max(close, 0));
      String host = colon < 0 ? rest : rest.substring(0, colon);
      if (close < 0
          || (close > 0 && host.length() != close + 1)
          || (colon >= 0 && rest.indexOf(':', colon + 1) >= 0)) {
        return null;
      }
      return new Authority(host, colon < 0 ? "" : port(rest.substring(colon + 1), scheme));
    }

    private static String port(String digits, String scheme) {
      int start = 0;
      while (start < digits.length() - 1 && digits.charAt(start) == '0') {
        start++;
      }
      String number = digits.substring(start);
      boolean byDefault =
          switch (scheme) {
            case "http", "ws" -> number.equals("80");
            case "https", "wss" -> number.equals("443");
            case "ftp" -> number.equals("21");
            default -> false;
          };
      return byDefault || number.isEmpty() ? "" : ":" + number;
    }
  }
}
