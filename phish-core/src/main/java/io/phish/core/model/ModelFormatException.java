package io.phish.core.model;

import io.phish.PhishException;
import org.jspecify.annotations.Nullable;

/** A model that cannot be read: cut, altered, of a newer format or not one of ours at all. */
public class ModelFormatException extends PhishException {
  private static final long serialVersionUID = 1L;

  private final String source;
  private final long offset;

  /**
   * A refusal.
   *
   * @param source which file or resource, as the caller named it
   * @param unit what the offset counts, {@code byte} or {@code line}
   * @param offset where the problem is, not negative
   * @param problem what is wrong there
   * @param cause null if there is none
   */
  ModelFormatException(
      String source, String unit, long offset, String problem, @Nullable Throwable cause) {
    super("model " + source + ", " + unit + ' ' + offset + ": " + problem, cause);
    this.source = source;
    this.offset = offset;
  }

  /** Which file or resource, as the caller named it. */
  public String source() {
    return source;
  }

  /** Where: a byte of a binary file (from 0), a line of a text file (from 1). */
  public long offset() {
    return offset;
  }
}
