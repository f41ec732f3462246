package io.phish.spi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * What proves that a request belongs to a session: the secret in a cookie. 192 random bits, behind
 * a hash of the tenant. Stores keep the {@link #handle} alone, from which the secret cannot be had.
 */
public final class SessionToken {
  private static final int SECRET_OCTETS = 24;
  private static final int HASH_OCTETS = 16;
  private static final int TAG_LENGTH = 22;
  private static final int LENGTH = TAG_LENGTH + 1 + 32;

  private final String value;

  private SessionToken(String value) {
    this.value = value;
  }

  /** A new one. */
  public static SessionToken random(String tenant, SecureRandom random) {
    byte[] secret = new byte[SECRET_OCTETS];
    random.nextBytes(secret);
    return new SessionToken(tenantTag(tenant) + '.' + encode(secret));
  }

  /** What came with a request, empty if it cannot be a token. */
  public static Optional<SessionToken> parse(String text) {
    if (text.length() != LENGTH || text.charAt(TAG_LENGTH) != '.') {
      return Optional.empty();
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (i != TAG_LENGTH && !letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') {
        return Optional.empty();
      }
    }
    return Optional.of(new SessionToken(text));
  }

  /** What stands for a tenant in tokens and handles: 22 characters of base64url. */
  public static String tenantTag(String tenant) {
    return hash("tenant:" + tenant);
  }

  /** The secret: 55 characters of base64url and a full stop. For the cookie and nothing else. */
  public String value() {
    return value;
  }

  /** What the session is called where the secret is of no use: in stores, logs and lists. */
  public String handle() {
    return value.substring(0, TAG_LENGTH + 1) + hash("session:" + value);
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return encode(Arrays.copyOf(hash, HASH_OCTETS));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private static String encode(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof SessionToken other
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.US_ASCII),
            other.value.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** The handle, never the secret. */
  @Override
  public String toString() {
    return "SessionToken[" + handle() + "]";
  }
}
