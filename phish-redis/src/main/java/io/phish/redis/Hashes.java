package io.phish.redis;

import io.phish.spi.SessionToken;

/** What stands in keys for names that may be private, or contain anything. */
final class Hashes {
  private Hashes() {}

  /** 22 characters of base64url: half of a SHA-256. */
  static String of(String name) {
    return SessionToken.tenantTag(name);
  }
}
