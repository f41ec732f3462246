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
 * rules. After {@link #octets} the URL is held as octets, one in each character of a string.
 *
 * @param suffixes null for version 4
 */
record SafeBrowsingParser(@Nullable PublicSuffixes suffixes) {
  private static final String HEX = "0123456789ABCDEF";

  @Nullable SafeBrowsingUrl parse(String url) {
    if (url.length() > Url.MAX_LENGTH) {
      return null;
    }
    String text = unescape(octets(asBrowsersRead(url)));
    int colon = schemeEnd(text);
    String scheme = colon < 0 ? "http" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    int start = colon + 1;
    while (start < text.length() && text.charAt(start) == '/') {
      start++;
    }
    int slashes = start - (colon + 1);
    boolean asWritten = slashes == (colon < 0 ? 0 : 2);
    if (!asWritten && (colon < 0 ? slashes < 2 : !isSpecial(scheme))) {
      return null;
    }
    int end = authorityEnd(text, start);
    Authority authority = Authority.of(text.substring(start, end), scheme);
    String host = authority == null ? null : host(authority.host);
    // RFC 3986 finds no host behind one slash or three, browsers do: if it is one, they are right.
    if (authority == null || host == null || (!asWritten && !isLikelyHost(host))) {
      return null;
    }
    int question = text.indexOf('?', end);
    return new SafeBrowsingUrl(
        scheme,
        escape(host),
        escape(authority.port),
        escape(path(text, end, question < 0 ? text.length() : question)),
        question < 0 ? null : escape(text.substring(question + 1)),
        host.startsWith("[") || SafeBrowsingIp.parse(host) != null,
        suffixes);
  }

  /**
   * Without what browsers drop before anything else (edge space, tabs and line breaks, fragment),
   * without user name and password, and with slashes for backslashes. It has to be done before
   * percent-escapes are undone, for an escaped slash in a user name ends no host.
   */
  private static String asBrowsersRead(String url) {
    int start = 0;
    int end = url.length();
    while (start < end && url.charAt(start) <= ' ') {
      start++;
    }
    while (end > start && url.charAt(end - 1) <= ' ') {
      end--;
    }
    StringBuilder text = new StringBuilder(end - start);
    for (int i = start; i < end && url.charAt(i) != '#'; i++) {
      char c = url.charAt(i);
      if (c != '\t' && c != '\n' && c != '\r') {
        text.append(c);
      }
    }
    int colon = schemeEnd(text);
    if (colon < 0 || isSpecial(text.substring(0, colon).toLowerCase(Locale.ROOT))) {
      for (int i = colon + 1; i < text.length() && text.charAt(i) != '?'; i++) {
        if (text.charAt(i) == '\\') {
          text.setCharAt(i, '/');
        }
      }
    }
    int authority = colon + 1;
    while (authority < text.length() && text.charAt(authority) == '/') {
      authority++;
    }
    for (int i = authorityEnd(text, authority) - 1; i >= authority; i--) {
      if (text.charAt(i) == '@') {
        text.delete(authority, i + 1);
        break;
      }
    }
    return text.toString();
  }

  private static int authorityEnd(CharSequence text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) != '/' && text.charAt(i) != '?') {
      i++;
    }
    return i;
  }

  /** The colon after a scheme, -1 if there is none: {@code example.com:80} has none. */
  private static int schemeEnd(CharSequence text) {
    boolean dots = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
      if (c == ':') {
        boolean port = dots || text.subSequence(0, i).toString().equalsIgnoreCase("localhost");
        return i == 0 || (port && isPort(text, i + 1)) ? -1 : i;
      }
      if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.'))) {
        return -1;
      }
      dots |= c == '.';
    }
    return -1;
  }

  private static boolean isPort(CharSequence text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i > from && (i == text.length() || "/\\?".indexOf(text.charAt(i)) >= 0);
  }

  private static boolean isSpecial(String scheme) {
    return switch (scheme) {
      case "http", "https", "ws", "wss", "ftp" -> true;
      default -> false;
    };
  }

  /** The octets that text or, in ISO 8859-1, octets stand for. */
  private static byte[] octets(String text) {
    boolean controls = false;
    boolean wide = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      controls |= c >= 0x80 && c < 0xA0;
      wide |= c > 0xFF;
    }
    if (controls && !wide) {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }
    // Half a surrogate pair is U+FFFD, as in browsers; String.getBytes would make it a question
    // mark, and so the start of a query.
    StringBuilder wellFormed = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(wellFormed::appendCodePoint);
    return wellFormed.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Undoes percent-escapes until there are none. A percent sign is no hexadecimal digit, so no two
   * escapes overlap, the order in which they are undone does not matter, and looking at the last
   * three octets whenever one is added finds them all in linear time.
   */
  private static String unescape(byte[] octets) {
    byte[] out = new byte[octets.length];
    int length = 0;
    for (byte octet : octets) {
      out[length++] = octet;
      while (length >= 3
          && out[length - 3] == '%'
          && CodePoints.hex(out[length - 2] & 0xFF) >= 0
          && CodePoints.hex(out[length - 1] & 0xFF) >= 0) {
        int value = CodePoints.hex(out[length - 2]) << 4 | CodePoints.hex(out[length - 1]);
        length -= 3;
        out[length++] = (byte) value;
      }
    }
    return new String(out, 0, length, StandardCharsets.ISO_8859_1);
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

  /** An address, or a name that could be asked for outside a local network. */
  private static boolean isLikelyHost(String host) {
    return host.startsWith("[")
        || (host.indexOf('.') > 0
            && host.chars()
                .allMatch(
                    c ->
                        (c >= 'a' && c <= 'z')
                            || (c >= '0' && c <= '9')
                            || c == '-'
                            || c == '_'
                            || c == '.'));
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

  private static String escape(String octets) {
    StringBuilder out = new StringBuilder(octets.length() + 16);
    for (int i = 0; i < octets.length(); i++) {
      char c = octets.charAt(i);
      if (c <= ' ' || c >= 0x7F || c == '#' || c == '%') {
        out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      } else {
        out.append(c);
      }
    }
    return out.toString();
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
