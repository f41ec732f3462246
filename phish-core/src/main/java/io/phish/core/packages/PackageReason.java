package io.phish.core.packages;

import java.util.Objects;

/**
 * One thing that speaks for or against a package.
 *
 * @param code for machines, in lower-case kebab form: {@code resemblance}, {@code known-malicious},
 *     {@code young} …
 * @param weight how far it moves the log-odds of an attack; negative if it speaks for the package
 * @param message a sentence for people
 */
public record PackageReason(String code, double weight, String message) {

  /** Checks for nulls. */
  public PackageReason {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
  }
}
