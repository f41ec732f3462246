package io.phish.core.name.permutation;

/** A set of hashes, 11 to 22 octets each. A hash of 0 is taken for 1. */
final class HashSet64 {
  private static final int FIRST_CAPACITY = 1 << 10;

  private long[] slots = new long[FIRST_CAPACITY];
  private int size;

  /** Whether the hash was not yet there. */
  boolean add(long hash) {
    long key = hash == 0 ? 1 : hash;
    if (!put(slots, key)) {
      return false;
    }
    size++;
    if (size > slots.length - slots.length / 4) {
      grow();
    }
    return true;
  }

  private void grow() {
    long[] more = new long[slots.length * 2];
    for (long key : slots) {
      if (key != 0) {
        put(more, key);
      }
    }
    slots = more;
  }

  private static boolean put(long[] slots, long key) {
    int mask = slots.length - 1;
    int slot = (int) key & mask;
    while (slots[slot] != 0) {
      if (slots[slot] == key) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = key;
    return true;
  }
}
