package io.phish.core.url;

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
 * An absolute URL as a browser reads it: the serialisation of the URL Standard
 * (url.spec.whatwg.org), where its components stand in it, and what was odd about the way it was
 * written. Immutable, equal if the serialisations are.
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
  private final int oddities;

  /** Of the public suffix list; -1 if the host is an address or has an empty label. */
  private final int suffix;

  private final int registrableStart;

  // Made when asked for; a race makes equal strings.
  private @Nullable String host;
  private @Nullable String registrableDomain;

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
      int oddities) {
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
    if (kind == Kind.DOMAIN && !has(Oddity.EMPTY_LABEL)) {
      suffix = PublicSuffixes.bundled().find(href, hostStart, nameEnd());
      registrableStart = PublicSuffixes.registrableStart(href, hostStart, suffix);
    } else {
      suffix = -1;
      registrableStart = -1;
    }
  }

  /**
   * Parses a URL.
   *
   * @throws io.phish.InvalidSubjectException if browsers would not go anywhere with it, or the
   *     scheme is none of http, https, ws, wss and ftp, or it is longer than {@link
   *     io.phish.subject.Url#MAX_LENGTH}, or its host is written outside ASCII and longer than
   *     1,024 characters
   */
  public static ParsedUrl parse(String url) {
    return UrlParser.parse(url);
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

  /** The user name, percent-encoded; empty for none. */
  public String username() {
    return href.substring(schemeEnd + 3, usernameEnd);
  }

  /** The password, percent-encoded; empty for none. */
  public String password() {
    return usernameEnd + 1 < hostStart ? href.substring(usernameEnd + 1, hostStart - 1) : "";
  }

  /** The host as it stands in the URL: IPv6 in brackets, with the dot at the end if it has one. */
  public String hostname() {
    return href.substring(hostStart, hostEnd);
  }

  /** Null for a host that is nothing but a dot. */
  @Override
  public @Nullable String host() {
    String known = host;
    if (known == null) {
      boolean brackets = kind == Kind.IPV6;
      known = href.substring(hostStart + (brackets ? 1 : 0), nameEnd() - (brackets ? 1 : 0));
      host = known;
    }
    return known.isEmpty() ? null : known;
  }

  @Override
  public @Nullable String registrableDomain() {
    if (registrableStart < 0) {
      return null;
    }
    String known = registrableDomain;
    if (known == null) {
      known = href.substring(registrableStart, nameEnd());
      registrableDomain = known;
    }
    return known;
  }

  /** The port, -1 for the default of the scheme. */
  public int port() {
    return port;
  }

  /** The path with its slash. */
  public String path() {
    return href.substring(pathStart, queryStart);
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
    return kind != Kind.DOMAIN;
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
    return (oddities & oddity.bit) != 0;
  }

  /** The domain of the host, unless it is one that no resolver could be asked for. */
  @Override
  public List<Subject> derived() {
    String name = host();
    return name == null || has(Oddity.EMPTY_LABEL) || has(Oddity.LONG_HOST)
        ? List.of()
        : List.of(new Domain(name));
  }

  int oddityBits() {
    return oddities;
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

  /** See {@link PublicSuffixes#find}; -1 if the host is an address or has an empty label. */
  int suffix() {
    return suffix;
  }

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
