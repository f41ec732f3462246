package io.phish.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A script in Lua that is run by its hash, and sent only to a server that does not have it.
 *
 * @param source the script
 * @param hash its SHA-1 in lower-case hexadecimal digits, which is what the server calls it
 */
@SuppressWarnings("ArrayRecordComponent") // nobody writes into it or compares scripts
record RedisScript(byte[] source, String hash) {

  /** A script. */
  static RedisScript of(String source) {
    byte[] octets = source.getBytes(StandardCharsets.UTF_8);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(octets);
      return new RedisScript(octets, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }
}
