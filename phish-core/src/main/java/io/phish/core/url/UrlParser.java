package io.phish.core.url;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import io.phish.subject.Url;
import java.util.Locale;

/**
 * The basic URL parser of the URL Standard (url.spec.whatwg.org, section 4.4) for absolute URLs of
 * special schemes, one method for one or two states. It writes the serialised URL as it goes and
 * keeps where each component starts. Used for one URL.
 */
final class UrlParser {
  private static final String KIND = "url";
  private static final int MAX_PORT = 65_535;
  private static final int MAX_SCHEME_LENGTH = 32;

  private final Source source;
  private final String input;
  private final int end;
  private final Ascii out;
  private int pos;
  private int oddities;

  private UrlParser(Source source) {
    this.source = source;
    this.input = source.text;
    this.pos = source.start;
    this.end = source.end;
    this.oddities = source.oddities;
    // Every character as it is, and the slashes that may be missing.
    this.out = new Ascii(end - pos + 8);
  }

  static ParsedUrl parse(String url) {
    if (url.length() > Url.MAX_LENGTH) {
      throw new InvalidSubjectException(
          KIND,
          Code.TOO_LONG,
          Url.MAX_LENGTH,
          "url has " + url.length() + " characters, " + Url.MAX_LENGTH + " are allowed");
    }
    return new UrlParser(Source.stripped(KIND, url)).run();
  }

  private ParsedUrl run() {
    int defaultPort = scheme();
    int schemeEnd = out.length;
    slashes();

    int authority = pos;
    int hostStart = out.length;
    int usernameEnd = hostStart;
    int port = -1;
    HostParser host = new HostParser(source, out);
    pos = host.plain(pos, end);
    if (pos > authority && (pos == end || isPathStart(input.charAt(pos)))) {
      host.finish(authority);
    } else {
      out.length = hostStart;
      pos = authority;
      int authorityEnd = authorityEnd();
      usernameEnd = credentials(authorityEnd);
      hostStart = out.length;
      int hostEnd = hostEnd(authorityEnd);
      if (hostEnd == pos) {
        throw source.invalid(Code.INVALID_HOST, pos, "has no host");
      }
      host = new HostParser(source, out);
      host.parse(pos, hostEnd);
      port = port(hostEnd, authorityEnd, defaultPort);
      pos = authorityEnd;
    }
    int hostEnd = out.length;
    if (port >= 0) {
      out.append(":" + port);
    }
    oddities |= host.oddities;

    int pathStart = out.length;
    out.reserve(end - pos + 1);
    path();
    int queryStart = out.length;
    if (pos < end && input.charAt(pos) == '?') {
      component('#', CodePoints.SPECIAL_QUERY);
    }
    int fragmentStart = out.length;
    if (pos < end) {
      component(-1, CodePoints.FRAGMENT);
    }
    return new ParsedUrl(
        out.string(0, out.length),
        schemeEnd,
        usernameEnd,
        hostStart,
        hostEnd,
        pathStart,
        queryStart,
        fragmentStart,
        port,
        host.kind,
        oddities);
  }

  /** Scheme start and scheme states; returns the default port. */
  private int scheme() {
    int start = pos;
    for (; pos < end; pos++) {
      int c = input.charAt(pos);
      if (c == ':' && pos > start) {
        int port = defaultPort(input, start, pos);
        if (port < 0) {
          throw source.invalid(
              Code.UNSUPPORTED_SCHEME,
              start,
              "has the scheme '"
                  + input.substring(start, Math.min(pos, start + MAX_SCHEME_LENGTH))
                  + "', which has no host to judge; http, https, ws, wss or ftp has");
        }
        pos++;
        return port;
      }
      boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
      if (!letter
          && (pos == start || !((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.'))) {
        break;
      }
      out.put(letter ? c | 0x20 : c);
    }
    throw source.invalid(
        Code.NO_SCHEME, start, "has no scheme; write https://… or analyse it as a domain");
  }

  private static int defaultPort(String text, int start, int end) {
    return switch (end - start) {
      case 2 -> text.regionMatches(true, start, "ws", 0, 2) ? 80 : -1;
      case 3 ->
          text.regionMatches(true, start, "wss", 0, 3)
              ? 443
              : text.regionMatches(true, start, "ftp", 0, 3) ? 21 : -1;
      case 4 -> text.regionMatches(true, start, "http", 0, 4) ? 80 : -1;
      case 5 -> text.regionMatches(true, start, "https", 0, 5) ? 443 : -1;
      default -> -1;
    };
  }

  /** Special authority slashes and special authority ignore slashes states. */
  private void slashes() {
    int start = pos;
    while (pos < end && (input.charAt(pos) == '/' || input.charAt(pos) == '\\')) {
      if (input.charAt(pos) == '\\') {
        oddities |= Oddity.BACKSLASH.bit;
      }
      pos++;
    }
    if (pos - start != 2) {
      oddities |= Oddity.SLASH_COUNT.bit;
    }
    out.put(':');
    out.put('/');
    out.put('/');
  }

  private static boolean isPathStart(char c) {
    return c == '/' || c == '\\' || c == '?' || c == '#';
  }

  private int authorityEnd() {
    int i = pos;
    while (i < end && !isPathStart(input.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Authority state, as far as it is about credentials; returns where the user name ends. */
  private int credentials(int authorityEnd) {
    int at = input.lastIndexOf('@', authorityEnd - 1);
    if (at < pos) {
      return out.length;
    }
    oddities |= Oddity.CREDENTIALS.bit;
    int colon = input.indexOf(':', pos);
    int nameEnd = colon < 0 || colon > at ? at : colon;
    int start = out.length;
    encode(nameEnd, CodePoints.USERINFO);
    int usernameEnd = out.length;
    if (nameEnd + 1 < at) {
      out.reserve(end - pos + 2);
      out.put(':');
      pos = nameEnd + 1;
      encode(at, CodePoints.USERINFO);
    }
    if (out.length > start) {
      out.reserve(end - pos + 2);
      out.put('@');
    }
    pos = at + 1;
    return usernameEnd;
  }

  /** Host state: the colon that is not within brackets, or the end of the authority. */
  private int hostEnd(int authorityEnd) {
    boolean brackets = false;
    int i = pos;
    for (; i < authorityEnd; i++) {
      char c = input.charAt(i);
      if (c == ':' && !brackets) {
        break;
      }
      brackets = c == '[' || (brackets && c != ']');
    }
    return i;
  }

  /** Port state; -1 for none and for the default. */
  private int port(int colon, int authorityEnd, int defaultPort) {
    int port = 0;
    for (int i = colon + 1; i < authorityEnd; i++) {
      char c = input.charAt(i);
      if (c < '0' || c > '9') {
        throw source.invalid(
            Code.INVALID_PORT,
            i,
            String.format(Locale.ROOT, "has U+%04X in its port, which is a number", (int) c));
      }
      port = port * 10 + c - '0';
      if (port > MAX_PORT) {
        throw source.invalid(Code.INVALID_PORT, colon + 1, "has a port above " + MAX_PORT);
      }
    }
    return colon + 1 >= authorityEnd || port == defaultPort ? -1 : port;
  }

  /** Path start and path states. */
  private void path() {
    int start = out.length;
    if (pos < end && isSlash(input.charAt(pos))) {
      pos++;
    }
    while (true) {
      out.reserve(end - pos + 2);
      int segment = out.length;
      out.put('/');
      encodeSegment();
      boolean more = pos < end && isSlash(input.charAt(pos));
      int dots = dots(segment + 1);
      if (dots > 0) {
        out.length = segment;
        if (dots == 2 && segment > start) {
          do {
            out.length--;
          } while (out.bytes[out.length] != '/');
        }
        if (!more) {
          out.put('/');
        }
      }
      if (!more) {
        return;
      }
      pos++;
    }
  }

  private boolean isSlash(char c) {
    if (c == '\\') {
      oddities |= Oddity.BACKSLASH.bit;
      return true;
    }
    return c == '/';
  }

  /** How many dots the segment is, plain or percent-encoded; 0 if it is anything else. */
  private int dots(int from) {
    int length = out.length - from;
    if (length == 0 || length > 6) {
      return 0;
    }
    int dots = 0;
    boolean encoded = false;
    for (int i = from; i < out.length; dots++) {
      if (out.bytes[i] == '.') {
        i++;
      } else if (out.length - i >= 3
          && out.bytes[i] == '%'
          && out.bytes[i + 1] == '2'
          && (out.bytes[i + 2] | 0x20) == 'e') {
        encoded = true;
        i += 3;
      } else {
        return 0;
      }
    }
    if (dots > 2) {
      return 0;
    }
    oddities |= encoded ? Oddity.ENCODED_DOT_SEGMENT.bit : 0;
    return dots;
  }

  /** The path state up to a slash, a query or a fragment. */
  private void encodeSegment() {
    while (true) {
      copy(end, CodePoints.PATH | CodePoints.DELIMITER);
      if (pos == end) {
        return;
      }
      char c = input.charAt(pos);
      if (c < 0x80 && (CodePoints.flags(c) & CodePoints.DELIMITER) != 0) {
        return;
      }
      encodeOne(c, CodePoints.PATH);
    }
  }

  /** Query state or fragment state: the delimiter and all up to a stop character. */
  private void component(int stop, int set) {
    out.reserve(end - pos);
    out.put(input.charAt(pos++));
    int to = stop < 0 ? -1 : input.indexOf(stop, pos);
    encode(to < 0 || to > end ? end : to, set);
  }

  /** Percent-encodes up to an offset. */
  private void encode(int to, int set) {
    copy(to, set);
    while (pos < to) {
      encodeOne(input.charAt(pos), set);
      copy(to, set);
    }
  }

  /** Copies up to an offset or the first character that is in the set or needs a look. */
  private void copy(int to, int set) {
    int stops = set | CodePoints.UNUSUAL | CodePoints.PERCENT;
    byte[] bytes = out.bytes;
    int length = out.length;
    int i = pos;
    for (; i < to; i++) {
      char c = input.charAt(i);
      if (c >= 0x80 || (CodePoints.flags(c) & stops) != 0) {
        break;
      }
      bytes[length++] = (byte) c;
    }
    out.length = length;
    pos = i;
  }

  /**
   * Percent-encodes the code point at hand if it is in the set; keeps room for all that is left.
   */
  private void encodeOne(char c, int set) {
    if (c >= 0x80) {
      int codePoint = input.codePointAt(pos);
      pos += Character.charCount(codePoint);
      if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        codePoint = 0xFFFD;
      }
      if (CodePoints.isHidden(codePoint)) {
        oddities |= Oddity.HIDDEN_CHARACTER.bit;
      }
      out.reserve(end - pos + 16);
      out.putEncoded(codePoint);
      return;
    }
    int flags = CodePoints.flags(c);
    if ((flags & CodePoints.UNUSUAL) != 0) {
      oddities |= Oddity.UNUSUAL_CHARACTER.bit;
    } else if (c == '%'
        && !(pos + 2 < end
            && CodePoints.hex(input.charAt(pos + 1)) >= 0
            && CodePoints.hex(input.charAt(pos + 2)) >= 0)) {
      oddities |= Oddity.BAD_PERCENT.bit;
    }
    pos++;
    if ((flags & set) == 0) {
      out.put(c);
    } else {
      out.reserve(end - pos + 16);
      out.putEncoded(c);
    }
  }
}
