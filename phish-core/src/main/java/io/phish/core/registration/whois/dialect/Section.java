package io.phish.core.registration.whois.dialect;

/** What a part of a reply is about. */
enum Section {
  /** The domain; what no heading or first key tells otherwise. */
  DOMAIN,
  /** Whoever holds it. */
  HOLDER,
  /** Others who have to do with it. */
  CONTACT,
  REGISTRAR,
  NAMESERVERS,
  /** The server, its terms and the like. */
  OTHER
}
