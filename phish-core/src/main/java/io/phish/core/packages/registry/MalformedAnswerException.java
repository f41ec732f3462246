package io.phish.core.packages.registry;

import java.io.IOException;

/** An answer that makes no sense. The message says what and where, and quotes nothing of it. */
final class MalformedAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedAnswerException(String message) {
    super(message);
  }
}
