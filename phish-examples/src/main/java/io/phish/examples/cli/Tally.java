package io.phish.examples.cli;

import io.phish.Label;

/** Counts what came of a run. Written by one thread at a time, read when the run has ended. */
final class Tally {
  private long found;
  private long unknown;
  private long rejected;
  private long total;

  void verdict(Label label) {
    total++;
    switch (label) {
      case PHISHING, SUSPICIOUS -> found++;
      case UNKNOWN -> unknown++;
      case BENIGN -> {}
    }
  }

  void rejected() {
    total++;
    rejected++;
  }

  int exitCode() {
    if (found > 0) {
      return ExitCode.FOUND;
    }
    return unknown + rejected > 0 ? ExitCode.UNKNOWN : ExitCode.BENIGN;
  }

  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "%,d analysed: %,d suspicious or phishing, %,d unknown, %,d rejected",
        total,
        found,
        unknown,
        rejected);
  }
}
