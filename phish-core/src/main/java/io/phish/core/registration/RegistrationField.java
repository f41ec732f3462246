package io.phish.core.registration;

import java.util.Locale;

/** The parts of a {@link Registration} that may come from different sources. */
public enum RegistrationField {
  /** {@link Registration#state}. */
  STATE,
  /** {@link Registration#domain}. */
  DOMAIN,
  /** {@link Registration#id}. */
  ID,
  /** {@link Registration#created}. */
  CREATED,
  /** {@link Registration#updated}. */
  UPDATED,
  /** {@link Registration#expires}. */
  EXPIRES,
  /** {@link Registrar#name}. */
  REGISTRAR_NAME,
  /** {@link Registrar#ianaId}. */
  REGISTRAR_IANA_ID,
  /** {@link Registrar#url}. */
  REGISTRAR_URL,
  /** {@link Registrar#abuseEmail}. */
  ABUSE_EMAIL,
  /** {@link Registrar#abusePhone}. */
  ABUSE_PHONE,
  /** {@link Registration#nameservers}. */
  NAMESERVERS,
  /** {@link Registration#statuses}. */
  STATUSES,
  /** {@link Registration#signed}. */
  SIGNED,
  /** {@link Registration#registrantOrganization}. */
  REGISTRANT_ORGANIZATION,
  /** {@link Registration#registrantCountry}. */
  REGISTRANT_COUNTRY,
  /** {@link Registration#hidden}. */
  HIDDEN,
  /** {@link Registration#referral}. */
  REFERRAL;

  /** The field in lower case with underscores, as it stands in JSON. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
