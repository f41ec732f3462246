package io.phish.examples.cli;

import io.phish.core.packages.Missing;
import io.phish.core.packages.PackageReason;
import io.phish.core.packages.PackageVerdict;
import java.util.Locale;

/** Verdicts about packages as rows of a table. */
final class PackageText {

  private PackageText() {}

  /** Package, recommendation, score and the strongest reason. */
  static String[] row(PackageVerdict verdict) {
    Missing missing = verdict.missing();
    String recommendation =
        verdict.recommendation().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    PackageReason first = verdict.reasons().isEmpty() ? null : verdict.reasons().get(0);
    return new String[] {
      SafeText.shorten(verdict.id().toString()),
      missing == null ? recommendation : recommendation + " (" + missing.id() + ")",
      Double.isNaN(verdict.score()) ? "-" : String.format(Locale.ROOT, "%.2f", verdict.score()),
      first == null ? "nothing is known of it" : SafeText.shorten(first.message())
    };
  }
}
