package io.phish.redis;

import java.nio.charset.StandardCharsets;

/** Builds keys: {@code prefix:1:area:…}. */
final class RedisKeys {
  private final String root;

  RedisKeys(String prefix) {
    this.root = prefix + ":" + RedisOptions.SCHEMA_VERSION + ":";
  }

  /** Checks what becomes a part of keys: nothing in it may be a wild card, a tag or a separator. */
  static String checked(String part, String name) {
    if (part.isEmpty() || part.length() > 64) {
      throw new IllegalArgumentException(name + " '" + part + "' is not 1 to 64 characters");
    }
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      boolean plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!plain && "._-".indexOf(c) < 0) {
        throw new IllegalArgumentException(name + " '" + part + "' has '" + c + "' at " + i);
      }
    }
    return part;
  }

  /** What all keys of an area begin with, for example {@code phish:1:cache:}. */
  String area(String area) {
    return root + area + ":";
  }

  /** A key that may be on any node. */
  byte[] key(String area, String rest) {
    return octets(area(area) + rest);
  }

  /**
   * A key that is on one node with all others of the same tag: {@code phish:1:queue:{tag}:rest}.
   * What one script touches must share its tag.
   */
  byte[] tagged(String area, String tag, String rest) {
    return octets(area(area) + "{" + tag + "}:" + rest);
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
