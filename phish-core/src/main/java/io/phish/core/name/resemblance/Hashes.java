package io.phish.core.name.resemblance;

/**
 * Hashes of all parts of a text, and of what is left when characters are taken away, each in a few
 * multiplications: a polynomial in an odd base modulo 2⁶⁴. Who makes two texts with one hash gains
 * nothing but a comparison that fails.
 */
final class Hashes {
  private static final long BASE = 0x9E3779B97F4A7C15L;
  private static final long[] POWERS = powers(1_024);

  private final long[] heads;
  private final int length;

  Hashes(CharSequence text) {
    length = Math.min(text.length(), POWERS.length - 1);
    heads = new long[length + 1];
    for (int i = 0; i < length; i++) {
      heads[i + 1] = heads[i] * BASE + text.charAt(i) + 1;
    }
  }

  /** The hash of a whole text. */
  static long of(CharSequence text) {
    long hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = hash * BASE + text.charAt(i) + 1;
    }
    return hash;
  }

  long part(int from, int to) {
    return heads[to] - heads[from] * POWERS[to - from];
  }

  /** Without the character. */
  long without(int i) {
    return heads[i] * POWERS[length - 1 - i] + part(i + 1, length);
  }

  /** Without two characters, the first of them before the other. */
  long without(int i, int j) {
    long head = heads[i] * POWERS[j - i - 1] + part(i + 1, j);
    return head * POWERS[length - 1 - j] + part(j + 1, length);
  }

  private static long[] powers(int count) {
    long[] powers = new long[count];
    powers[0] = 1;
    for (int i = 1; i < count; i++) {
      powers[i] = powers[i - 1] * BASE;
    }
    return powers;
  }
}
