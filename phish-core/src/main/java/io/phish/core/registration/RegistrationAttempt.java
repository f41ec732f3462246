package io.phish.core.registration;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who was asked, or should have been.
 *
 * @param protocol how
 * @param source who: a URL or a server
 * @param elapsed how long it took, waiting for its turn included
 * @param state what the answer says, {@link RegistrationState#UNKNOWN} if there is none
 * @param problem why there is no answer, for people; null if there is one
 */
public record RegistrationAttempt(
    Protocol protocol,
    String source,
    Duration elapsed,
    RegistrationState state,
    @Nullable String problem) {

  /** Checks for nulls. */
  public RegistrationAttempt {
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(elapsed, "elapsed");
    Objects.requireNonNull(state, "state");
  }

  /** How servers are asked. */
  public enum Protocol {
    /** RFC 9082. */
    RDAP,
    /** RFC 3912. */
    WHOIS
  }
}
