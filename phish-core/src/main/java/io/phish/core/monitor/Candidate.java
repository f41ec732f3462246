package io.phish.core.monitor;

import io.phish.core.dns.DnsQuestion;
import io.phish.core.name.SpecialUse;
import io.phish.core.name.permutation.PermutationRule;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * A name that may be registered.
 *
 * @param number its place in the order they are told in
 */
record Candidate(long number, String name, String unicode, PermutationRule rule) {

  /** What is above it, which answers for it if it has a wildcard. */
  String parent() {
    return name.substring(name.indexOf('.') + 1);
  }

  /** Null for a name that is never asked for: too long for the DNS, or of special use. */
  static @Nullable DnsQuestion question(String name, int type) {
    if (SpecialUse.of(name) != null) {
      return null;
    }
    try {
      return new DnsQuestion(Name.fromString(name, Name.root), type);
    } catch (TextParseException e) {
      return null;
    }
  }
}
