package io.phish;

import java.util.Locale;
import java.util.Objects;

/** A subject that cannot be analysed, with the place and the reason. */
public class InvalidSubjectException extends PhishException {
  private static final long serialVersionUID = 1L;

  /** Why a subject is refused. */
  public enum Code {
    /** Nothing in it but white space and control characters. */
    EMPTY,
    /** Longer than the limit of its kind, or nested too deep. */
    TOO_LONG,
    /** Half a surrogate pair: not Unicode text. */
    UNPAIRED_SURROGATE,
    /** A control character where none can stand. */
    CONTROL_CHARACTER,
    /** A mail given as decoded text rather than as octets. */
    NOT_OCTETS,
    /** A relative reference. */
    NO_SCHEME,
    /** A scheme that names no host: {@code javascript:}, {@code data:} …. */
    UNSUPPORTED_SCHEME,
    /** A host that no resolver would be asked for. */
    INVALID_HOST,
    /** A port that is no number from 0 to 65535. */
    INVALID_PORT,
    /** A name with characters that its registry does not have. */
    INVALID_NAME,
    /** Anything else that cannot be parsed. */
    MALFORMED;

    /** The code in lower-case kebab form, as it stands in JSON. */
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final String kind;
  private final Code code;
  private final int offset;

  /**
   * A refusal.
   *
   * @param kind the kind of subject, as {@link io.phish.subject.Subject#kind}
   * @param code the reason
   * @param offset where, in UTF-16 units from the start of the value, not negative
   * @param message what is wrong and what to do, without the whole value
   */
  public InvalidSubjectException(String kind, Code code, int offset, String message) {
    super(message, null);
    this.kind = Objects.requireNonNull(kind, "kind");
    this.code = Objects.requireNonNull(code, "code");
    if (offset < 0) {
      throw new IllegalArgumentException("offset " + offset + " is negative");
    }
    this.offset = offset;
  }

  /** The kind of subject. */
  public String kind() {
    return kind;
  }

  /** The reason. */
  public Code code() {
    return code;
  }

  /** Where, in UTF-16 units from the start of the value. */
  public int offset() {
    return offset;
  }
}
