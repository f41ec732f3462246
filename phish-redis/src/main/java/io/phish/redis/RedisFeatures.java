package io.phish.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a server can do, as it said when the connection was made.
 *
 * @param major version, of Redis or of Valkey; 0 if it does not say
 * @param minor the number after it
 * @param resp3 whether it speaks RESP3 with us, and so may send what was not asked for
 */
public record RedisFeatures(int major, int minor, boolean resp3) {

  /** Nothing is known. */
  static final RedisFeatures UNKNOWN = new RedisFeatures(0, 0, false);

  /** Whether the server knows the commands of a version. */
  public boolean atLeast(int major, int minor) {
    return this.major > major || (this.major == major && this.minor >= minor);
  }

  /** Reads the answer to {@code HELLO}: names and values by turns. */
  static RedisFeatures of(List<Object> hello) {
    String version = "";
    boolean resp3 = false;
    for (int i = 0; i + 1 < hello.size(); i += 2) {
      if (!(hello.get(i) instanceof byte[] name)) {
        continue;
      }
      Object value = hello.get(i + 1);
      switch (new String(name, StandardCharsets.US_ASCII)) {
        case "version" -> {
          if (value instanceof byte[] text) {
            version = new String(text, StandardCharsets.US_ASCII);
          }
        }
        case "proto" -> resp3 = value instanceof Long number && number >= 3;
        default -> {}
      }
    }
    int dot = version.indexOf('.');
    return new RedisFeatures(number(version, 0), dot < 0 ? 0 : number(version, dot + 1), resp3);
  }

  private static int number(String text, int from) {
    int number = 0;
    for (int i = from; i < text.length() && i < from + 4; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      number = 10 * number + digit;
    }
    return number;
  }
}
