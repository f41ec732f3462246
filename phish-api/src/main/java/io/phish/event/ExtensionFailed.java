package io.phish.event;

import java.util.Objects;

/**
 * Somebody's code misbehaved: a listener or combiner threw, a model or cache store failed, a hook
 * could not be run. The analysis went on without it. What extractors do is in their reports
 * instead.
 *
 * @param extension what it is, for example {@code model of acme.age}
 * @param problem what it did, for example {@code failed}
 * @param cause the exception
 */
public record ExtensionFailed(String extension, String problem, Throwable cause) {

  /** Checks for nulls. */
  public ExtensionFailed {
    Objects.requireNonNull(extension, "extension");
    Objects.requireNonNull(problem, "problem");
    Objects.requireNonNull(cause, "cause");
  }
}
