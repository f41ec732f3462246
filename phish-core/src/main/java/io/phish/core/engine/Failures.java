package io.phish.core.engine;

import io.phish.spi.ExtractionException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What can be said of other people's exceptions. */
final class Failures {
  private static final int MESSAGE_LENGTH = 200;

  private Failures() {}

  /** The exception inside the wrappers that futures put around it. */
  static Throwable unwrap(Throwable failure) {
    Throwable inner = failure;
    while ((inner instanceof CompletionException || inner instanceof ExecutionException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }

  /** Type and message on one bounded line; a message that itself throws is left out. */
  static String describe(Throwable failure) {
    String type = failure.getClass().getSimpleName();
    String message = message(failure);
    if (message == null || message.isBlank()) {
      return type;
    }
    int end = Math.min(message.length(), MESSAGE_LENGTH);
    StringBuilder line = new StringBuilder(type.length() + 2 + end).append(type).append(": ");
    for (int i = 0; i < end; i++) {
      char c = message.charAt(i);
      line.append(Character.isISOControl(c) ? ' ' : c);
    }
    return line.toString();
  }

  private static @Nullable String message(Throwable failure) {
    try {
      return failure.getMessage();
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** Whether the same question may be answered a moment later. */
  static boolean isTransient(Throwable failure) {
    return failure instanceof ExtractionException extraction
        ? extraction.isTransient()
        : failure instanceof IOException || failure instanceof TimeoutException;
  }
}
