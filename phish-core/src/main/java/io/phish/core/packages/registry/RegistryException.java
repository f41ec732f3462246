package io.phish.core.packages.registry;

import io.phish.core.http.Lane;
import io.phish.core.http.LimitedBody;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why nothing is known: a sentence for people, which becomes the answer. */
final class RegistryException extends IOException {
  private static final long serialVersionUID = 1L;

  RegistryException(String message) {
    super(message);
  }

  RegistryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Whether a stage failed because there was too much to read. */
  static boolean isTooLarge(Throwable failure) {
    return Lane.unwrap(failure) instanceof RegistryException reason
        && reason.getCause() instanceof LimitedBody.TooLargeException;
  }
}
