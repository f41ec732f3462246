package io.phish.core.packages.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Base64 of text. */
final class Encodings {
  private Encodings() {}

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What stands behind.
   *
   * @throws IllegalArgumentException if it is not base64
   */
  static String unbase64(String text) {
    try {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the password is not in base64");
    }
  }
}
