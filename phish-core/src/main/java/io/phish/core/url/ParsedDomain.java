package io.phish.core.url;

import io.phish.InvalidSubjectException.Code;
import io.phish.core.name.PublicSuffixes;
import io.phish.core.url.HostParser.Kind;
import io.phish.spi.CanonicalForm;
import io.phish.subject.Subject;
import io.phish.subject.Url;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A domain name in A-labels, or an IP address, by the host parser of the URL Standard. Unlike the
 * host of a URL it must be a name that can be asked for: no empty labels, 63 octets a label, 253 in
 * all (RFC 1035, section 2.3.4).
 *
 * @param host lower case, no dot at the end; IPv6 without brackets
 * @param registrableDomain null for an address, a public suffix or a single label
 * @param isIpAddress whether it is an address
 * @param written the host in the case it was given in, which is part of what people see
 */
record ParsedDomain(
    String host, @Nullable String registrableDomain, boolean isIpAddress, String written)
    implements CanonicalForm {
  private static final String KIND = "domain";

  static ParsedDomain parse(String domain) {
    Source source = Source.of(KIND, domain);
    Ascii out = new Ascii(domain.length() + 8);
    HostParser parser = new HostParser(source, out);
    if (domain.isEmpty()) {
      throw source.invalid(Code.INVALID_HOST, 0, "is empty");
    }
    // No name has a colon: without brackets it can only be an IPv6 address.
    if (domain.indexOf(':') < 0 || !parser.parseIpv6(0, domain.length())) {
      parser.parse(0, domain.length());
    }
    String host =
        parser.kind == Kind.IPV6 ? out.string(1, out.length - 1) : out.string(0, out.length);
    if ((parser.oddities & (Oddity.EMPTY_LABEL.bit | Oddity.LONG_HOST.bit)) != 0) {
      throw source.invalid(
          Code.INVALID_HOST, 0, "has an empty label or is longer than names can be");
    }
    if ((parser.oddities & Oddity.TRAILING_DOT.bit) != 0) {
      host = host.substring(0, host.length() - 1);
    }
    boolean address = parser.kind != Kind.DOMAIN;
    return new ParsedDomain(
        host,
        address ? null : PublicSuffixes.bundled().registrableDomain(host),
        address,
        domain.equalsIgnoreCase(host) ? domain : host);
  }

  @Override
  public String text() {
    return host;
  }

  @Override
  public List<Subject> derived() {
    return List.of(
        new Url("https://" + (host.indexOf(':') < 0 ? written : "[" + host + "]") + "/"));
  }

  /** One name in any case is one name. */
  @Override
  public boolean equals(Object o) {
    return o instanceof ParsedDomain other && host.equals(other.host);
  }

  @Override
  public int hashCode() {
    return host.hashCode();
  }
}
