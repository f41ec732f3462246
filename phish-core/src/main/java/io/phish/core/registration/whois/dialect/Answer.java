package io.phish.core.registration.whois.dialect;

import io.phish.core.registration.RegistrationState;

/** What a reply says that is no record; the first is preferred if a line says several. */
enum Answer {
  /** Says nothing of the domain. */
  NOTHING(RegistrationState.UNKNOWN),
  THROTTLED(RegistrationState.THROTTLED),
  RESERVED(RegistrationState.RESERVED),
  UNREGISTERED(RegistrationState.UNREGISTERED),
  REGISTERED(RegistrationState.REGISTERED);

  private final RegistrationState state;

  Answer(RegistrationState state) {
    this.state = state;
  }

  RegistrationState state() {
    return state;
  }
}
