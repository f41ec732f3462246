package io.phish.core.url;

import io.phish.core.url.HostParser.Kind;
import io.phish.subject.Url;
import org.jspecify.annotations.Nullable;

/**
 * The way of nearly all URLs: those of http and https that are their own serialisation already. It
 * looks at each character once, writes nothing, and gives up at the first that would have to
 * change; {@link UrlParser} then starts again. Where it does not give up both come to the same.
 */
final class PlainUrl {
  private static final int MAX_PORT = 65_535;
  private static final int NONE = -1;

  /** Kinds of characters in a host. */
  private static final byte PLAIN = 0;

  private static final byte DOT = 1;
  private static final byte ODD = 2;
  private static final byte STOP = 3;

  private static final byte[] HOST = host();

  private PlainUrl() {}

  /** Null for what is not as simple as that. */
  static @Nullable ParsedUrl parse(String url) {
    int end = url.length();
    int hostStart = hostStart(url);
    if (hostStart == NONE || end > Url.MAX_LENGTH) {
      return null;
    }
    int oddities = 0;
    int label = hostStart;
    int i = hostStart;
    for (; i < end; i++) {
      char c = url.charAt(i);
      byte kind = c < 128 ? HOST[c] : STOP;
      if (kind == PLAIN) {
        continue;
      }
      if (kind == STOP) {
        break;
      }
      if (kind == ODD) {
        oddities |= Oddity.ODD_HOST_NAME.bit;
      } else if (i == label) {
        return null;
      } else {
        oddities |= HostName.ofLabel(url, label, i);
        label = i + 1;
      }
    }
    int hostEnd = i;
    if (hostEnd == label) {
      return null;
    }
    oddities |= HostName.ofLabel(url, label, hostEnd) | HostName.ofLength(hostEnd - hostStart);
    Kind kind = Kind.DOMAIN;
    if (CodePoints.isDigit(url.charAt(label))) {
      if (!IpAddress.isDottedQuad(url, hostStart, hostEnd)) {
        return null;
      }
      kind = Kind.IPV4;
    }
    int port = -1;
    if (i < end && url.charAt(i) == ':') {
      i++;
      while (i < end && CodePoints.isDigit(url.charAt(i))) {
        i++;
      }
      port = port(url, hostEnd + 1, i, hostStart == 8 ? 443 : 80);
      if (port == NONE) {
        return null;
      }
    }
    if (i == end) {
      return new ParsedUrl(
          url.concat("/"),
          hostStart - 3,
          hostStart,
          hostStart,
          hostEnd,
          end,
          end + 1,
          end + 1,
          port,
          kind,
          oddities);
    }
    if (url.charAt(i) != '/') {
      return null;
    }
    int pathStart = i;
    int queryStart = path(url, i + 1, end);
    int fragmentStart = queryStart;
    if (queryStart < end && url.charAt(queryStart) == '?') {
      fragmentStart = tail(url, queryStart + 1, end, CodePoints.SPECIAL_QUERY);
    }
    int last = fragmentStart;
    if (fragmentStart < end && url.charAt(fragmentStart) == '#') {
      last = tail(url, fragmentStart + 1, end, CodePoints.FRAGMENT);
    }
    return last < end
        ? null
        : new ParsedUrl(
            url,
            hostStart - 3,
            hostStart,
            hostStart,
            hostEnd,
            pathStart,
            queryStart,
            fragmentStart,
            port,
            kind,
            oddities);
  }

  private static int hostStart(String url) {
    return url.startsWith("https://") ? 8 : url.startsWith("http://") ? 7 : NONE;
  }

  /** The port if it is written as it would be, -1 if not. */
  private static int port(String url, int from, int to, int defaultPort) {
    if (to == from || to - from > 5 || (url.charAt(from) == '0' && to - from > 1)) {
      return NONE;
    }
    int port = 0;
    for (int i = from; i < to; i++) {
      port = port * 10 + url.charAt(i) - '0';
    }
    return port == defaultPort || port > MAX_PORT ? NONE : port;
  }

  /** Where the query or the fragment starts, or what a path would not have. */
  private static int path(String url, int from, int end) {
    int i = from;
    while (true) {
      i =
          CodePoints.skip(
              url,
              i,
              end,
              CodePoints.PATH | CodePoints.UNUSUAL | CodePoints.PERCENT | CodePoints.DOT);
      if (i == end) {
        return i;
      }
      char c = url.charAt(i);
      boolean first = url.charAt(i - 1) == '/';
      if (c == '.' && !(first && mayEndDots(url, i + 1, end))) {
        i++;
      } else if (c == '%' && !first && CodePoints.isTriple(url, i, end)) {
        i += 3;
      } else {
        return i;
      }
    }
  }

  /** Whether what follows a dot at the start of a segment can make it a dot segment. */
  private static boolean mayEndDots(String url, int at, int end) {
    return at == end || "./%?#".indexOf(url.charAt(at)) >= 0;
  }

  /** Where a fragment starts, or what a query or a fragment would not have. */
  private static int tail(String url, int from, int end, int set) {
    int i = from;
    while (true) {
      i = CodePoints.skip(url, i, end, set | CodePoints.UNUSUAL | CodePoints.PERCENT);
      if (i == end || url.charAt(i) != '%' || !CodePoints.isTriple(url, i, end)) {
        return i;
      }
      i += 3;
    }
  }

  private static byte[] host() {
    byte[] kinds = new byte[128];
    for (int c = 0; c < 128; c++) {
      boolean plain = (c >= 'a' && c <= 'z') || CodePoints.isDigit(c) || c == '-';
      kinds[c] = plain ? PLAIN : c == '.' ? DOT : CodePoints.host(c) == c ? ODD : STOP;
    }
    kinds[0] = STOP;
    return kinds;
  }
}
