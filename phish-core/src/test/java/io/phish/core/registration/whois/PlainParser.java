package io.phish.core.registration.whois;

import io.phish.core.registration.Registration;
import io.phish.core.registration.RegistrationState;

/** Reads what the servers of the tests write: a state, and perhaps a line that refers. */
final class PlainParser {
  private PlainParser() {}

  static Registration parse(WhoisReply reply) {
    String text = reply.text();
    if (text.contains("limit exceeded")) {
      return Registration.of(RegistrationState.THROTTLED);
    }
    if (text.contains("No match")) {
      return Registration.of(RegistrationState.UNREGISTERED);
    }
    int refer = text.indexOf("refer: ");
    String referral = refer < 0 ? null : text.substring(refer + 7, text.indexOf('\n', refer));
    return Registration.builder(RegistrationState.REGISTERED).referral(referral).build();
  }
}
