package io.phish.core.name;

import io.phish.InvalidSubjectException;
import java.util.Locale;
import java.util.Objects;

/** A name that cannot be looked up, with the place and the reason. */
public final class InvalidNameException extends InvalidSubjectException {
  private static final long serialVersionUID = 1L;

  /** Why a name is refused: finer than the {@linkplain Code code}. */
  public enum Problem {
    /** There is nothing in it but dots and white space. */
    EMPTY(Code.EMPTY),
    /** More than 253 octets in A-labels, which is 255 on the wire (RFC 1035, section 2.3.4). */
    NAME_TOO_LONG(Code.TOO_LONG),
    /** A label of more than 63 octets (RFC 1035, section 2.3.4). */
    LABEL_TOO_LONG(Code.TOO_LONG),
    /** Two dots in a row, or one at the start. */
    EMPTY_LABEL(Code.INVALID_NAME),
    /** Half a surrogate pair. */
    UNPAIRED_SURROGATE(Code.UNPAIRED_SURROGATE),
    /** A control character. */
    CONTROL_CHARACTER(Code.CONTROL_CHARACTER),
    /** A character that no host has (URL Standard, "forbidden domain code point"). */
    FORBIDDEN_CHARACTER(Code.INVALID_HOST),
    /** No internationalised name by UTS 46, in Unicode or in Punycode. */
    INVALID_IDN(Code.INVALID_NAME),
    /** An IP address, or what ends in a number and can be nothing else. */
    IP_ADDRESS(Code.INVALID_HOST),
    /** A name of the reverse tree: it stands for an address (RFC 1035, section 3.5; RFC 3596). */
    REVERSE_NAME(Code.INVALID_NAME),
    /** A name of {@linkplain SpecialUse special use}, where it has to be looked up. */
    SPECIAL_USE(Code.INVALID_NAME);

    private final Code code;

    Problem(Code code) {
      this.code = code;
    }

    /** The problem in lower-case kebab form, as it stands in JSON. */
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Problem problem;

  InvalidNameException(Problem problem, int offset, String message) {
    super("domain", problem.code, offset, message);
    this.problem = Objects.requireNonNull(problem, "problem");
  }

  /** The reason. */
  public Problem problem() {
    return problem;
  }
}
