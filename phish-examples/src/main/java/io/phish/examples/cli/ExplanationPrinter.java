package io.phish.examples.cli;

import io.phish.Verdict;
import io.phish.core.url.UrlExplanation;
import io.phish.examples.json.Rejection;
import java.io.IOException;

/** Prints explanations, each at once. */
interface ExplanationPrinter {

  /**
   * A URL that was analysed.
   *
   * @param prior the share of phishing that both hold for
   */
  void explanation(String url, Verdict verdict, UrlExplanation explanation, double prior)
      throws IOException;

  /** One that could not be. */
  void rejected(Rejection rejection) throws IOException;
}
