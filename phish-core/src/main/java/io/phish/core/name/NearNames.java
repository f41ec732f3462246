package io.phish.core.name;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells names that are one slip of the keyboard away from a name of a set: a character too many,
 * too few, another, or moved. Both sides are compared by what is left when one character is taken
 * away (Mor and Fraenkel, 1982), so a question costs one look-up per character and no search.
 *
 * <p>Immutable. Names are told apart by 64-bit hashes of which 17 + 32 bits are kept: a mistake is
 * less likely than one in a million.
 */
public final class NearNames {
  /** In shorter names one slip is too little to mean anything. */
  public static final int MIN_LENGTH = 6;

  private static final int MAX_LENGTH = 24;
  private static final long BASE = 0x9E3779B97F4A7C15L;
  private static final int BITS = 17;
  private static final long[] POWERS = powers();

  private final NameFilter names;
  private final long[] seen = new long[(1 << BITS) / Long.SIZE];
  private final int[] slots;

  private NearNames(NameFilter names, Set<Long> keys) {
    this.names = names;
    slots = new int[Integer.highestOneBit(Math.max(4, keys.size())) * 4];
    for (long key : keys) {
      seen[(int) (key >>> (Long.SIZE - BITS + 6))] |= 1L << (key >>> (Long.SIZE - BITS));
      int slot = slot(key);
      while (slots[slot] != 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = mark(key);
    }
  }

  /** Names near these; those that are too short or too long are left out. */
  public static NearNames of(Collection<String> names) {
    Set<String> kept = new HashSet<>();
    Set<Long> keys = new HashSet<>();
    for (String name : names) {
      if (name.length() >= MIN_LENGTH && name.length() <= MAX_LENGTH) {
        kept.add(name);
        keys.add(mix(hash(name, 0, name.length())));
        for (int i = 0; i < name.length(); i++) {
          String rest = name.substring(0, i) + name.substring(i + 1);
          keys.add(mix(hash(rest, 0, rest.length())));
        }
      }
    }
    return new NearNames(NameFilter.of(kept), keys);
  }

  /** Whether the characters are near a name of the set, and not one themselves. */
  public boolean isNear(String text, int from, int to) {
    int length = to - from;
    if (length < MIN_LENGTH - 1 || length > MAX_LENGTH + 1) {
      return false;
    }
    boolean near = contains(mix(hash(text, from, to)));
    // Without the first character, then without the second, and so on.
    long rest = hash(text, from + 1, to);
    near |= contains(mix(rest));
    for (int i = 0; i + 1 < length; i++) {
      rest += (text.charAt(from + i) - text.charAt(from + i + 1)) * POWERS[length - 2 - i];
      near |= contains(mix(rest));
    }
    return near && !names.contains(NameHash.of(text, from, to));
  }

  private boolean contains(long key) {
    if ((seen[(int) (key >>> (Long.SIZE - BITS + 6))] >>> (key >>> (Long.SIZE - BITS)) & 1) == 0) {
      return false;
    }
    int mark = mark(key);
    for (int slot = slot(key); slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
      if (slots[slot] == mark) {
        return true;
      }
    }
    return false;
  }

  private int slot(long key) {
    return (int) (key >>> (Long.SIZE - BITS)) & slots.length - 1;
  }

  private static int mark(long key) {
    return (int) key | 1;
  }

  private static long hash(String text, int from, int to) {
    long hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * BASE + text.charAt(i);
    }
    return hash;
  }

  private static long mix(long hash) {
    long h = (hash ^ hash >>> 32) * 0xff51afd7ed558ccdL;
    return (h ^ h >>> 29) * 0xc4ceb9fe1a85ec53L;
  }

  private static long[] powers() {
    long[] powers = new long[MAX_LENGTH + 2];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * BASE;
    }
    return powers;
  }
}
