package io.phish.core.registration.whois.dialect;

/** What a line of a reply may state. */
enum Field {
  DOMAIN,
  ID,
  /** The name of a host object, of which nothing is wanted. */
  SERVER,
  CREATED,
  UPDATED,
  EXPIRES,
  REGISTRAR,
  IANA_ID,
  REGISTRAR_URL,
  ABUSE_EMAIL,
  ABUSE_PHONE,
  REFERRAL,
  NAMESERVER,
  STATUS,
  DNSSEC,
  ORGANIZATION,
  COUNTRY,
  /** The rest mean something by the part they stand in. */
  NAME,
  ORG,
  URL,
  EMAIL,
  PHONE,
  HOST;

  boolean isDate() {
    return this == CREATED || this == UPDATED || this == EXPIRES;
  }
}
