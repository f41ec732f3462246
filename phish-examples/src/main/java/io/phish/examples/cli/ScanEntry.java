package io.phish.examples.cli;

import io.phish.core.packages.PackageVerdict;
import io.phish.core.packages.manifest.Dependency;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A dependency and what was found out about it.
 *
 * @param verdict null for what is of the project itself, which nobody checks
 * @param ignored why it does not count, null if it does
 * @param fails whether the scan fails because of it
 */
record ScanEntry(
    Dependency dependency,
    @Nullable PackageVerdict verdict,
    IgnoreFile.@Nullable Rule ignored,
    boolean fails) {

  /** What to do about it, as the rules are named in reports. */
  String rule() {
    return verdict == null
        ? "local"
        : verdict.recommendation().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Why, in a sentence. */
  String message() {
    if (verdict == null) {
      return "is of the project itself";
    }
    return verdict.reasons().isEmpty()
        ? "nothing is known of it"
        : verdict.reasons().get(0).message();
  }

  /** Whether a report of findings has it. */
  boolean isFinding() {
    return verdict != null
        && switch (verdict.recommendation()) {
          case SUSPICIOUS, HIGH_RISK, NOT_FOUND -> true;
          case SAFE, UNKNOWN -> false;
        };
  }

  /** {@code file:line}. */
  String place() {
    return dependency.file() + (dependency.line() > 0 ? ":" + dependency.line() : "");
  }
}
