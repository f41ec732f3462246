package io.phish.examples.cli;

/** What the process says when it ends; part of the command line's contract. */
final class ExitCode {
  /** Everything that was asked about is benign; of other commands, success. */
  static final int BENIGN = 0;

  /** Something is suspicious or phishing. */
  static final int FOUND = 1;

  /** The command line or the configuration is wrong; nothing was analysed. */
  static final int USAGE = 2;

  /** Something is unknown or was rejected, and nothing is worse. */
  static final int UNKNOWN = 3;

  /** The input could not be read or the output not be written; some results are missing. */
  static final int BROKEN = 4;

  /** Whoever reads the output has closed it; what a shell reports of a process ended by SIGPIPE. */
  static final int CLOSED_PIPE = 141;

  private ExitCode() {}
}
