package io.phish.subject;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A mail as it came over the wire (RFC 5322).
 *
 * @param value the octets of the message, each as the character of the same number (ISO 8859-1), so
 *     that nothing is lost before the real character sets are known
 */
public record Email(String value) implements Subject {
  /** In octets. */
  public static final int MAX_LENGTH = 64 << 20;

  private static final String KIND = "email";

  /**
   * Checks length and range.
   *
   * @throws InvalidSubjectException see {@link Subject#email}; also if a character is above U+00FF
   */
  public Email {
    SubjectText.require(KIND, "email", value, MAX_LENGTH);
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) > 0xFF) {
        throw new InvalidSubjectException(
            KIND,
            Code.NOT_OCTETS,
            i,
            "email has a character above U+00FF at " + i + "; pass the octets of the message");
      }
    }
  }

  /** The message with these octets, which are copied. */
  public static Email of(byte[] message) {
    Objects.requireNonNull(message, "message");
    return new Email(new String(message, StandardCharsets.ISO_8859_1));
  }

  /** A copy of the octets of the message. */
  public byte[] octets() {
    return value.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** The size only: mails are private. */
  @Override
  public String display() {
    return "mail of " + value.length() + " octets";
  }

  @Override
  public String toString() {
    return display();
  }
}
