package io.phish;

import org.jspecify.annotations.Nullable;

/** What every exception of this library extends. */
public class PhishException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with a message that says what to do, and the cause if there is one. */
  public PhishException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
