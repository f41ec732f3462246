package io.phish;

import org.jspecify.annotations.Nullable;

/** A detector that cannot be built as it was asked for; the message says what to change. */
public class ConfigurationException extends PhishException {
  private static final long serialVersionUID = 1L;

  /** A refusal. */
  public ConfigurationException(String message) {
    super(message, null);
  }

  /** A refusal with its cause. */
  public ConfigurationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
