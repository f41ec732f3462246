package io.phish.examples.cli;

import io.phish.Verdict;
import io.phish.examples.json.Rejection;
import io.phish.examples.json.VerdictJson;
import java.io.IOException;
import java.io.OutputStream;

/** One JSON object a line. */
final class JsonPrinter implements ResultPrinter {
  private final VerdictJson json;

  JsonPrinter(OutputStream buffer) {
    this.json = new VerdictJson(buffer);
  }

  @Override
  public void verdict(String input, Verdict verdict) throws IOException {
    json.write(verdict);
    json.flush();
  }

  @Override
  public void rejected(Rejection rejection) throws IOException {
    json.write(rejection);
    json.flush();
  }
}
