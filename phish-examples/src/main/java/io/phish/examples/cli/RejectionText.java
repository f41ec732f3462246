package io.phish.examples.cli;

import io.phish.examples.json.Rejection;

/** Says to people why something was not analysed. */
final class RejectionText {
  private RejectionText() {}

  static void append(StringBuilder out, Palette palette, Rejection rejection) {
    out.append(palette.error("rejected"))
        .append("  ")
        .append(SafeText.shorten(rejection.value()))
        .append("\n  ")
        .append(SafeText.escape(rejection.message()))
        .append(palette.faint(" (" + rejection.code() + ")"))
        .append('\n');
  }
}
