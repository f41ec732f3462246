package io.phish.core.name.resemblance;

import java.util.function.IntConsumer;

/**
 * Numbers by 64-bit keys, several for a key: four octets for each, open addressing. What is found
 * is to be verified: of a key only as many bits are kept as the numbers leave free in an int.
 */
final class KeyTable {
  /** Numbers of one key; of names that so many others are near to, no more are told. */
  private static final int MAX_PER_KEY = 24;

  private static final double LOAD = 0.7;
  private static final int SEEN_BITS_PER_ENTRY = 8;

  private final int[] slots;

  /** A bit for each key: what is not in the table is told by it, and most is not. */
  private final long[] seen;

  private final int numberBits;

  /**
   * A table.
   *
   * @param entries how many will be put in at most
   * @param numbers all numbers are less than this
   */
  KeyTable(long entries, int numbers) {
    slots = new int[(int) Math.min(Integer.MAX_VALUE - 8, (long) (entries / LOAD) + 8)];
    seen = new long[(int) Math.min(1 << 26, entries * SEEN_BITS_PER_ENTRY / Long.SIZE + 1)];
    numberBits = Integer.SIZE - Integer.numberOfLeadingZeros(numbers);
  }

  void put(long key, int number) {
    long mixed = mix(key);
    int mark = mark(mixed);
    int slot = slot(mixed);
    int same = 0;
    while (slots[slot] != 0) {
      if (slots[slot] >>> numberBits == mark
          && (number(slots[slot]) == number || ++same == MAX_PER_KEY)) {
        return;
      }
      slot = slot + 1 == slots.length ? 0 : slot + 1;
    }
    slots[slot] = mark << numberBits | (number + 1);
    seen[word(mixed)] |= 1L << mixed;
  }

  /** Hands over the numbers that may have the key. */
  void forEach(long key, IntConsumer numbers) {
    long mixed = mix(key);
    if ((seen[word(mixed)] >>> mixed & 1) != 0) {
      find(mixed, numbers);
    }
  }

  private void find(long mixed, IntConsumer numbers) {
    int mark = mark(mixed);
    for (int slot = slot(mixed); slots[slot] != 0; ) {
      if (slots[slot] >>> numberBits == mark) {
        numbers.accept(number(slots[slot]));
      }
      slot = slot + 1 == slots.length ? 0 : slot + 1;
    }
  }

  private int number(int slot) {
    return (slot & (1 << numberBits) - 1) - 1;
  }

  private int mark(long mixed) {
    return (int) mixed >>> numberBits;
  }

  private int slot(long mixed) {
    return (int) (((mixed >>> Integer.SIZE) * slots.length) >>> Integer.SIZE);
  }

  private int word(long mixed) {
    return (int) (((mixed >>> Integer.SIZE) * seen.length) >>> Integer.SIZE);
  }

  private static long mix(long key) {
    long h = (key ^ key >>> 32) * 0xff51afd7ed558ccdL;
    h = (h ^ h >>> 29) * 0xc4ceb9fe1a85ec53L;
    return h ^ h >>> 32;
  }
}
