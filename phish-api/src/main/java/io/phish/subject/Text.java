package io.phish.subject;

import io.phish.InvalidSubjectException;

/**
 * Plain text.
 *
 * @param value the text
 */
public record Text(String value) implements Subject {
  /** In UTF-16 units. */
  public static final int MAX_LENGTH = 1 << 20;

  private static final String KIND = "text";

  /**
   * Checks length and encoding.
   *
   * @throws InvalidSubjectException see {@link Subject#text}
   */
  public Text {
    SubjectText.require(KIND, "text", value, MAX_LENGTH);
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
