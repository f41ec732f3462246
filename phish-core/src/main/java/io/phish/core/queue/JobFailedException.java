package io.phish.core.queue;

import io.phish.PhishException;

/**
 * A {@link JobHandler} throws it for a job that cannot be done: trying again would be of no use.
 */
public final class JobFailedException extends PhishException {
  private static final long serialVersionUID = 1L;

  /** A failure. The message becomes the cause in the status of the job. */
  public JobFailedException(String message) {
    super(message, null);
  }

  /** A failure because of another. */
  public JobFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
