package io.phish.core.url;

import io.phish.InvalidSubjectException;
import io.phish.core.name.PublicSuffixes;
import io.phish.core.url.HostParser.Kind;
import io.phish.spi.CanonicalForm;
import io.phish.subject.Domain;
import io.phish.subject.Subject;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A URL as a browser reads it: the serialisation of the URL Standard (url.spec.whatwg.org), where
 * its components stand in it, and what was odd about the way it was written. Immutable, equal if
 * the serialisations are.
 *
 * <p>What is null in the standard and what is empty there are told apart: {@link #hasHost} of a
 * host, as {@link #hostname} is empty for both; {@link #query} and {@link #fragment} are null or
 * empty; {@link #port} is -1 for null. A user name and a password are never null, only empty.
 */
public final class ParsedUrl implements CanonicalForm {
  private final String href;
  private final int schemeEnd;
  private final int usernameEnd;
  private final int hostStart;
  private final int hostEnd;
  private final int pathStart;
  private final int queryStart;
  private final int fragmentStart;
  private final int port;
  private final Kind kind;

  /** Of the public suffix list; -1 if the host is no domain or has an empty label. */
  private final int suffix;

  private final int registrableStart;

  // Made when asked for; a race comes to the same number.
  private int oddities;

  // Made when asked for; a race makes equal strings.
  private @Nullable String host;
  private @Nullable String registrableDomain;

  /**
   * What a parser has found.
   *
   * @param dot where the last dot of a domain stands that has none at its end
   * @param dotBefore where the one before stands, or the slash; -1 if that is not known, or there
   *     is no dot
   */
  ParsedUrl(
      String href,
      int schemeEnd,
      int usernameEnd,
      int hostStart,
      int hostEnd,
      int pathStart,
      int queryStart,
      int fragmentStart,
      int port,
      Kind kind,
      int oddities,
      int dot,
      int dotBefore) {
    this.href = href;
    this.schemeEnd = schemeEnd;
    this.usernameEnd = usernameEnd;
    this.hostStart = hostStart;
    this.hostEnd = hostEnd;
    this.pathStart = pathStart;
    this.queryStart = queryStart;
    this.fragmentStart = fragmentStart;
    this.port = port;
    this.kind = kind;
    this.oddities = oddities;
    PublicSuffixes suffixes = PublicSuffixes.bundled();
    if (kind != Kind.DOMAIN || (oddities & Oddity.EMPTY_LABEL.bit) != 0) {
      suffix = -1;
      registrableStart = -1;
    } else if (dotBefore < 0) {
      suffix = suffixes.find(href, hostStart, nameEnd());
      registrableStart = PublicSuffixes.registrableStart(href, hostStart, suffix);
    } else {
      suffix = suffixes.find(href, hostStart, hostEnd, dot, dotBefore);
      registrableStart =
          PublicSuffixes.start(suffix) == dot + 1
              ? dotBefore + 1
              : PublicSuffixes.registrableStart(href, hostStart, suffix);
    }
  }

  /**
   * Parses an absolute URL of any scheme.
   *
   * @throws io.phish.InvalidSubjectException if browsers would not go anywhere with it, or it is
   *     relative, or longer than {@link io.phish.subject.Url#MAX_LENGTH}, or its host is written
   *     outside ASCII and longer than 1,024 characters
   */
  public static ParsedUrl parse(String url) {
    return parse(url, null);
  }

  /**
   * Parses a URL of any scheme that may be relative to another.
   *
   * <p>What was odd about the authority of the base is odd about this one if it takes it over.
   *
   * @param url absolute or relative
   * @param base what a relative URL is relative to; null for nothing
   * @throws io.phish.InvalidSubjectException as {@link #parse(String)}; relative to null or to a
   *     URL with an {@linkplain #hasOpaquePath opaque path} is {@link
   *     io.phish.InvalidSubjectException.Code#NO_SCHEME}
   */
  public static ParsedUrl parse(String url, @Nullable ParsedUrl base) {
    ParsedUrl plain = PlainUrl.parse(url);
    return plain != null ? plain : UrlParser.parse(url, base, false);
  }

  /**
   * Parses an absolute URL of a scheme that always has a host that a resolver could be asked for.
   *
   * @throws io.phish.InvalidSubjectException as {@link #parse(String)}, and with {@link
   *     io.phish.InvalidSubjectException.Code#UNSUPPORTED_SCHEME} if the scheme is none of http,
   *     https, ws, wss and ftp
   */
  static ParsedUrl parseWeb(String url) {
    ParsedUrl plain = PlainUrl.parse(url);
    return plain != null ? plain : UrlParser.parse(url, null, true);
  }

  @Override
  public String text() {
    return href;
  }

  /** The serialised URL; the same as {@link #text}. */
  public String href() {
    return href;
  }

  /** The scheme in lower case, without a colon. */
  public String scheme() {
    return href.substring(0, schemeEnd);
  }

  /** Whether the scheme is one of http, https, ws, wss, ftp and file. */
  public boolean isSpecial() {
    return UrlParser.isSpecial(scheme());
  }

  /**
   * The origin by the serialisation of the HTML Standard; {@code null}, as a string, for an opaque
   * one.
   */
  public String origin() {
    String scheme = scheme();
    if (scheme.equals("blob")) {
      try {
        ParsedUrl inner = parse(path());
        return inner.scheme().startsWith("http") ? inner.origin() : "null";
      } catch (InvalidSubjectException e) {
        return "null";
      }
    }
    return UrlParser.defaultPort(scheme) < 0
        ? "null"
        : scheme + "://" + href.substring(hostStart, pathStart);
  }

  /** The user name, percent-encoded; empty for none. */
  public String username() {
    return usernameEnd == hostStart ? "" : href.substring(schemeEnd + 3, usernameEnd);
  }

  /** The password, percent-encoded; empty for none. */
  public String password() {
    return usernameEnd + 1 < hostStart ? href.substring(usernameEnd + 1, hostStart - 1) : "";
  }

  /**
   * Whether there is a host, be it empty as that of {@code file:///}; not in {@code mailto:a@b}.
   */
  public boolean hasHost() {
    return kind != Kind.NONE;
  }

  /**
   * The host as it stands in the URL: IPv6 in brackets, with the dot at the end if it has one;
   * empty for none, see {@link #hasHost}.
   */
  public String hostname() {
    return href.substring(hostStart, hostEnd);
  }

  /** Null for no host, for an empty one, and for one that is nothing but a dot. */
  @Override
  public @Nullable String host() {
    String known = host;
    if (known == null) {
      int brackets = kind == Kind.IPV6 ? 1 : 0;
      known = href.substring(hostStart + brackets, nameEnd() - brackets);
      host = known;
    }
    return known.isEmpty() ? null : known;
  }

  @Override
  public @Nullable String registrableDomain() {
    String known = registrableDomain;
    if (known == null) {
      if (registrableStart < 0) {
        return null;
      }
      known = registrableStart == hostStart ? host() : href.substring(registrableStart, nameEnd());
      registrableDomain = known;
    }
    return known;
  }

  /** The port, -1 for the default of the scheme. */
  public int port() {
    return port;
  }

  /**
   * The path: with a slash before each segment, or {@linkplain #hasOpaquePath opaque}; empty for
   * none, which only schemes that are not special have.
   */
  public String path() {
    return href.substring(pathStart, queryStart);
  }

  /** Whether the path is a text rather than segments, as that of {@code mailto:a@b}. */
  public boolean hasOpaquePath() {
    return kind == Kind.NONE && (pathStart == queryStart || href.charAt(pathStart) != '/');
  }

  /** The query without its question mark, null for none. */
  public @Nullable String query() {
    return queryStart == fragmentStart ? null : href.substring(queryStart + 1, fragmentStart);
  }

  /** The fragment without its hash sign, null for none. */
  public @Nullable String fragment() {
    return fragmentStart == href.length() ? null : href.substring(fragmentStart + 1);
  }

  /** Whether the host is an IPv4 or IPv6 address. */
  public boolean isIpAddress() {
    return kind == Kind.IPV4 || kind == Kind.IPV6;
  }

  /** What was odd about the way the URL was written; unmodifiable. */
  public Set<Oddity> oddities() {
    EnumSet<Oddity> set = EnumSet.noneOf(Oddity.class);
    for (Oddity oddity : Oddity.values()) {
      if (has(oddity)) {
        set.add(oddity);
      }
    }
    return Collections.unmodifiableSet(set);
  }

  /** Whether something was odd about the way the URL was written. */
  public boolean has(Oddity oddity) {
    return (oddityBits() & oddity.bit) != 0;
  }

  /** The domain of the host, unless it is one that no resolver could be asked for. */
  @Override
  public List<Subject> derived() {
    String name = host();
    boolean unknown = (oddities & (Oddity.EMPTY_LABEL.bit | Oddity.LONG_HOST.bit)) != 0;
    return name == null || kind == Kind.OPAQUE || unknown ? List.of() : List.of(new Domain(name));
  }

  int oddityBits() {
    int known = oddities;
    if ((known & HostName.PUNYCODE) != 0) {
      known = HostName.decoded(known, href.substring(hostStart, nameEnd()));
      oddities = known;
    }
    return known;
  }

  Kind kind() {
    return kind;
  }

  int schemeEnd() {
    return schemeEnd;
  }

  int usernameEnd() {
    return usernameEnd;
  }

  int hostEnd() {
    return hostEnd;
  }

  /** Where the host and the port end; the path may start two characters later. */
  int authorityEnd() {
    return kind == Kind.NONE ? hostEnd : pathStart;
  }

  /** Whether the path starts with a drive letter of Windows, its colon and no more. */
  boolean hasDriveLetter() {
    int end = pathStart + 3;
    return queryStart >= end
        && CodePoints.isLetter(href.charAt(pathStart + 1))
        && href.charAt(pathStart + 2) == ':'
        && (queryStart == end || href.charAt(end) == '/');
  }

  int hostStart() {
    return hostStart;
  }

  /** Where the host ends, not counting a dot at its end. */
  int nameEnd() {
    return kind == Kind.DOMAIN && href.charAt(hostEnd - 1) == '.' ? hostEnd - 1 : hostEnd;
  }

  int pathStart() {
    return pathStart;
  }

  int queryStart() {
    return queryStart;
  }

  int fragmentStart() {
    return fragmentStart;
  }

  /** See {@link PublicSuffixes#find}; -1 if the host is no domain or has an empty label. */
  int suffix() {
    return suffix;
  }

  /** Where the registrable domain starts, -1 if there is none. */
  int registrableStart() {
    return registrableStart;
  }

  /** Where the public suffix starts; the end of the name if there is none. */
  int suffixStart() {
    return suffix < 0 ? nameEnd() : PublicSuffixes.start(suffix);
  }

  @Override
  public boolean equals(Object o) {
    return o == this || (o instanceof ParsedUrl other && href.equals(other.href));
  }

  @Override
  public int hashCode() {
    return href.hashCode();
  }

  @Override
  public String toString() {
    return href;
  }
}
