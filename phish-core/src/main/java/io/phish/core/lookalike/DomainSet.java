package io.phish.core.lookalike;

import io.phish.core.name.Idn;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Domains with all that is below them. Immutable. */
final class DomainSet {
  static final DomainSet EMPTY = new DomainSet(Set.of());

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
    for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      if (domains.contains(host.substring(dot + 1))) {
        return true;
      }
    }
    return false;
  }
}
