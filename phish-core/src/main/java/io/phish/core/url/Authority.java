package io.phish.core.url;

import io.phish.InvalidSubjectException.Code;
import io.phish.core.url.HostParser.Kind;
import java.util.Locale;

/**
 * The authority, host, port and file host states of the URL Standard (url.spec.whatwg.org, section
 * 4.4). Used for one URL.
 */
final class Authority {
  private static final int MAX_PORT = 65_535;

  private final UrlText text;
  private final String input;
  private final Ascii out;

  /** Where what has been read stands in what has been written. */
  int usernameEnd;

  int hostStart;
  int hostEnd;
  Kind kind = Kind.NONE;

  /** -1 for none and for the default of the scheme. */
  int port = -1;

  Authority(UrlText text) {
    this.text = text;
    this.input = text.input;
    this.out = text.out;
    mark();
  }

  private void mark() {
    usernameEnd = out.length;
    hostStart = out.length;
    hostEnd = out.length;
  }

  /** Takes over what another URL of the same scheme has; the slashes, too. */
  void copy(ParsedUrl base) {
    int from = out.length;
    out.append(base.href(), from, base.authorityEnd());
    usernameEnd = base.usernameEnd();
    hostStart = base.hostStart();
    hostEnd = base.hostEnd();
    kind = base.kind();
    port = base.port();
    text.oddities |= base.oddityBits() & Oddity.OF_AUTHORITY;
  }

  /** A host that is the empty string. */
  void empty() {
    out.append("//");
    mark();
    kind = Kind.EMPTY;
  }

  /** Takes what follows two slashes up to the path. */
  void parse(int defaultPort) {
    out.append("//");
    mark();
    int end = text.authorityEnd();
    boolean credentials = credentials(end);
    int colon = hostEnd(end);
    if (colon == text.pos && (text.special || credentials || colon < end)) {
      throw text.invalid(Code.INVALID_HOST, colon, "has no host");
    }
    host(colon);
    port(colon, end, defaultPort);
    text.pos = end;
  }

  /** Takes what follows the two slashes of a {@code file:} URL, unless it is a drive letter. */
  void parseOfFile() {
    empty();
    int end = text.authorityEnd();
    if (end - text.pos == 2 && text.atDriveLetter()) {
      text.note(Oddity.DRIVE_LETTER);
      return;
    }
    host(end);
    if (kind == Kind.DOMAIN && out.string(hostStart, hostEnd).equals("localhost")) {
      out.length = hostStart;
      hostEnd = hostStart;
      kind = Kind.EMPTY;
    }
    text.pos = end;
  }

  /** Authority state, as far as it is about credentials; whether there is an at sign. */
  private boolean credentials(int end) {
    int from = text.pos;
    int at = input.lastIndexOf('@', end - 1);
    if (at < from) {
      return false;
    }
    text.note(Oddity.CREDENTIALS);
    int colon = input.indexOf(':', from);
    int nameEnd = colon < 0 || colon > at ? at : colon;
    int start = out.length;
    text.encode(nameEnd, CodePoints.USERINFO);
    usernameEnd = out.length;
    if (nameEnd + 1 < at) {
      out.append(":");
      text.pos = nameEnd + 1;
      text.encode(at, CodePoints.USERINFO);
    }
    if (out.length > start) {
      out.append("@");
    }
    text.pos = at + 1;
    return true;
  }

  /** Host state: the colon that is not within brackets, or the end of the authority. */
  private int hostEnd(int end) {
    boolean brackets = false;
    int i = text.pos;
    for (; i < end; i++) {
      char c = input.charAt(i);
      if (c == ':' && !brackets) {
        break;
      }
      brackets = c == '[' || (brackets && c != ']');
    }
    return i;
  }

  private void host(int to) {
    hostStart = out.length;
    if (to == text.pos) {
      kind = Kind.EMPTY;
    } else if (text.special || text.at('[')) {
      HostParser host = text.host();
      host.parse(text.pos, to);
      text.oddities |= host.oddities;
      kind = host.kind;
    } else {
      opaque(to);
    }
    hostEnd = out.length;
  }

  /** The opaque-host parser, section 3.5. */
  private void opaque(int to) {
    for (int i = text.pos; i < to; i++) {
      char c = input.charAt(i);
      if (c < 128 && (CodePoints.flags(c) & CodePoints.FORBIDDEN_HOST) != 0) {
        throw text.invalid(
            Code.INVALID_HOST,
            i,
            String.format(
                Locale.ROOT, "has a host that holds U+%04X, which none may have", (int) c));
      }
    }
    text.encode(to, CodePoints.C0_CONTROL);
    kind = Kind.OPAQUE;
  }

  private void port(int colon, int end, int defaultPort) {
    int number = 0;
    for (int i = colon + 1; i < end; i++) {
      char c = input.charAt(i);
      if (!CodePoints.isDigit(c)) {
        throw text.invalid(
            Code.INVALID_PORT,
            i,
            String.format(Locale.ROOT, "has U+%04X in its port, which is a number", (int) c));
      }
      number = number * 10 + c - '0';
      if (number > MAX_PORT) {
        throw text.invalid(Code.INVALID_PORT, colon + 1, "has a port above " + MAX_PORT);
      }
    }
    if (colon + 1 < end && number != defaultPort) {
      port = number;
      out.append(":" + number);
    }
  }
}
