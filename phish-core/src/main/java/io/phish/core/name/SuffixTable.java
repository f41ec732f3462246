package io.phish.core.name;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of the public suffix list in one hash table, asked by a hash that grows with the host
 * from right to left. Immutable.
 */
final class SuffixTable implements PublicSuffixes.Finder {
  private final byte[] names;
  private final int[] offsets;
  private final byte[] flags;
  private final int[] slots;
  private final int maxLabels;

  private SuffixTable(Builder rules) {
    int count = rules.names.size();
    StringBuilder pool = new StringBuilder(count * 12);
    offsets = new int[count + 1];
    flags = new byte[count];
    slots = new int[Integer.highestOneBit(Math.max(8, count)) * 4];
    int labels = 0;
    for (int i = 0; i < count; i++) {
      String name = rules.names.get(i);
      pool.append(name);
      offsets[i + 1] = pool.length();
      flags[i] = rules.flags.get(i);
      int hash = 0;
      int nameLabels = 1;
      for (int k = name.length() - 1; k >= 0; k--) {
        hash = step(hash, name.charAt(k));
        nameLabels += name.charAt(k) == '.' ? 1 : 0;
      }
      labels = Math.max(labels, nameLabels);
      int slot = slot(hash);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = i + 1;
    }
    names = pool.toString().getBytes(StandardCharsets.US_ASCII);
    maxLabels = labels + 1; // a wildcard takes one label more than it has
  }

  @Override
  public int find(String host, int from, int to) {
    int found = 0;
    int wildcard = 0;
    int previous = to;
    int hash = 0;
    int labels = 0;
    for (int i = to - 1; i >= from - 1; i--) {
      if (i >= from && host.charAt(i) != '.') {
        hash = step(hash, host.charAt(i));
        continue;
      }
      int start = i + 1;
      int rule = rule(hash, host, start, to);
      if ((rule & SuffixRules.EXCEPTION) != 0) {
        return PublicSuffixes.listed(previous, false);
      }
      if ((rule & SuffixRules.EXACT) != 0) {
        found = PublicSuffixes.listed(start, (rule & SuffixRules.EXACT_PRIVATE) != 0);
      } else if ((wildcard & SuffixRules.WILDCARD) != 0) {
        found = PublicSuffixes.listed(start, (wildcard & SuffixRules.WILDCARD_PRIVATE) != 0);
      } else if (labels == 0) {
        found = start;
      }
      if (++labels == maxLabels) {
        break;
      }
      wildcard = rule;
      previous = start;
      hash = step(hash, '.');
    }
    return found;
  }

  private int rule(int hash, String host, int start, int to) {
    for (int slot = slot(hash); slots[slot] != 0; slot = (slot + 1) & (slots.length - 1)) {
      int rule = slots[slot] - 1;
      if (offsets[rule + 1] - offsets[rule] == to - start && isAt(offsets[rule], host, start, to)) {
        return flags[rule];
      }
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
    int mixed = hash * 0x9E3779B9;
    return (mixed ^ mixed >>> 15) & (slots.length - 1);
  }

  private static int step(int hash, char c) {
    return hash * 31 + c;
  }

  /** Collects rules. */
  static final class Builder {
    private final List<String> names = new ArrayList<>();
    private final List<Byte> flags = new ArrayList<>();

    Builder add(String name, int ruleFlags) {
      names.add(name);
      flags.add((byte) ruleFlags);
      return this;
    }

    SuffixTable build() {
      return new SuffixTable(this);
    }
  }
}
