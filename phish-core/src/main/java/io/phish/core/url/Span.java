package io.phish.core.url;

/**
 * A piece of a text.
 *
 * @param start where it begins
 * @param end where it ends, exclusive
 */
public record Span(int start, int end) {

  /**
   * Checks that it is a piece.
   *
   * @throws IllegalArgumentException if it begins below 0 or ends before it begins
   */
  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("no span: " + start + " to " + end);
    }
  }

  /** The piece of a text. */
  public String of(String text) {
    return text.substring(start, end);
  }
}
