package io.phish.redis;

import io.phish.spi.CacheEntry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * What a value looks like in Redis:
 *
 * <pre>
 * 0   'P' 'C'   whose it is
 * 2   1         version of this format
 * 3   flags     1: the octets are deflated; others are not known
 * 4   CRC-32C   of the key, of what is above and of all below
 * 8   expiry    in milliseconds since 1970 by the server's clock; the greatest number for never
 * 16  length    before it was deflated
 * 20  octets
 * </pre>
 *
 * <p>The key is part of the sum, so that a value that somebody renamed or copied is not taken for
 * the other key's.
 */
final class Envelope {
  static final int HEADER = 20;

  private static final short MAGIC = 'P' << 8 | 'C';
  private static final byte VERSION = 1;
  private static final byte DEFLATED = 1;
  private static final int SUM = 4;

  /** No honest value is longer: what an attacker deflated a thousandfold is not inflated. */
  private static final int MAXIMUM = 16 << 20;

  private Envelope() {}

  /**
   * Wraps an entry.
   *
   * @param compressAbove from how many octets on they are deflated, if that helps
   */
  static byte[] wrap(byte[] key, CacheEntry entry, ServerClock clock, int compressAbove) {
    byte[] plain = entry.value();
    byte @Nullable [] deflated = plain.length > compressAbove ? deflated(plain) : null;
    byte[] octets = deflated == null ? plain : deflated;
    byte[] value = new byte[HEADER + octets.length];
    long expiry = millis(entry.expiresAt());
    ByteBuffer.wrap(value)
        .putShort(MAGIC)
        .put(VERSION)
        .put(deflated == null ? 0 : DEFLATED)
        .putInt(0)
        .putLong(expiry == Long.MAX_VALUE ? expiry : expiry + clock.aheadMillis())
        .putInt(plain.length)
        .put(octets);
    ByteBuffer.wrap(value).putInt(SUM, sum(key, value));
    return value;
  }

  /** The entry in a value, or null if it is foreign, newer or corrupt. */
  static @Nullable CacheEntry unwrap(byte[] key, byte[] value, ServerClock clock) {
    if (value.length < HEADER) {
      return null;
    }
    ByteBuffer buffer = ByteBuffer.wrap(value);
    if (buffer.getShort() != MAGIC || buffer.get() != VERSION) {
      return null;
    }
    byte flags = buffer.get();
    if ((flags & ~DEFLATED) != 0 || buffer.getInt() != sum(key, value)) {
      return null;
    }
    long expiry = buffer.getLong();
    int length = buffer.getInt();
    byte[] octets = Arrays.copyOfRange(value, HEADER, value.length);
    if ((flags & DEFLATED) != 0) {
      octets = length < 0 || length > MAXIMUM ? null : inflated(octets, length);
    }
    if (octets == null || octets.length != length) {
      return null;
    }
    return new CacheEntry(
        octets,
        expiry == Long.MAX_VALUE
            ? Instant.MAX
            : Instant.ofEpochMilli(expiry - clock.aheadMillis()));
  }

  /** Rounded down; as far as milliseconds go. */
  static long millis(Instant instant) {
    try {
      return instant.toEpochMilli();
    } catch (ArithmeticException e) {
      return instant.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  private static int sum(byte[] key, byte[] value) {
    CRC32C sum = new CRC32C();
    sum.update(key);
    sum.update(value, 0, SUM);
    sum.update(value, SUM + Integer.BYTES, value.length - SUM - Integer.BYTES);
    return (int) sum.getValue();
  }

  /** Null if that does not make it shorter. */
  private static byte @Nullable [] deflated(byte[] plain) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(plain);
      deflater.finish();
      byte[] room = new byte[plain.length];
      int length = deflater.deflate(room);
      return deflater.finished() && length < plain.length ? Arrays.copyOf(room, length) : null;
    } finally {
      deflater.end();
    }
  }

  private static byte @Nullable [] inflated(byte[] octets, int length) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(octets);
      byte[] plain = new byte[length];
      int inflated = inflater.inflate(plain);
      return inflated == length ? plain : null;
    } catch (DataFormatException e) {
      return null;
    } finally {
      inflater.end();
    }
  }
}
