package io.phish.spi;

import io.phish.PhishException;
import org.jspecify.annotations.Nullable;

/** A look-up that failed, and whether asking again may help. */
public class ExtractionException extends PhishException {
  private static final long serialVersionUID = 1L;

  private final boolean isTransient;

  /**
   * A failure.
   *
   * @param isTransient whether the same question may be answered a moment later
   */
  public ExtractionException(String message, boolean isTransient, @Nullable Throwable cause) {
    super(message, cause);
    this.isTransient = isTransient;
  }

  /** Whether the same question may be answered a moment later. */
  public boolean isTransient() {
    return isTransient;
  }
}
