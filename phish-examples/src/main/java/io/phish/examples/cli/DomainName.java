package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.InvalidSubjectException;
import io.phish.core.name.InvalidNameException;
import io.phish.core.registration.RegistrationLookup;
import java.io.IOException;

/** Names of domains on the command line, and what is said of those that are none. */
final class DomainName {

  private DomainName() {}

  /**
   * The domain that a name belongs to.
   *
   * @throws InvalidSubjectException if nobody may be asked for it
   */
  static String registered(String name) {
    return RegistrationLookup.registeredDomain(name);
  }

  /** A line for people. */
  static String complaint(String name, InvalidSubjectException e) {
    return "phish: "
        + SafeText.shorten(name)
        + ": "
        + SafeText.escape(String.valueOf(e.getMessage()));
  }

  /** The fields for machines. */
  static void writeFailure(String name, InvalidSubjectException e, JsonGenerator json)
      throws IOException {
    json.writeStringField("name", name);
    json.writeStringField("failure", e.getMessage());
    json.writeStringField(
        "code", e instanceof InvalidNameException named ? named.problem().id() : e.code().id());
    json.writeNumberField("offset", e.offset());
  }
}
