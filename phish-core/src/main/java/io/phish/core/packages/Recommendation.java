package io.phish.core.packages;

/** What to do about a package. */
public enum Recommendation {
  /** It is known, and nothing speaks against it. */
  SAFE,
  /** Something speaks against it: a person should look. */
  SUSPICIOUS,
  /** Do not install it. */
  HIGH_RISK,
  /** The registry has no such package: somebody could still register it. */
  NOT_FOUND,
  /** Nothing could be learnt. Never to be read as safe. */
  UNKNOWN
}
