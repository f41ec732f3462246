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
 * 4   CRC-32C   of the key, the flags and all below
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

  /** No honest value is longer: what an attacker deflated a thousandfold is not inflated. */
  static final int MAXIMUM = 16 << 20;

  private static final short MAGIC = 'P' << 8 | 'C';
  private static final byte VERSION = 1;
  private static final byte DEFLATED = 1;
  private static final int SUM = 4;

  /** What an octet that was deflated can stand for at most (zlib's technical details). */
  private static final long MAXIMUM_RATIO = 1_032;

  private Envelope() {}

  /**
   * Wraps an entry.
   *
   * @param compressAbove above how many octets they are deflated, if that helps
   */
  static byte[] wrap(byte[] key, CacheEntry entry, ServerClock clock, int compressAbove) {
    byte[] plain = entry.value();
    byte @Nullable [] deflated =
        plain.length > compressAbove && plain.length <= MAXIMUM ? deflated(plain) : null;
    byte[] octets = deflated == null ? plain : deflated;
    byte flags = deflated == null ? 0 : DEFLATED;
    byte[] value = new byte[HEADER + octets.length];
    long expiry = millis(entry.expiresAt());
    ByteBuffer buffer = ByteBuffer.wrap(value);
    buffer
        .putShort(MAGIC)
        .put(VERSION)
        .put(flags)
        .putInt(0)
        .putLong(expiry == Long.MAX_VALUE ? expiry : expiry + clock.aheadMillis())
        .putInt(plain.length)
        .put(octets)
        .flip();
    buffer.putInt(SUM, sum(key, flags, buffer));
    return value;
  }

  /**
   * The entry in a value, or null if it is foreign, newer or corrupt.
   *
   * @param value is read to its end, and not kept
   */
  static @Nullable CacheEntry unwrap(byte[] key, ByteBuffer value, ServerClock clock) {
    if (value.remaining() < HEADER) {
      return null;
    }
    int from = value.position();
    if (value.getShort(from) != MAGIC || value.get(from + 2) != VERSION) {
      return null;
    }
    byte flags = value.get(from + 3);
    int sum = value.getInt(from + SUM);
    long expiry = value.getLong(from + 8);
    int length = value.getInt(from + 16);
    if ((flags & ~DEFLATED) != 0 || sum != sum(key, flags, value)) {
      return null;
    }
    value.position(from + HEADER);
    byte @Nullable [] octets =
        (flags & DEFLATED) == 0 ? plain(value, length) : inflated(value, length);
    return octets == null
        ? null
        : new CacheEntry(
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

  /** Leaves the value at its end. */
  private static int sum(byte[] key, byte flags, ByteBuffer value) {
    CRC32C sum = new CRC32C();
    sum.update(key);
    sum.update(flags);
    sum.update(value.position(value.position() + SUM + Integer.BYTES));
    return (int) sum.getValue();
  }

  private static byte @Nullable [] plain(ByteBuffer octets, int length) {
    if (octets.remaining() != length) {
      return null;
    }
    byte[] plain = new byte[length];
    octets.get(plain);
    return plain;
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

  /** Null if it is not of this very length. No more room is taken than that. */
  private static byte @Nullable [] inflated(ByteBuffer octets, int length) {
    if (length < 0 || length > MAXIMUM || length > MAXIMUM_RATIO * octets.remaining()) {
      return null;
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(octets);
      byte[] plain = new byte[length];
      int inflated = inflater.inflate(plain);
      boolean isWhole = inflated == length && inflater.inflate(new byte[1]) == 0;
      return isWhole && inflater.finished() && inflater.getRemaining() == 0 ? plain : null;
    } catch (DataFormatException e) {
      return null;
    } finally {
      inflater.end();
    }
  }
}
