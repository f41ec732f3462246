package io.phish.spi;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/**
 * A key: a readable space and the hash of the rest, so that no address or text is stored in clear.
 *
 * @param space whose key it is: an extractor's id and version; at most 128 characters from {@code
 *     [A-Za-z0-9._:@+-]}
 * @param high the first eight octets of the hash
 * @param low the next eight
 */
public record CacheKey(String space, long high, long low) {

  /**
   * Checks the space.
   *
   * @throws IllegalArgumentException if it is malformed
   */
  public CacheKey {
    Objects.requireNonNull(space, "space");
    if (space.isEmpty() || space.length() > 128) {
      throw new IllegalArgumentException("space '" + space + "' is not 1 to 128 characters");
    }
    for (int i = 0; i < space.length(); i++) {
      char c = space.charAt(i);
      boolean plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!plain && "._:@+-".indexOf(c) < 0) {
        throw new IllegalArgumentException("space '" + space + "' has '" + c + "' at " + i);
      }
    }
  }

  /** The key of a text: the first 128 bits of its SHA-256. */
  public static CacheKey of(String space, String text) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    return new CacheKey(space, hash.getLong(), hash.getLong());
  }

  /** {@code space:hash}, the hash as 32 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(space.length() + 33).append(space).append(':');
    return hex(hex(text, high), low).toString();
  }

  private static StringBuilder hex(StringBuilder text, long bits) {
    for (int shift = 60; shift >= 0; shift -= 4) {
      text.append(Character.forDigit((int) (bits >>> shift) & 0xF, 16));
    }
    return text;
  }
}
