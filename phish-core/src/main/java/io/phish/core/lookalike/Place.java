package io.phish.core.lookalike;

/** Where in a URL a name stands that looks like another. */
enum Place {
  /** The label that somebody registered, or all of the host. */
  NAME,
  /** A word of that label between hyphens. */
  WORD,
  /** A label before it. */
  SUBDOMAIN,
  PATH
}
