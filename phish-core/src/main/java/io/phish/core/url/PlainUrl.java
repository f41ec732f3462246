package io.phish.core.url;

import io.phish.core.url.HostParser.Kind;
import io.phish.subject.Url;
import org.jspecify.annotations.Nullable;

/**
 * The way of nearly all URLs: those of http and https that are their own serialisation already, or
 * lack no more than the slash at the end. It looks at each character once, writes nothing, and
 * gives up at the first that would have to change; {@link UrlParser} then starts again. Where it
 * does not give up both come to the same.
 *
 * <p>It is written for the processor: no branch depends on where in a host the dots are, as a wrong
 * guess costs as much as five characters.
 */
final class PlainUrl {
  private static final int MAX_PORT = 65_535;
  private static final int NONE = -1;

  /** Where the host starts if the scheme is https. */
  private static final int HTTPS = 8;

  /** Longest host, so that its marks fit into a number. */
  private static final int MAX_HOST = 63;

  /** Ends a host, rightly or not. A dot or a hyphen is a mark, 1; what is left is 0. */
  private static final byte STOP = 2;

  private static final byte[] HOST = host();

  private PlainUrl() {}

  /** Null for what is not as simple as that. */
  static @Nullable ParsedUrl parse(String url) {
    int end = url.length();
    int hostStart = hostStart(url);
    if (hostStart == NONE || end > Url.MAX_LENGTH) {
      return null;
    }
    // One bit for each character, the last one lowest.
    long marks = 0;
    int hostEnd = hostStart;
    for (; hostEnd < end; hostEnd++) {
      char c = url.charAt(hostEnd);
      byte kind = c < HOST.length ? HOST[c] : STOP;
      if (kind == STOP) {
        break;
      }
      marks = (marks << 1) | kind;
    }
    int length = hostEnd - hostStart;
    if (length == 0 || length > MAX_HOST) {
      return null;
    }
    int oddities = 0;
    // Without two marks in a row, or one at an end, no label is empty and no hyphen out of place.
    if ((marks & ((marks << 1) | 1 | (1L << (length - 1)))) != 0) {
      oddities = HostName.oddities(url, hostStart, hostEnd);
      if ((oddities & (Oddity.EMPTY_LABEL.bit | Oddity.TRAILING_DOT.bit)) != 0) {
        return null;
      }
    }
    // The slash before the host is as good as a dot.
    long dots = fromDot(url, hostEnd, marks | (1L << length));
    int dot = position(hostEnd, dots);
    boolean number = CodePoints.isDigit(url.charAt(dot + 1));
    if (number && !IpAddress.isDottedQuad(url, hostStart, hostEnd)) {
      return null;
    }
    int dotBefore =
        dot < hostStart ? NONE : position(hostEnd, fromDot(url, hostEnd, dots & (dots - 1)));

    int pathStart = pathStart(url, hostEnd, end, hostStart);
    if (pathStart == NONE) {
      return null;
    }
    boolean slash = pathStart < end;
    int queryStart = slash ? queryStart(url, pathStart + 1, end) : end + 1;
    int fragmentStart = slash ? fragmentStart(url, queryStart, end) : end + 1;
    if (fragmentStart < end && !isFragment(url, fragmentStart, end)) {
      return null;
    }
    return new ParsedUrl(
        slash ? url : url.concat("/"),
        hostStart - 3,
        hostStart,
        hostStart,
        hostEnd,
        pathStart,
        queryStart,
        fragmentStart,
        pathStart == hostEnd ? NONE : Integer.parseInt(url, hostEnd + 1, pathStart, 10),
        number ? Kind.IPV4 : Kind.DOMAIN,
        oddities,
        dot,
        dotBefore);
  }

  private static int hostStart(String url) {
    return url.startsWith("https://") ? HTTPS : url.startsWith("http://") ? HTTPS - 1 : NONE;
  }

  /** The marks without those after the last dot; the first of all marks is left to stand. */
  private static long fromDot(String url, int hostEnd, long marks) {
    long left = marks;
    while (true) {
      long rest = left & (left - 1);
      if (rest == 0 || url.charAt(position(hostEnd, left)) == '.') {
        return left;
      }
      left = rest;
    }
  }

  /** Where the last mark stands. */
  private static int position(int hostEnd, long marks) {
    return hostEnd - 1 - Long.numberOfTrailingZeros(marks);
  }

  /** Where the path starts: the end of the URL or a slash after the host and, maybe, the port. */
  private static int pathStart(String url, int hostEnd, int end, int hostStart) {
    int i = hostEnd;
    if (i < end && url.charAt(i) == ':') {
      i++;
      while (i < end && CodePoints.isDigit(url.charAt(i))) {
        i++;
      }
      if (!isPort(url, hostEnd + 1, i, hostStart == HTTPS ? 443 : 80)) {
        return NONE;
      }
    }
    return i == end || url.charAt(i) == '/' ? i : NONE;
  }

  /** Whether a port is written as it would be. */
  private static boolean isPort(String url, int from, int to, int defaultPort) {
    if (to == from || to - from > 5 || (url.charAt(from) == '0' && to - from > 1)) {
      return false;
    }
    int port = Integer.parseInt(url, from, to, 10);
    return port != defaultPort && port <= MAX_PORT;
  }

  /** Where a query, a fragment, or what no path has, starts. */
  private static int queryStart(String url, int from, int end) {
    int sets = CodePoints.PATH | CodePoints.UNUSUAL | CodePoints.PERCENT | CodePoints.DOT;
    int i = from;
    while (true) {
      i = CodePoints.skip(url, i, end, sets);
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

  /** Where a fragment, or what neither path nor query has, starts. */
  private static int fragmentStart(String url, int queryStart, int end) {
    return queryStart < end && url.charAt(queryStart) == '?'
        ? skip(url, queryStart + 1, end, CodePoints.SPECIAL_QUERY)
        : queryStart;
  }

  private static boolean isFragment(String url, int from, int end) {
    return url.charAt(from) == '#' && skip(url, from + 1, end, CodePoints.FRAGMENT) == end;
  }

  /** Passes over what is not in a set, nor odd. */
  private static int skip(String url, int from, int end, int set) {
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
    byte[] kinds = new byte[256];
    for (int c = 0; c < kinds.length; c++) {
      boolean plain = (c >= 'a' && c <= 'z') || CodePoints.isDigit(c);
      kinds[c] = plain ? 0 : c == '.' || c == '-' ? 1 : STOP;
    }
    return kinds;
  }
}
