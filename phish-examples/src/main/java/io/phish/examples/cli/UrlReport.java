package io.phish.examples.cli;

import io.phish.InvalidSubjectException;
import io.phish.core.name.Idn;
import io.phish.core.name.PublicSuffixes;
import io.phish.core.name.Skeleton;
import io.phish.core.url.DomainCanonicalizer;
import io.phish.core.url.Oddity;
import io.phish.core.url.ParsedUrl;
import io.phish.core.url.SafeBrowsingUrl;
import io.phish.examples.json.Rejection;
import io.phish.subject.Domain;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What {@code phish url} says of a URL. */
sealed interface UrlReport {

  /**
   * A URL that browsers would go to.
   *
   * @param canonical the form for Safe Browsing, null if there is none
   */
  record Parsed(ParsedUrl url, @Nullable String canonical, Host host) implements UrlReport {

    /** What is odd about the way it is written, in lower-case kebab form. */
    List<String> oddities() {
      return url.oddities().stream()
          .map(Oddity::name)
          .map(name -> name.toLowerCase(Locale.ROOT).replace('_', '-'))
          .toList();
    }
  }

  /**
   * Something else.
   *
   * @param failure what is wrong and what to do
   * @param code stable and machine-readable
   * @param field {@code input} or {@code base}, null if it is the line itself
   * @param offset in UTF-16 units of the field, of the line for {@code malformed}, and in octets of
   *     the line for {@code not-text} and {@code too-long}
   * @param canonical the form for Safe Browsing, which forgives more; null if there is none
   * @param host of that, or of an input that is a host and no more
   */
  record Failed(
      String failure,
      String code,
      @Nullable String field,
      int offset,
      @Nullable String canonical,
      Host host)
      implements UrlReport {

    static Failed of(UrlRequest.MalformedException e) {
      return of(Objects.requireNonNull(e.getMessage()), "malformed", e.field, e.offset);
    }

    static Failed of(Rejection rejection) {
      int offset = Objects.requireNonNullElse(rejection.offset(), 0);
      return of(rejection.message(), rejection.code(), null, offset);
    }

    private static Failed of(String failure, String code, @Nullable String field, int offset) {
      return new Failed(failure, code, field, offset, null, Host.NONE);
    }
  }

  /**
   * What follows from a host alone; all null if it is an address or no domain.
   *
   * @param unicode as people may be shown it
   * @param registrableDomain null if the host is a public suffix itself
   */
  record Host(
      @Nullable String unicode,
      @Nullable String registrableDomain,
      @Nullable String publicSuffix,
      @Nullable String skeleton) {
    static final Host NONE = new Host(null, null, null, null);

    static Host of(String domain, PublicSuffixes suffixes) {
      boolean gaps = domain.startsWith(".") || domain.endsWith(".") || domain.contains("..");
      return new Host(
          Idn.toUnicode(domain),
          suffixes.registrableDomain(domain),
          gaps ? null : suffixes.publicSuffix(domain),
          Skeleton.of(domain));
    }
  }

  /** Reads a URL. */
  static UrlReport of(UrlRequest request, PublicSuffixes suffixes) {
    ParsedUrl base = null;
    if (request.base() != null) {
      try {
        base = ParsedUrl.parse(request.base());
      } catch (InvalidSubjectException e) {
        return Failed.of("base: " + e.getMessage(), e.code().id(), "base", e.offset());
      }
    }
    ParsedUrl url;
    try {
      url = ParsedUrl.parse(request.input(), base);
    } catch (InvalidSubjectException e) {
      // What is relative to a base is no host without a scheme.
      SafeBrowsingUrl forgiven = base == null ? SafeBrowsingUrl.v4(request.input()) : null;
      return new Failed(
          "input: " + e.getMessage(),
          e.code().id(),
          "input",
          e.offset(),
          forgiven == null ? null : forgiven.canonical(),
          forgiven == null ? Host.NONE : host(request.input(), forgiven, suffixes));
    }
    SafeBrowsingUrl forgiven = SafeBrowsingUrl.v4(base == null ? request.input() : url.href());
    String domain = url.host();
    boolean isDomain = domain != null && url.isSpecial() && !url.isIpAddress();
    Host host = isDomain ? Host.of(Objects.requireNonNull(domain), suffixes) : Host.NONE;
    return new Parsed(url, forgiven == null ? null : forgiven.canonical(), host);
  }

  /** The host of what is no URL: the input itself, if it has nothing that a host has not. */
  private static Host host(String input, SafeBrowsingUrl forgiven, PublicSuffixes suffixes) {
    boolean bare = input.chars().noneMatch(c -> "/\\?#@:".indexOf(c) >= 0);
    if (forgiven.isAddress()) {
      return Host.NONE;
    }
    try {
      String host =
          new DomainCanonicalizer().canonicalize(new Domain(bare ? input : forgiven.host())).host();
      return host == null ? Host.NONE : Host.of(host, suffixes);
    } catch (InvalidSubjectException e) {
      return Host.NONE;
    }
  }
}
