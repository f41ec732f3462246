package io.phish.examples.cli;

import io.phish.core.registration.Registration;
import io.phish.core.registration.whois.WhoisException;
import io.phish.core.registration.whois.WhoisResult;
import java.io.IOException;

/** Writes what WHOIS servers said of a name. */
interface WhoisPrinter {

  /**
   * Writes an answer.
   *
   * @param merged what all servers said together
   */
  void answered(String name, WhoisResult result, Registration merged) throws IOException;

  /** Writes that there is none. */
  void failed(String name, WhoisException failure) throws IOException;
}
