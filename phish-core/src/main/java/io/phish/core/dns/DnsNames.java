package io.phish.core.dns;

import io.phish.core.name.QueryName;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Names as dnsjava has them. */
final class DnsNames {

  private DnsNames() {}

  /** A checked name, absolute. */
  static Name of(QueryName name) {
    try {
      return Name.fromString(name.ascii(), Name.root);
    } catch (TextParseException e) {
      throw new IllegalStateException("a checked name is one", e);
    }
  }

  /** The name with labels put before it; null if that is longer than a name may be. */
  static @Nullable Name under(String labels, Name name) {
    try {
      return Name.fromString(labels, name);
    } catch (TextParseException e) {
      return null;
    }
  }
}
