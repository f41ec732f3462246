package io.phish.core.registration.whois.dialect;

/** What comes first in a date of numbers that ends with the year. */
enum DateOrder {
  DAY,
  MONTH,
  /** Not known: a date that could be read both ways is not read. */
  UNKNOWN
}
