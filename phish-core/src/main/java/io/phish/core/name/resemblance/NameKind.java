package io.phish.core.name.resemblance;

import java.util.Locale;

/** What a name names; it decides which part of it people read and what may be added to it. */
public enum NameKind {
  /** One label of a host, such as {@code paypal}: a brand, whatever registry it is in. */
  LABEL("domain", 253),

  /** A host, such as {@code paypal.com}; of a protected one the registrable domain. */
  DOMAIN("domain", 253),

  /**
   * A package, with its scope or group if it has one: {@code lodash}, {@code @babel/core}, {@code
   * org.slf4j:slf4j-api}, {@code github.com/spf13/cobra}.
   */
  PACKAGE("package", 512);

  private final String subject;
  private final int maxLength;

  NameKind(String subject, int maxLength) {
    this.subject = subject;
    this.maxLength = maxLength;
  }

  /** Of a name, in UTF-16 units: RFC 1035 section 2.3.4 for hosts, what registries take else. */
  public int maxLength() {
    return maxLength;
  }

  /** The kind of subject, as {@link io.phish.subject.Subject#kind} has it. */
  String subject() {
    return subject;
  }

  /** Hosts and labels are compared with each other, packages with packages only. */
  boolean meets(NameKind other) {
    return (this == PACKAGE) == (other == PACKAGE);
  }

  /** The kind in lower case, as it stands on a command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
