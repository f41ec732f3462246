package io.phish.core.url;

import io.phish.InvalidSubjectException;
import io.phish.subject.Url;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the host of a URL in a text, and the URL put together. Reused for one after
 * another.
 */
final class LinkTail {
  private static final int MAX_PORT = 65_535;
  private static final int MAX_PORT_DIGITS = 5;

  /** Longer than the text by so much at most: the scheme that is put before it. */
  private static final int MAX_LENGTH = Url.MAX_LENGTH - "https://".length();

  /** Its paths are letters and digits, and people write on right behind them. */
  private static final String SHORTENER = "t.co";

  private static final Set<String> OPENED = Set.of("http", "https", "ws", "wss", "ftp");

  private final String source;
  private final char[] text;
  private final int from;
  private final int to;
  private final HostRun host;
  private final PathRun path;

  /** The URL, refanged. */
  String url = "";

  /** Where it ends. */
  int end;

  /** Whether it was defanged. */
  boolean altered;

  /** How many characters were looked at. */
  long visited;

  private int portStart;
  private int portEnd;

  LinkTail(String source, char[] text, int from, int to, HostRun host) {
    this.source = source;
    this.text = text;
    this.from = from;
    this.to = to;
    this.host = host;
    this.path = new PathRun(text, to);
  }

  /**
   * Reads on behind the host.
   *
   * @param start where the URL starts
   * @param user where its user name starts; its host for none
   * @param hostStart where its host starts
   * @param hostEnd where its host ends
   * @param scheme the scheme that was written, null for none
   * @return whether it is a URL
   */
  boolean read(int start, int user, int hostStart, int hostEnd, @Nullable String scheme) {
    boolean address = text[hostStart] == '[';
    altered |= !address && (host.forms & Defanged.ALTERED) != 0;
    int next = port(hostEnd);
    if (next < 0) {
      return false;
    }
    end = next;
    path.end = next;
    // No reader of the URL would take more of it, and what is left out is no URL of its own.
    int limit = Math.min(to, start + MAX_LENGTH);
    if (next < limit && isPathStart(next)) {
      path.read(next, limit, start > from ? text[start - 1] : ' ');
      visited += path.visited;
      altered |= path.defanged;
      if (isShortener(hostStart)) {
        path.end = Math.min(path.end, wordEnd(next));
      }
      end = path.end;
    }
    if (end == hostEnd && !address) {
      end = host.nameEnd;
      host.end = end;
    }
    url =
        altered || scheme == null
            ? written(user, hostStart, hostEnd, scheme == null ? "http" : scheme)
            : source.substring(start, end);
    boolean plain = !address && host.forms <= Defanged.PLAIN && !host.wide && !host.percent;
    return (plain && user == hostStart && !host.endsInNumber() && !host.hasALabel())
        || isParsed(url);
  }

  /** Where the text goes on behind a URL that was too long for anybody. */
  int resume(int start) {
    int i = end;
    if (end - start >= MAX_LENGTH) {
      while (i < to && text[i] > ' ') {
        i++;
      }
      visited += i - end;
    }
    return i;
  }

  private String written(int user, int hostStart, int hostEnd, String scheme) {
    if (!altered) {
      String rest = source.substring(user, end);
      return scheme.equals("http") ? "http://".concat(rest) : scheme + "://" + rest;
    }
    StringBuilder out = new StringBuilder(end - user + 16).append(scheme).append("://");
    out.append(source, user, hostStart);
    if (text[hostStart] == '[') {
      out.append(source, hostStart, hostEnd);
    } else {
      host.writeTo(out);
    }
    if (portStart < portEnd) {
      out.append(':').append(source, portStart, portEnd);
    }
    path.writeTo(out, Math.max(hostEnd, portEnd));
    return out.toString();
  }

  /** Reads a port; behind it, -1 if no port has that number. */
  private int port(int at) {
    portStart = at;
    portEnd = at;
    int i = at;
    if (LinkChars.isAt(text, i, to, "[:]")) {
      i += 3;
    } else if (i < to && text[i] == ':') {
      i++;
    } else {
      return at;
    }
    int digits = i;
    int number = 0;
    while (i < to && LinkChars.isDigit(text[i])) {
      if (i - digits == MAX_PORT_DIGITS) {
        return -1;
      }
      number = number * 10 + text[i] - '0';
      i++;
    }
    if (i == digits) {
      return at;
    }
    altered |= digits > at + 1;
    portStart = digits;
    portEnd = i;
    return number <= MAX_PORT ? i : -1;
  }

  private boolean isPathStart(int at) {
    char c = text[at];
    return c == '/' || c == '?' || c == '#' || Defanged.slash(text, at, to) > 1;
  }

  private boolean isShortener(int hostStart) {
    return host.nameEnd - hostStart == SHORTENER.length()
        && LinkChars.isAt(text, hostStart, to, SHORTENER);
  }

  private int wordEnd(int slash) {
    int i = slash + 1;
    while (i < to && LinkChars.is(text[i], LinkChars.ALPHANUMERIC)) {
      i++;
    }
    return i;
  }

  /** Whether a URL is one that browsers open. */
  static boolean isOpened(String url) {
    try {
      return OPENED.contains(ParsedUrl.parse(url).scheme());
    } catch (InvalidSubjectException e) {
      return false;
    }
  }

  /** Whether a URL that looks unusual is one that browsers open, if they open its scheme at all. */
  static boolean isParsed(String url) {
    try {
      ParsedUrl.parse(url);
      return true;
    } catch (InvalidSubjectException e) {
      return e.code() == InvalidSubjectException.Code.UNSUPPORTED_SCHEME;
    }
  }
}
