package io.phish.core.registration.whois;

import java.time.Duration;
import java.util.Objects;

/**
 * An attempt that came to nothing.
 *
 * @param server that was asked or should have been, as {@code host} or {@code host:port}
 * @param reason why
 * @param message what happened
 * @param elapsed how long the attempt took, nothing if none was made
 */
public record WhoisFailure(
    String server, WhoisException.Reason reason, String message, Duration elapsed) {

  /** Checks that nothing is missing. */
  public WhoisFailure {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(elapsed, "elapsed");
  }
}
