package io.phish.core.registration.whois;

import io.phish.core.registration.Registration;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What the servers of a domain said.
 *
 * @param domain that was asked for, in A-labels and lower case
 * @param answers from the registry to the registrar, at least one
 * @param failures of attempts that came to nothing, in order
 * @param elapsed from the call to the result, waiting for a server's limit included
 */
public record WhoisResult(
    String domain, List<WhoisAnswer> answers, List<WhoisFailure> failures, Duration elapsed) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is no answer
   */
  public WhoisResult {
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(elapsed, "elapsed");
    answers = List.copyOf(answers);
    failures = List.copyOf(failures);
    if (answers.isEmpty()) {
      throw new IllegalArgumentException("there is no answer");
    }
  }

  /** What the registry said, which alone knows whether the domain is registered. */
  public Registration registry() {
    return answers.get(0).registration();
  }
}
