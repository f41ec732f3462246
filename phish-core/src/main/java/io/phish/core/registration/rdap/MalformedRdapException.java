package io.phish.core.registration.rdap;

import io.phish.PhishException;
import org.jspecify.annotations.Nullable;

/** A reply or a bootstrap file that cannot be read: cut, too large, or no such thing at all. */
public class MalformedRdapException extends PhishException {
  private static final long serialVersionUID = 1L;

  private final long offset;

  /**
   * A refusal.
   *
   * @param problem what is wrong
   * @param offset where, in octets of the reply (in UTF-16 units if it was given as text), not
   *     negative
   * @param cause null if there is none
   */
  MalformedRdapException(String problem, long offset, @Nullable Throwable cause) {
    super(problem + " at " + offset, cause);
    this.offset = offset;
  }

  /** Where it is wrong, in octets of the reply; in UTF-16 units if it was given as text. */
  public long offset() {
    return offset;
  }
}
