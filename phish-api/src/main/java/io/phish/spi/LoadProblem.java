package io.phish.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An extension that was found and cannot be used.
 *
 * @param provider the class, or what is known of it
 * @param source the jar or folder it came from, or what is known of it
 * @param message what is wrong and what to do
 * @param cause null if there is none
 */
public record LoadProblem(
    String provider, String source, String message, @Nullable Throwable cause) {

  /** Checks for nulls. */
  public LoadProblem {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(message, "message");
  }

  /** Everything but the stack trace, on one line. */
  @Override
  public String toString() {
    return provider + " in " + source + ": " + message;
  }
}
