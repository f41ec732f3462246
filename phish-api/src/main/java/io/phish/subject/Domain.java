package io.phish.subject;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;

/**
 * A domain name or IP address literal.
 *
 * @param value the name as given, in Unicode (U-label) or ASCII (A-label) form
 */
public record Domain(String value) implements Subject {
  /** In UTF-16 units; a name of 253 ASCII octets (RFC 1035) never needs more. */
  public static final int MAX_LENGTH = 1_024;

  private static final String KIND = "domain";

  /** The forbidden domain code points of the URL Standard that a host with a port or path has. */
  private static final String FORBIDDEN = " #/<>?@\\^|%";

  /**
   * Checks what can be seen without parsing.
   *
   * @throws InvalidSubjectException see {@link Subject#domain}
   */
  public Domain {
    SubjectText.requirePrintable(KIND, "domain", value, MAX_LENGTH);
    for (int i = 0; i < value.length(); i++) {
      if (FORBIDDEN.indexOf(value.charAt(i)) >= 0) {
        throw new InvalidSubjectException(
            KIND,
            Code.INVALID_HOST,
            i,
            "domain has '" + value.charAt(i) + "' at " + i + "; analyse it as a URL if it is one");
      }
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String toString() {
    return display();
  }
}
