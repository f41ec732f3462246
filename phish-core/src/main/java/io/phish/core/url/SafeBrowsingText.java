package io.phish.core.url;

import io.phish.InvalidSubjectException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The text of a URL before and after Safe Browsing's rules on its components: made valid, without
 * percent-escapes, and with those that are needed in the end.
 */
final class SafeBrowsingText {
  private static final String HEX = "0123456789ABCDEF";

  private SafeBrowsingText() {}

  /**
   * The octets of a URL, one in each character, with all percent-escapes undone.
   *
   * @param url text, or octets read as ISO 8859-1
   */
  static String read(String url) {
    return isOctets(url)
        ? unescape(trimmed(url).getBytes(StandardCharsets.ISO_8859_1))
        : unescape(utf8(trimmed(valid(url))));
  }

  /**
   * The URL as browsers send it, for the rules are those of a valid one: an escaped question mark
   * ends no path, and so hides no dot segment behind it. What no browser would open stays as it is,
   * and so do an IPv6 address, of which version 4 wants no other form, and a host that only a
   * browser finds, unless it is {@linkplain #isLikelyHost one}.
   */
  private static String valid(String url) {
    if (url.indexOf(':') < 0) {
      return url;
    }
    try {
      ParsedUrl parsed = ParsedUrl.parse(url);
      String host = parsed.hostname();
      boolean asWritten = !parsed.has(Oddity.SLASH_COUNT) || isLikelyHost(host);
      return parsed.isSpecial() && asWritten && !host.startsWith("[") ? parsed.href() : url;
    } catch (InvalidSubjectException e) {
      return url;
    }
  }

  /**
   * Without what browsers drop before anything else (edge space, tabs and line breaks, fragment),
   * without user name and password, and with slashes for backslashes. It has to be done before
   * percent-escapes are undone, for an escaped slash in a user name ends no host.
   */
  private static String trimmed(String url) {
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

  static int authorityEnd(CharSequence text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) != '/' && text.charAt(i) != '?') {
      i++;
    }
    return i;
  }

  /** The colon after a scheme, -1 if there is none: {@code example.com:80} has none. */
  static int schemeEnd(CharSequence text) {
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

  static boolean isSpecial(String scheme) {
    return switch (scheme) {
      case "http", "https", "ws", "wss", "ftp" -> true;
      default -> false;
    };
  }

  /** Whether it is not text but octets read as ISO 8859-1. */
  private static boolean isOctets(String url) {
    boolean controls = false;
    for (int i = 0; i < url.length(); i++) {
      char c = url.charAt(i);
      if (c > 0xFF) {
        return false;
      }
      controls |= c >= 0x80 && c < 0xA0;
    }
    return controls;
  }

  /**
   * As UTF-8, with U+FFFD for half a surrogate pair as in browsers; {@link String#getBytes} would
   * make it a question mark, and so the start of a query.
   */
  private static byte[] utf8(String text) {
    boolean surrogates = false;
    for (int i = 0; i < text.length(); i++) {
      surrogates |= Character.isSurrogate(text.charAt(i));
    }
    if (!surrogates) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
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

  static String escape(String octets) {
    int plain = 0;
    while (plain < octets.length() && !isEscaped(octets.charAt(plain))) {
      plain++;
    }
    if (plain == octets.length()) {
      return octets;
    }
    StringBuilder out = new StringBuilder(octets.length() + 16).append(octets, 0, plain);
    for (int i = plain; i < octets.length(); i++) {
      char c = octets.charAt(i);
      if (isEscaped(c)) {
        out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean isEscaped(char c) {
    return c <= ' ' || c >= 0x7F || c == '#' || c == '%';
  }

  /** An address, or a name that could be asked for outside a local network. */
  static boolean isLikelyHost(String host) {
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
}
