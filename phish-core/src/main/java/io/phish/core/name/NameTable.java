package io.phish.core.name;

import java.util.Map;

/** Numbers by name, looked up by hash without a string. Immutable. */
public final class NameTable {
  private final long[] hashes;
  private final float[] values;

  private NameTable(int capacity) {
    hashes = new long[capacity];
    values = new float[capacity];
  }

  /** A table of these numbers, none of them NaN. */
  public static NameTable of(Map<String, Float> numbers) {
    NameTable table = new NameTable(Integer.highestOneBit(Math.max(4, numbers.size())) * 4);
    numbers.forEach((name, value) -> table.put(NameHash.of(name), value));
    return table;
  }

  private void put(long hash, float value) {
    int slot = slot(hash);
    while (hashes[slot] != 0) {
      slot = (slot + 1) & (hashes.length - 1);
    }
    hashes[slot] = hash;
    values[slot] = value;
  }

  /** The number of the name of this {@link NameHash}, NaN if it has none. */
  public float get(long hash) {
    for (int slot = slot(hash); hashes[slot] != 0; slot = (slot + 1) & (hashes.length - 1)) {
      if (hashes[slot] == hash) {
        return values[slot];
      }
    }
    return Float.NaN;
  }

  /** Whether the name of this {@link NameHash} has a number. */
  public boolean contains(long hash) {
    return !Float.isNaN(get(hash));
  }

  private int slot(long hash) {
    return (int) hash & (hashes.length - 1);
  }
}
