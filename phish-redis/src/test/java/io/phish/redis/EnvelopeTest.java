package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
  private static final byte[] KEY = "phish:1:cache:key".getBytes(StandardCharsets.US_ASCII);
  private static final Instant EXPIRY = Instant.parse("2026-12-01T00:00:00.123Z");
  private static final ServerClock CLOCK = new ServerClock();

  private final SplittableRandom random = new SplittableRandom(20261121);

  private static @Nullable CacheEntry unwrap(byte[] key, byte[] value) {
    return Envelope.unwrap(key, ByteBuffer.wrap(value), CLOCK);
  }

  /** Some that deflate well, some that hardly do. */
  private byte[] octets(int length) {
    byte[] octets = new byte[length];
    int kinds = 1 << random.nextInt(9);
    for (int i = 0; i < length; i++) {
      octets[i] = (byte) random.nextInt(kinds);
    }
    return octets;
  }

  @Test
  void what_is_wrapped_is_unwrapped_whether_it_was_deflated_or_not() {
    for (int i = 0; i < 2_000; i++) {
      CacheEntry entry = new CacheEntry(octets(random.nextInt(3_000)), EXPIRY);
      int compressAbove = 64 + random.nextInt(3_000);
      byte[] value = Envelope.wrap(KEY, entry, CLOCK, compressAbove);
      assertThat(unwrap(KEY, value)).isEqualTo(entry);
      assertThat(value.length).isLessThanOrEqualTo(Envelope.HEADER + entry.value().length);

      // Where it was received from, it is in the middle of something else.
      ByteBuffer received = ByteBuffer.allocateDirect(value.length + 7);
      received.position(5).put(value).flip().position(5);
      assertThat(Envelope.unwrap(KEY, received, CLOCK)).isEqualTo(entry);
    }
  }

  @Test
  void keeps_entries_that_never_expire() {
    CacheEntry entry = new CacheEntry(new byte[] {1}, Instant.MAX);
    assertThat(unwrap(KEY, Envelope.wrap(KEY, entry, CLOCK, 64))).isEqualTo(entry);
  }

  @Test
  void a_value_that_was_changed_cut_or_lengthened_anywhere_is_none() {
    for (int i = 0; i < 300; i++) {
      CacheEntry entry = new CacheEntry(octets(random.nextInt(300)), EXPIRY);
      byte[] value = Envelope.wrap(KEY, entry, CLOCK, 64);
      byte[] changed = value.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(unwrap(KEY, changed)).isNull();
      assertThat(unwrap(KEY, Arrays.copyOf(value, random.nextInt(value.length)))).isNull();
      assertThat(unwrap(KEY, Arrays.copyOf(value, value.length + 1 + random.nextInt(9)))).isNull();
    }
  }

  @Test
  void a_value_of_another_key_or_of_somebody_else_is_none() {
    byte[] value = Envelope.wrap(KEY, new CacheEntry(octets(100), EXPIRY), CLOCK, 64);
    byte[] other = "phish:1:cache:other".getBytes(StandardCharsets.US_ASCII);
    assertThat(unwrap(other, value)).isNull();
    for (int i = 0; i < 2_000; i++) {
      byte[] foreign = new byte[random.nextInt(100)];
      random.nextBytes(foreign);
      assertThat(unwrap(KEY, foreign)).isNull();
    }
  }

  /** What only somebody who knows the format could write. */
  private static byte[] forged(int version, int flags, int length, byte[] octets) {
    byte[] value = new byte[Envelope.HEADER + octets.length];
    ByteBuffer.wrap(value)
        .put((byte) 'P')
        .put((byte) 'C')
        .put((byte) version)
        .put((byte) flags)
        .putInt(0)
        .putLong(EXPIRY.toEpochMilli())
        .putInt(length)
        .put(octets);
    CRC32C sum = new CRC32C();
    sum.update(KEY);
    sum.update(flags);
    sum.update(value, 8, value.length - 8);
    ByteBuffer.wrap(value).putInt(4, (int) sum.getValue());
    return value;
  }

  private static byte[] deflated(byte[] plain) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(plain);
    deflater.finish();
    byte[] room = new byte[plain.length + 64];
    int length = deflater.deflate(room);
    deflater.end();
    return Arrays.copyOf(room, length);
  }

  @Test
  void newer_versions_and_unknown_flags_are_none() {
    byte[] octets = {1, 2, 3};
    assertThat(unwrap(KEY, forged(1, 0, 3, octets))).isEqualTo(new CacheEntry(octets, EXPIRY));
    assertThat(unwrap(KEY, forged(2, 0, 3, octets))).isNull();
    assertThat(unwrap(KEY, forged(1, 2, 3, octets))).isNull();
    assertThat(unwrap(KEY, forged(1, 0x80, 3, octets))).isNull();
  }

  @Test
  void lengths_that_are_not_true_are_none() {
    byte[] octets = deflated(new byte[5_000]);
    assertThat(unwrap(KEY, forged(1, 1, 5_000, octets))).isNotNull();
    for (int length : new int[] {-1, 0, 1, 4_999, 5_001, 20_000, Integer.MAX_VALUE}) {
      assertThat(unwrap(KEY, forged(1, 1, length, octets))).as("%s", length).isNull();
      assertThat(unwrap(KEY, forged(1, 0, length, octets))).as("%s", length).isNull();
    }
    byte[] followed = Arrays.copyOf(octets, octets.length + 1);
    assertThat(unwrap(KEY, forged(1, 1, 5_000, followed))).isNull();
    assertThat(unwrap(KEY, forged(1, 1, 5_000, new byte[] {-1, -1, -1, -1, -1, -1}))).isNull();
  }

  @Test
  void bombs_are_not_inflated() {
    int length = Envelope.MAXIMUM + 1;
    assertThat(unwrap(KEY, forged(1, 1, length, deflated(new byte[length])))).isNull();
    // No room is taken for what so few octets cannot be.
    assertThat(unwrap(KEY, forged(1, 1, Envelope.MAXIMUM, new byte[100]))).isNull();
  }

  @Test
  void a_name_is_the_text_of_the_key() {
    CacheKeys keys = new CacheKeys("phish:1:cache:");
    for (int i = 0; i < 2_000; i++) {
      CacheKey key = new CacheKey("a.b@" + random.nextInt(), random.nextLong(), random.nextLong());
      assertThat(new String(keys.name(key), StandardCharsets.US_ASCII))
          .isEqualTo("phish:1:cache:" + key);
      assertThat(keys.key(keys.name(key))).isEqualTo(key);
    }
  }
}
