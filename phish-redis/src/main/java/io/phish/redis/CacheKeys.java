package io.phish.redis;

import io.phish.spi.CacheKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What keys are called in Redis, and back. */
final class CacheKeys {
  private static final int HASH = 32;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final String root;
  private final byte[] rootOctets;

  /** Names that begin with this, nothing in which is a wild card. */
  CacheKeys(String root) {
    this.root = root;
    this.rootOctets = root.getBytes(StandardCharsets.US_ASCII);
  }

  /** What all names begin with. */
  String root() {
    return root;
  }

  /** What all names match. */
  String pattern() {
    return root + "*";
  }

  /** The name of a key: what all begin with, and the key's own text. */
  @SuppressWarnings("deprecation") // there is nothing but ASCII in a space
  byte[] name(CacheKey key) {
    String space = key.space();
    int at = rootOctets.length;
    byte[] name = new byte[at + space.length() + 1 + HASH];
    System.arraycopy(rootOctets, 0, name, 0, at);
    space.getBytes(0, space.length(), name, at);
    at += space.length();
    name[at++] = ':';
    LONGS.set(name, at, digits(key.high() >>> 32));
    LONGS.set(name, at + 8, digits(key.high()));
    LONGS.set(name, at + 16, digits(key.low() >>> 32));
    LONGS.set(name, at + 24, digits(key.low()));
    return name;
  }

  /**
   * Eight hexadecimal digits of the lower half, all at once: one by one they took a fifth of the
   * time of a batch.
   */
  private static long digits(long bits) {
    long half = bits & 0xFFFF_FFFFL;
    half = (half | half << 16) & 0x0000_FFFF_0000_FFFFL;
    half = (half | half << 8) & 0x00FF_00FF_00FF_00FFL;
    half = (half | half << 4) & 0x0F0F_0F0F_0F0F_0F0FL;
    long isLetter = ((half + 0x0606_0606_0606_0606L) >>> 4) & 0x0101_0101_0101_0101L;
    return half + 0x3030_3030_3030_3030L + isLetter * ('a' - '0' - 10);
  }

  /** The key of a name; null if it is not one of ours. */
  @Nullable CacheKey key(byte[] name) {
    String text = new String(name, StandardCharsets.ISO_8859_1);
    int colon = text.lastIndexOf(':');
    if (!text.startsWith(root) || colon <= root.length() || text.length() - colon != HASH + 1) {
      return null;
    }
    int middle = colon + 1 + HASH / 2;
    try {
      return new CacheKey(
          text.substring(root.length(), colon),
          Long.parseUnsignedLong(text, colon + 1, middle, 16),
          Long.parseUnsignedLong(text, middle, text.length(), 16));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
