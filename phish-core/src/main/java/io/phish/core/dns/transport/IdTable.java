package io.phish.core.dns.transport;

import org.jspecify.annotations.Nullable;

/**
 * Attempts by id. Ids are random, so their low bits are their hash; linear probing, and what is
 * removed leaves no mark.
 */
final class IdTable {
  private static final int MIN_CAPACITY = 32;

  /** Beyond that a random id is hard to find that is free. */
  static final int MAX_SIZE = 1 << 15;

  private @Nullable Attempt[] slots = new @Nullable Attempt[MIN_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  @Nullable Attempt get(int id) {
    int mask = slots.length - 1;
    for (int i = id & mask; ; i = (i + 1) & mask) {
      Attempt attempt = slots[i];
      if (attempt == null || attempt.id == id) {
        return attempt;
      }
    }
  }

  /** Adds an attempt whose id is not in use. */
  void put(Attempt attempt) {
    if (2 * ++size > slots.length) {
      resize(2 * slots.length);
    }
    insert(attempt);
  }

  private void insert(Attempt attempt) {
    int mask = slots.length - 1;
    int i = attempt.id & mask;
    while (slots[i] != null) {
      i = (i + 1) & mask;
    }
    slots[i] = attempt;
  }

  private void resize(int capacity) {
    @Nullable Attempt[] old = slots;
    slots = new @Nullable Attempt[capacity];
    for (Attempt attempt : old) {
      if (attempt != null) {
        insert(attempt);
      }
    }
  }

  void remove(int id) {
    int mask = slots.length - 1;
    int hole = id & mask;
    while (true) {
      Attempt attempt = slots[hole];
      if (attempt == null) {
        return;
      }
      if (attempt.id == id) {
        break;
      }
      hole = (hole + 1) & mask;
    }
    size--;
    // Whatever would no longer be found across the hole moves into it.
    for (int i = (hole + 1) & mask; ; i = (i + 1) & mask) {
      Attempt attempt = slots[i];
      if (attempt == null) {
        break;
      }
      int home = attempt.id & mask;
      if (((i - home) & mask) >= ((i - hole) & mask)) {
        slots[hole] = attempt;
        hole = i;
      }
    }
    slots[hole] = null;
  }

  /** All of them, to be used after the table was cleared. */
  Attempt[] drain() {
    Attempt[] all = new Attempt[size];
    int count = 0;
    for (Attempt attempt : slots) {
      if (attempt != null) {
        all[count++] = attempt;
      }
    }
    slots = new @Nullable Attempt[MIN_CAPACITY];
    size = 0;
    return all;
  }
}
