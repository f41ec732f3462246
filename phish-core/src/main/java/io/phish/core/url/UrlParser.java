package io.phish.core.url;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import io.phish.core.url.HostParser.Kind;
import io.phish.subject.Url;
import org.jspecify.annotations.Nullable;

/**
 * The basic URL parser of the URL Standard (url.spec.whatwg.org, section 4.4), one method for one
 * or two states. It writes the serialised URL as it goes and keeps where each component starts.
 * Used for one URL.
 */
final class UrlParser {
  private static final String KIND = "url";
  private static final int MAX_SCHEME_LENGTH = 32;

  private final UrlText text;
  private final Ascii out;
  private final @Nullable ParsedUrl base;
  private final boolean webOnly;

  private final Authority authority;
  private String scheme = "";
  private boolean file;
  private int pathStart;
  private int queryStart;

  private UrlParser(Source source, @Nullable ParsedUrl base, boolean webOnly) {
    this.text = new UrlText(source);
    this.out = text.out;
    this.authority = new Authority(text);
    this.base = base;
    this.webOnly = webOnly;
  }

  /**
   * Parses a URL.
   *
   * @param webOnly whether to refuse all schemes but the special ones that always have a host
   */
  static ParsedUrl parse(String url, @Nullable ParsedUrl base, boolean webOnly) {
    if (url.length() > Url.MAX_LENGTH) {
      throw new InvalidSubjectException(
          KIND,
          Code.TOO_LONG,
          Url.MAX_LENGTH,
          "url has " + url.length() + " characters, " + Url.MAX_LENGTH + " are allowed");
    }
    return new UrlParser(Source.stripped(KIND, url), base, webOnly).run();
  }

  private ParsedUrl run() {
    int colon = colon();
    if (colon < 0) {
      noScheme();
    } else {
      scheme(colon);
    }
    if (text.at('?')) {
      component(
          text.input.indexOf('#', text.pos),
          text.special ? CodePoints.SPECIAL_QUERY : CodePoints.QUERY);
    }
    int fragmentStart = out.length;
    if (text.pos < text.end) {
      component(-1, CodePoints.FRAGMENT);
    }
    return new ParsedUrl(
        out.string(0, out.length),
        scheme.length(),
        authority.usernameEnd,
        authority.hostStart,
        authority.hostEnd,
        pathStart,
        queryStart,
        fragmentStart,
        authority.port,
        authority.kind,
        text.oddities,
        -1,
        -1);
  }

  /** Scheme start and scheme states: where the scheme ends, -1 if there is none. */
  private int colon() {
    String input = text.input;
    for (int i = text.pos; i < text.end; i++) {
      char c = input.charAt(i);
      boolean later = CodePoints.isDigit(c) || c == '+' || c == '-' || c == '.';
      if (c == ':' && i > text.pos) {
        return i;
      }
      if (!CodePoints.isLetter(c) && (i == text.pos || !later)) {
        break;
      }
    }
    return -1;
  }

  private void scheme(int colon) {
    int start = text.pos;
    for (int i = start; i < colon; i++) {
      char c = text.input.charAt(i);
      out.put(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    }
    out.put(':');
    setScheme();
    if (webOnly && (!text.special || file)) {
      throw text.invalid(
          Code.UNSUPPORTED_SCHEME,
          start,
          "has the scheme '"
              + text.input.substring(start, Math.min(colon, start + MAX_SCHEME_LENGTH))
              + "', which has no host to judge; http, https, ws, wss or ftp has");
    }
    text.pos = colon + 1;
    boolean slashes = text.pos + 1 < text.end && text.input.startsWith("//", text.pos);
    if (file) {
      if (!slashes) {
        text.note(Oddity.SLASH_COUNT);
      }
      file();
    } else if (text.special && !slashes && base != null && base.scheme().equals(scheme)) {
      text.note(Oddity.SLASH_COUNT);
      relative(base);
    } else if (text.special || slashes) {
      authority();
    } else if (text.at('/')) {
      pathStart();
    } else {
      PathWriter path = newPath();
      path.opaque();
      end(path);
    }
  }

  /** Of the scheme that is written. */
  private void setScheme() {
    scheme = out.string(0, out.length - 1);
    file = scheme.equals("file");
    text.special = isSpecial(scheme);
  }

  static boolean isSpecial(String scheme) {
    return defaultPort(scheme) >= 0 || scheme.equals("file");
  }

  /** Of the special schemes, section 4.2; -1 for none. */
  static int defaultPort(String scheme) {
    return switch (scheme) {
      case "http", "ws" -> 80;
      case "https", "wss" -> 443;
      case "ftp" -> 21;
      default -> -1;
    };
  }

  private void noScheme() {
    if (base == null) {
      throw text.invalid(
          Code.NO_SCHEME, text.pos, "has no scheme; write https://… or analyse it as a domain");
    }
    if (base.hasOpaquePath() && !text.at('#')) {
      throw text.invalid(
          Code.NO_SCHEME, text.pos, "has no scheme, and nothing is relative to an opaque path");
    }
    out.append(base.href(), 0, base.schemeEnd() + 1);
    setScheme();
    if (file) {
      file();
    } else {
      relative(base);
    }
  }

  /** Relative and relative slash states. */
  private void relative(ParsedUrl from) {
    int slash = text.pos;
    if (!text.atSlash()) {
      authority.copy(from);
      relativePath(from);
      return;
    }
    text.skipSlash();
    if (text.atSlash()) {
      text.pos = slash;
      authority();
    } else {
      authority.copy(from);
      path(newPath());
    }
  }

  /** Relative and file states, where no slash is first. */
  private void relativePath(ParsedUrl from) {
    PathWriter path = newPath();
    if (text.atPathEnd()) {
      out.append(from.href(), from.pathStart(), from.queryStart());
      end(path);
      if (!text.at('?')) {
        out.append(from.href(), from.queryStart(), from.fragmentStart());
      }
    } else if (file && text.atDriveLetter()) {
      text.note(Oddity.DRIVE_LETTER);
      path(path);
    } else {
      out.append(from.href(), from.pathStart(), from.queryStart());
      path.shorten();
      path(path);
    }
  }

  /** File, file slash and file host states. */
  private void file() {
    ParsedUrl from = base != null && base.scheme().equals(scheme) ? base : null;
    if (!text.atSlash()) {
      if (from != null) {
        authority.copy(from);
        relativePath(from);
      } else {
        authority.empty();
        path(newPath());
      }
      return;
    }
    text.skipSlash();
    if (text.atSlash()) {
      text.skipSlash();
      authority.parseOfFile();
      pathStart();
      return;
    }
    if (from == null) {
      authority.empty();
      path(newPath());
      return;
    }
    authority.copy(from);
    PathWriter path = newPath();
    if (!text.atDriveLetter() && from.hasDriveLetter()) {
      out.append(from.href(), from.pathStart(), from.pathStart() + 3);
    }
    path(path);
  }

  /** Special authority slashes and special authority ignore slashes states, and what follows. */
  private void authority() {
    int start = text.pos;
    if (text.special) {
      while (text.atSlash()) {
        text.skipSlash();
      }
      if (text.pos - start != 2) {
        text.note(Oddity.SLASH_COUNT);
      }
    } else {
      text.pos += 2;
    }
    authority.parse(defaultPort(scheme));
    pathStart();
  }

  /** Path start state. */
  private void pathStart() {
    PathWriter path = newPath();
    if (text.special || !text.atPathEnd()) {
      if (text.atSlash()) {
        text.skipSlash();
      }
      path(path);
    } else {
      end(path);
    }
  }

  private PathWriter newPath() {
    return new PathWriter(text, file);
  }

  private void path(PathWriter path) {
    path.segments();
    end(path);
  }

  private void end(PathWriter path) {
    pathStart = authority.kind == Kind.NONE ? path.guarded() : path.start;
    queryStart = out.length;
  }

  /** Query state or fragment state: the delimiter and all up to a stop, -1 for none. */
  private void component(int stop, int set) {
    out.append(text.input, text.pos, text.pos + 1);
    text.pos++;
    text.encode(stop < 0 || stop > text.end ? text.end : stop, set);
  }
}
