package io.phish.core.lookalike;

import io.phish.core.name.Idn;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Domains with all that is below them. Immutable. */
final class DomainSet {
  static final DomainSet EMPTY = new DomainSet(Set.of());

  /** In characters (RFC 1035, section 2.3.4). */
  private static final int MAX_NAME = 253;

  private final Set<String> domains;

  private DomainSet(Set<String> domains) {
    this.domains = domains;
  }

  /** Of domains in Unicode or ASCII, in any case. */
  static DomainSet of(Collection<String> domains) {
    Set<String> ascii = new HashSet<>();
    for (String domain : domains) {
      ascii.add(ascii(domain));
    }
    return ascii.isEmpty() ? EMPTY : new DomainSet(Set.copyOf(ascii));
  }

  /** In A-labels and lower case; what cannot be written so matches nothing. */
  static String ascii(String domain) {
    String host = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
    String ascii = Idn.toAscii(host);
    return ascii == null ? host : ascii;
  }

  /** Whether a domain is one of these, as it is written in ASCII and lower case. */
  boolean contains(String domain) {
    return domains.contains(domain);
  }

  /**
   * Whether a host is one of the domains or below one.
   *
   * @param host in ASCII and lower case
   */
  boolean covers(String host) {
    if (domains.isEmpty()) {
      return false;
    }
    if (domains.contains(host)) {
      return true;
    }
    // No longer name is asked for, and what asks for one would cost the square of its labels.
    int start = Math.max(0, host.length() - MAX_NAME - 1);
    for (int dot = host.indexOf('.', start); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      if (domains.contains(host.substring(dot + 1))) {
        return true;
      }
    }
    return false;
  }
}
