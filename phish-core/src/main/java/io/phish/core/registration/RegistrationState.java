package io.phish.core.registration;

/** Whether somebody holds a domain. Five different answers: none stands for another. */
public enum RegistrationState {
  /** Somebody holds it. */
  REGISTERED,
  /** Nobody holds it. */
  UNREGISTERED,
  /** Nobody holds it and not everybody may: the registry keeps or blocks the name. */
  RESERVED,
  /** The server answers no more questions for now, which says nothing of the domain. */
  THROTTLED,
  /** Nobody could say. */
  UNKNOWN
}
