package io.phish.core.name;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells names that are one slip of the keyboard away from a name of a set: a character too many,
 * too few, another, or moved. Both sides are compared by what is left when one character is taken
 * away (Mor and Fraenkel, 1982), so a question costs one look-up per character and no search.
 *
 * <p>Immutable. Names are told apart by 64-bit hashes of which 45 bits and more are kept: a mistake
 * is less likely than one in a million.
 */
public final class NearNames {
  /** In shorter names one slip is too little to mean anything. */
  public static final int MIN_LENGTH = 6;

  private static final int MAX_LENGTH = 24;
  private static final long BASE = 0x9E3779B97F4A7C15L;
  private static final long SPREAD = 0xff51afd7ed558ccdL;
  private static final int SEEN_BITS = 11;
  private static final int SEEN_SHIFT = 18;
  private static final long[] POWERS = powers();

  private final NameFilter names;

  /** Three bits for each hash (Bloom, 1970): most others have not all of them. */
  private final long[] seen = new long[1 << SEEN_BITS];

  private final int[] slots;

  private NearNames(NameFilter names, Set<Long> hashes) {
    this.names = names;
    slots = new int[Integer.highestOneBit(Math.max(4, hashes.size())) * 4];
    for (long hash : hashes) {
      int bits = key(hash);
      seen[bits >>> SEEN_SHIFT] |= 1L << bits | 1L << (bits >>> 6) | 1L << (bits >>> 12);
      long key = mix(hash);
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
    Set<Long> hashes = new HashSet<>();
    for (String name : names) {
      if (name.length() >= MIN_LENGTH && name.length() <= MAX_LENGTH) {
        kept.add(name);
        hashes.add(hash(name, 0, name.length()));
        for (int i = 0; i < name.length(); i++) {
          String rest = name.substring(0, i) + name.substring(i + 1);
          hashes.add(hash(rest, 0, rest.length()));
        }
      }
    }
    return new NearNames(NameFilter.of(kept), hashes);
  }

  /** Whether the characters are near a name of the set, and not one themselves. */
  public boolean isNear(String text, int from, int to) {
    int length = to - from;
    if (length < MIN_LENGTH - 1 || length > MAX_LENGTH + 1) {
      return false;
    }
    // Without the first character, then without the second, and so on; then as it is.
    long first = hash(text, from + 1, to);
    long rest = first;
    long hits = bit(rest);
    for (int i = 0; i + 1 < length; i++) {
      rest += (text.charAt(from + i) - text.charAt(from + i + 1)) * POWERS[length - 2 - i];
      hits |= bit(rest);
    }
    long whole = first + text.charAt(from) * POWERS[length - 1];
    hits |= bit(whole);
    return (hits & 1) != 0 && isNearIndeed(text, from, to, first, whole);
  }

  private boolean isNearIndeed(String text, int from, int to, long first, long whole) {
    int length = to - from;
    boolean near = contains(first) || contains(whole);
    long rest = first;
    for (int i = 0; i + 1 < length && !near; i++) {
      rest += (text.charAt(from + i) - text.charAt(from + i + 1)) * POWERS[length - 2 - i];
      near = contains(rest);
    }
    return near && !names.contains(NameHash.of(text, from, to));
  }

  /** In the lowest bit, whether a name may have this hash. */
  private long bit(long hash) {
    int key = key(hash);
    long word = seen[key >>> SEEN_SHIFT];
    return (word >>> key) & (word >>> (key >>> 6)) & (word >>> (key >>> 12));
  }

  private static int key(long hash) {
    return (int) ((hash * SPREAD) >>> (Long.SIZE - SEEN_SHIFT - SEEN_BITS));
  }

  private boolean contains(long hash) {
    long key = mix(hash);
    int mark = mark(key);
    for (int slot = slot(key); slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
      if (slots[slot] == mark) {
        return true;
      }
    }
    return false;
  }

  private int slot(long key) {
    return (int) (key >>> Integer.SIZE) & slots.length - 1;
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
