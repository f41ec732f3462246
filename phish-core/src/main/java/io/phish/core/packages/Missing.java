package io.phish.core.packages;

import java.util.Locale;

/** Why a package that is not in the registry matters. */
public enum Missing {
  /** It looks like a popular one: a slip, or a name that waits for somebody to take it. */
  NEAR_POPULAR,
  /** Language models are known to invent it. */
  KNOWN_HALLUCINATED,
  /** It was there and was taken down. */
  TOMBSTONE,
  /** Its scope or group is private: dependency confusion if somebody takes it in public. */
  PRIVATE_SCOPE,
  /** None of these. */
  UNREGISTERED;

  /** The reason in lower-case kebab form, as it stands in JSON. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
