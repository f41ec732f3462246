package io.phish.examples.cli;

import io.phish.Verdict;
import io.phish.examples.json.Rejection;
import java.io.IOException;

/** Writes results into a buffer. Not safe for several threads. */
interface ResultPrinter {

  /**
   * Writes a verdict.
   *
   * @param input what was given, which may not be quite what was analysed
   */
  void verdict(String input, Verdict verdict) throws IOException;

  /** Writes that there is no verdict. */
  void rejected(Rejection rejection) throws IOException;
}
