package io.phish.core.name;

import java.util.Map;

/** Numbers by name, looked up by hash without a string. Immutable. */
public final class NameTable {
  private final long[] hashes;
  private final double[] values;

  private NameTable(int capacity) {
    hashes = new long[capacity];
    values = new double[capacity];
  }

  /** A table of these numbers, none of them NaN. */
  public static NameTable of(Map<String, Double> numbers) {
    NameTable table = new NameTable(Integer.highestOneBit(Math.max(4, numbers.size())) * 4);
    numbers.forEach((name, value) -> table.put(NameHash.of(name), value));
    return table;
  }

  private void put(long hash, double value) {
    int slot = slot(hash);
    while (hashes[slot] != 0) {
      slot = (slot + 1) & (hashes.length - 1);
    }
    hashes[slot] = hash;
    values[slot] = value;
  }

  /** The number of the name of this {@link NameHash}, NaN if it has none. */
  public double get(long hash) {
    for (int slot = slot(hash); hashes[slot] != 0; slot = (slot + 1) & (hashes.length - 1)) {
      if (hashes[slot] == hash) {
        return values[slot];
      }
    }
    return Double.NaN;
  }

  /** Whether the name of this {@link NameHash} has a number. */
  public boolean contains(long hash) {
    return !Double.isNaN(get(hash));
  }

  private int slot(long hash) {
    return (int) hash & (hashes.length - 1);
  }
}
