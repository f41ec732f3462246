package io.phish.core.registration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What came of a look-up.
 *
 * @param domain that was looked up, in A-labels and lower case
 * @param registration what is known of it; of an unknown state if nothing is
 * @param sources who stated each field of it; unmodifiable
 * @param attempts who was asked, in that order
 * @param elapsed from the call to the result
 */
public record RegistrationResult(
    String domain,
    Registration registration,
    Map<RegistrationField, String> sources,
    List<RegistrationAttempt> attempts,
    Duration elapsed) {

  /** Copies the collections. */
  public RegistrationResult {
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(registration, "registration");
    sources = Map.copyOf(sources);
    attempts = List.copyOf(attempts);
    Objects.requireNonNull(elapsed, "elapsed");
  }

  /** Whether somebody holds the domain. */
  public RegistrationState state() {
    return registration.state();
  }
}
