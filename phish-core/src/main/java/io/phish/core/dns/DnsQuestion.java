package io.phish.core.dns;

import java.util.Objects;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * What is asked of the DNS, in class IN.
 *
 * @param name absolute
 * @param type a code of {@link Type}
 */
public record DnsQuestion(Name name, int type) {
  /** Checks the parts. */
  public DnsQuestion {
    Objects.requireNonNull(name, "name");
    if (!name.isAbsolute()) {
      throw new IllegalArgumentException("name " + name + " is not absolute; end it with a dot");
    }
    Type.check(type);
  }
}
