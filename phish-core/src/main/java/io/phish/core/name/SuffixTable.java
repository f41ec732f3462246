package io.phish.core.name;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The rules of the public suffix list in one hash table, asked by a hash that grows with the host
 * from right to left and no further than there are rules. Immutable.
 */
final class SuffixTable implements PublicSuffixes.Finder {
  /** Flag of a name beside those of {@link SuffixRules}: longer names may match. */
  private static final int LONGER = 32;

  /** Longest top-level domain that fits into a number. */
  private static final int MAX_TOP = 4;

  private final byte[] names;
  private final int[] offsets;
  private final byte[] flags;

  /** A hash and, in the lower half, the number of its name from 1; 0 for nothing. */
  private final long[] slots;

  /**
   * The top-level domains of up to four characters, which most hosts are in: the characters and, in
   * the lower half, the flags; 0 for nothing.
   */
  private final long[] tops;

  /** Which second-level names may be in the table, by what can be told without reading them. */
  private final long[] seconds = new long[4_096];

  private SuffixTable(Map<String, Integer> rules) {
    int count = rules.size();
    StringBuilder pool = new StringBuilder(count * 12);
    offsets = new int[count + 1];
    flags = new byte[count];
    slots = new long[capacity(count)];
    tops = new long[capacity(rules.keySet().stream().filter(SuffixTable::isTop).count())];
    int i = 0;
    for (Map.Entry<String, Integer> rule : rules.entrySet()) {
      String name = rule.getKey();
      flags[i] = rule.getValue().byteValue();
      pool.append(name);
      offsets[++i] = pool.length();
      int hash = 0;
      for (int k = name.length() - 1; k >= 0; k--) {
        hash = step(hash, name.charAt(k));
      }
      int slot = slot(hash);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = (long) hash << Integer.SIZE | i;
      addShort(name, flags[i - 1]);
    }
    names = pool.toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public int find(String host, int from, int to) {
    int found = 0;
    int shorter = 0;
    int previous = to;
    int hash = 0;
    int i = to;
    while (true) {
      while (i > from && host.charAt(i - 1) != '.') {
        hash = step(hash, host.charAt(--i));
      }
      int rule = rule(hash, host, i, to);
      if ((rule & SuffixRules.EXCEPTION) != 0) {
        return PublicSuffixes.listed(previous, false);
      }
      if ((rule & SuffixRules.EXACT) != 0) {
        found = PublicSuffixes.listed(i, (rule & SuffixRules.EXACT_PRIVATE) != 0);
      } else if ((shorter & SuffixRules.WILDCARD) != 0) {
        found = PublicSuffixes.listed(i, (shorter & SuffixRules.WILDCARD_PRIVATE) != 0);
      } else if (previous == to) {
        found = i;
      }
      if (i == from || (rule & LONGER) == 0) {
        return found;
      }
      shorter = rule;
      previous = i;
      hash = step(hash, '.');
      i--;
    }
  }

  /** A power of two that leaves at least half of a table empty. */
  private static int capacity(long count) {
    return (int) Long.highestOneBit(Math.max(8, count)) * 4;
  }

  private static boolean isTop(String name) {
    return name.length() <= MAX_TOP && name.indexOf('.') < 0;
  }

  private void addShort(String name, int rule) {
    int to = name.length();
    int dot = name.lastIndexOf('.');
    int dotBefore = name.lastIndexOf('.', dot - 1);
    if (to - dot - 1 > MAX_TOP || dotBefore >= 0) {
      return;
    }
    int top = top(name, dot, to);
    if (dot < 0) {
      int slot = topSlot(top);
      while (tops[slot] != 0) {
        slot = (slot + 1) & (tops.length - 1);
      }
      tops[slot] = (long) top << Integer.SIZE | rule;
    } else {
      int second = second(name, top, dotBefore, dot);
      seconds[second >>> 6] |= 1L << second;
    }
  }

  @Override
  public int find(String host, int from, int to, int dot, int dotBefore) {
    if (to - dot - 1 > MAX_TOP || dot - dotBefore < 2) {
      return find(host, from, to);
    }
    int top = top(host, dot, to);
    int slot = topSlot(top);
    while ((int) (tops[slot] >>> Integer.SIZE) != top) {
      if (tops[slot] == 0) {
        return dot + 1;
      }
      slot = (slot + 1) & (tops.length - 1);
    }
    int rule = (int) tops[slot];
    if ((rule & LONGER) != 0) {
      int second = second(host, top, dotBefore, dot);
      if ((rule & SuffixRules.WILDCARD) != 0 || (seconds[second >>> 6] >>> second & 1) != 0) {
        return find(host, from, to);
      }
    }
    return (rule & SuffixRules.EXACT) == 0
        ? dot + 1
        : PublicSuffixes.listed(dot + 1, (rule & SuffixRules.EXACT_PRIVATE) != 0);
  }

  /** The label between a dot and the end, of up to four characters, as a number. */
  private static int top(String host, int dot, int to) {
    if (to < MAX_TOP) {
      int top = 0;
      for (int i = dot + 1; i < to; i++) {
        top = top << Byte.SIZE | host.charAt(i);
      }
      return top;
    }
    // What stands before the label is read with it and shifted out: there is no loop to guess.
    int last =
        host.charAt(to - 4) << 24
            | host.charAt(to - 3) << 16
            | host.charAt(to - 2) << 8
            | host.charAt(to - 1);
    return last & (-1 >>> (Integer.SIZE - Byte.SIZE * (to - dot - 1)));
  }

  private int topSlot(int top) {
    return mix(top) & (tops.length - 1);
  }

  /** A bit for a label between two dots: of its length and of three of its characters. */
  private int second(String host, int top, int dotBefore, int dot) {
    int length = dot - dotBefore;
    int edges =
        host.charAt(dotBefore + 1)
            | host.charAt(dotBefore + length / 2) << 7
            | host.charAt(dot - 1) << 14
            | length << 21;
    return mix(top * 31 + edges) & (seconds.length * Long.SIZE - 1);
  }

  private int rule(int hash, String host, int start, int to) {
    int slot = slot(hash);
    for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
      int rule = (int) entry - 1;
      if ((int) (entry >>> Integer.SIZE) == hash
          && offsets[rule + 1] - offsets[rule] == to - start
          && isAt(offsets[rule], host, start, to)) {
        return flags[rule];
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return 0;
  }

  private boolean isAt(int offset, String host, int start, int to) {
    for (int i = start; i < to; i++) {
      if (names[offset + i - start] != host.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int slot(int hash) {
    return mix(hash) & (slots.length - 1);
  }

  /** Multiplicative hashing by the golden ratio. */
  private static int mix(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ mixed >>> 15;
  }

  private static int step(int hash, char c) {
    return hash * 31 + c;
  }

  /** Collects rules. */
  static final class Builder {
    private final Map<String, Integer> rules = new HashMap<>();

    Builder add(String name, int ruleFlags) {
      boolean wildcard = (ruleFlags & SuffixRules.WILDCARD) != 0;
      merge(name, ruleFlags | (wildcard ? LONGER : 0));
      for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
        merge(name.substring(dot + 1), LONGER);
      }
      return this;
    }

    private void merge(String name, int more) {
      rules.merge(name, more, (a, b) -> a | b);
    }

    SuffixTable build() {
      return new SuffixTable(rules);
    }
  }
}
