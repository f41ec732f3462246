package io.phish.core.registration.whois;

import io.phish.core.registration.Registration;
import java.time.Duration;
import java.util.Objects;

/**
 * What one server said.
 *
 * @param reply as written
 * @param registration as understood
 * @param elapsed from the first packet to the end of the reply
 */
public record WhoisAnswer(WhoisReply reply, Registration registration, Duration elapsed) {

  /** Checks that nothing is missing. */
  public WhoisAnswer {
    Objects.requireNonNull(reply, "reply");
    Objects.requireNonNull(registration, "registration");
    Objects.requireNonNull(elapsed, "elapsed");
  }
}
