package io.phish.core.lookalike;

import io.phish.core.name.WordFinder;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tells most texts in which there is nothing to find, in a fraction of the time that it takes to
 * find something: no brand stands in them, and none is left when one character or two are taken
 * away from both (Mor and Fraenkel, 1982), or when figures are read as letters. What it lets
 * through is then looked up; it lets through all that is one of these.
 *
 * <p>A set of bits, three for each key in one word of it (Bloom, 1970): of other keys one in
 * several thousand is taken for one that is there. Immutable.
 */
final class Sieve {
  /** In letters of a brand: in shorter ones a slip makes another word. */
  static final int MIN_SLIP = 5;

  /** In letters of a brand: where two slips are looked for. */
  static final int MIN_TWO_SLIPS = 8;

  static final int MAX_TWO_SLIPS = 16;

  /** In letters of a text; in longer ones no slips are looked for. */
  static final int MAX_LENGTH = 34;

  private static final int MAX_SLIPS = 2;

  private static final int WORD_BITS = 14;
  private static final long BASE = 0x9E3779B97F4A7C15L;
  private static final long SPREAD = 0xff51afd7ed558ccdL;
  private static final long LOOKS = 0x632be59bd9b4e019L;
  private static final long VOWELS = 0x1d8e4e27c47d124fL;
  private static final long[] POWERS = powers();

  private final long[] words = new long[1 << WORD_BITS];
  private final WordFinder finder;

  /** In letters; a longer name is hardly a name, and no finder holds it. */
  private static final int MAX_NAME = 63;

  /** Of all labels together, in characters: what a finder holds. */
  private static final int MAX_FOUND = 60_000;

  private final String[] labels;

  /** Of each label, a bit for each letter in it. */
  private final int[] masks;

  /** Of each label, hashed: what it looks like, and with all vowels the same. */
  private final long[] looks;

  private final long[] vowels;

  /** By label. */
  private final Map<String, Integer> numbers = new HashMap<>();

  /** A sieve of labels, of which the letters and figures count that are ASCII. */
  Sieve(List<String> labels) {
    this.labels = new String[labels.size()];
    masks = new int[labels.size()];
    looks = new long[labels.size()];
    vowels = new long[labels.size()];
    Set<String> found = new LinkedHashSet<>();
    int room = MAX_FOUND;
    for (int i = 0; i < masks.length; i++) {
      String letters = letters(labels.get(i));
      this.labels[i] = letters;
      masks[i] = mask(letters);
      looks[i] = looks(letters, 0, letters.length());
      vowels[i] = vowels(letters, 0, letters.length());
      if (letters.isEmpty() || letters.length() > MAX_NAME || numbers.containsKey(letters)) {
        continue;
      }
      numbers.put(letters, i);
      add(letters);
      room -= letters.length();
      if (room > 0) {
        found.add(letters);
      }
    }
    finder = new WordFinder(List.of(found));
  }

  /** The letters and figures of a label that are ASCII. */
  static String letters(String label) {
    StringBuilder letters = new StringBuilder(label.length());
    String small = label.toLowerCase(Locale.ROOT);
    for (int i = 0; i < small.length(); i++) {
      char c = small.charAt(i);
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        letters.append(c);
      }
    }
    return letters.toString();
  }

  private void add(String label) {
    int n = label.length();
    put(looks(label, 0, n));
    if (n < MIN_SLIP || n > MAX_LENGTH) {
      return;
    }
    put(vowels(label, 0, n));
    put(hash(label, 0, n));
    for (int i = 0; i < n; i++) {
      String rest = label.substring(0, i) + label.substring(i + 1);
      put(hash(rest, 0, n - 1));
      for (int j = i; n >= MIN_TWO_SLIPS && n <= MAX_TWO_SLIPS && j < n - 1; j++) {
        put(hash(rest.substring(0, j) + rest.substring(j + 1), 0, n - 2));
      }
    }
  }

  /** Whether a part of a text is a brand as it is. */
  boolean isOne(String text) {
    return numbers.containsKey(text);
  }

  /** Collects the numbers of the brands that stand in a part of a text, as they are. */
  void collectContained(String text, int from, int to, BitSet found) {
    int state = 0;
    for (int i = from; i < to; i++) {
      state = finder.step(state, text.charAt(i));
      for (int word = finder.match(state); word != 0; word = finder.shorter(word)) {
        if (finder.counts(word, text, i + 1)) {
          Integer number = numbers.get(text.substring(i + 1 - finder.length(word), i + 1));
          if (number != null) {
            found.set(number);
          }
        }
      }
    }
  }

  /** Collects the numbers of the brands that a text may be, with a slip or two or in disguise. */
  void collectAlike(String text, BitSet found) {
    int n = text.length();
    int mask = mask(text);
    for (int i = 0; i < labels.length; i++) {
      // A slip changes two letters at most: one goes and one comes.
      int other = Integer.bitCount(mask ^ masks[i]);
      if (other <= 2 * MAX_SLIPS) {
        String label = labels[i];
        boolean turned = other == 0 && label.length() == n;
        if (turned || isNear(text, 0, label, 0, MAX_SLIPS)) {
          found.set(i);
        }
      }
    }
    long look = looks(text, 0, n);
    long vowel = vowels(text, 0, n);
    for (int i = 0; i < labels.length && (contains(look) || contains(vowel)); i++) {
      if (look == looks[i] || vowel == vowels[i]) {
        found.set(i);
      }
    }
  }

  /** Whether so many slips make one end of a text of another. */
  private static boolean isNear(String text, int from, String label, int labelFrom, int slips) {
    int rest = text.length() - from;
    int labelRest = label.length() - labelFrom;
    if (Math.abs(rest - labelRest) > slips) {
      return false;
    }
    int shorter = Math.min(rest, labelRest);
    int same = 0;
    while (same < shorter && text.charAt(from + same) == label.charAt(labelFrom + same)) {
      same++;
    }
    int i = from + same;
    int j = labelFrom + same;
    if (Math.max(rest, labelRest) - same <= slips) {
      return true;
    }
    return slips > 0
        && (isNear(text, i + 1, label, j + 1, slips - 1)
            || isNear(text, i + 1, label, j, slips - 1)
            || isNear(text, i, label, j + 1, slips - 1));
  }

  private static int mask(String text) {
    int mask = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      mask |= c >= 'a' ? 1 << (c - 'a') : 1 << 26;
    }
    return mask;
  }

  /** Whether a brand may stand somewhere in a part of a text, as it is. */
  boolean mayContain(String text, int from, int to) {
    int state = 0;
    for (int i = from; i < to; i++) {
      state = finder.step(state, text.charAt(i));
      for (int word = finder.match(state); word != 0; word = finder.shorter(word)) {
        if (finder.counts(word, text, i + 1)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a brand may stand anywhere in a part of a text, whatever separates its letters. */
  boolean mayContainScattered(String text, int from, int to) {
    int state = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        state = finder.step(state, c);
        if (finder.match(state) != 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a part of a text may be a brand in disguise. */
  boolean mayLookLike(CharSequence text, int from, int to) {
    return contains(looks(text, from, to));
  }

  /**
   * Whether a part of a text may be a brand with a slip or two, or in disguise.
   *
   * @param text without hyphens there
   */
  boolean mayBe(String text, int from, int to) {
    int n = to - from;
    if (n < MIN_SLIP - 1 || n > MAX_LENGTH) {
      return false;
    }
    if (mayLookLike(text, from, to) || contains(vowels(text, from, to))) {
      return true;
    }
    // Without the first character, then without the second, and so on; at each of them without
    // the one that follows, and so on.
    long second = hash(text, from + 2, to);
    long first = second + (text.charAt(from + 1) + 1) * POWERS[n - 2];
    if (contains(first) || contains(first + (text.charAt(from) + 1) * POWERS[n - 1])) {
      return true;
    }
    boolean pairs = n >= MIN_TWO_SLIPS - 2 && n <= MAX_TWO_SLIPS + 2;
    long one = first;
    long two = second;
    for (int i = 0; i < n; i++) {
      if (i > 0) {
        one += (text.charAt(from + i - 1) - text.charAt(from + i)) * POWERS[n - 1 - i];
        if (contains(one)) {
          return true;
        }
      }
      if (pairs && i + 1 < n) {
        if (i > 0) {
          two += (text.charAt(from + i - 1) - text.charAt(from + i + 1)) * POWERS[n - 2 - i];
        }
        if (mayBeWithout(text, from + i, to, two)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Without a character and one of those behind it.
   *
   * @param at the character
   * @param two the hash without it and its neighbour
   */
  private boolean mayBeWithout(String text, int at, int to, long two) {
    long hash = two;
    for (int j = at + 1; j < to; j++) {
      if (j > at + 1) {
        hash += (text.charAt(j - 1) - text.charAt(j)) * POWERS[to - 1 - j];
      }
      if (contains(hash)) {
        return true;
      }
    }
    return false;
  }

  private void put(long hash) {
    long key = hash * SPREAD;
    words[(int) (key >>> (Long.SIZE - WORD_BITS))] |= bits(key);
  }

  private boolean contains(long hash) {
    long key = hash * SPREAD;
    long bits = bits(key);
    return (words[(int) (key >>> (Long.SIZE - WORD_BITS))] & bits) == bits;
  }

  private static long bits(long key) {
    return 1L << (key >>> 44) | 1L << (key >>> 38) | 1L << (key >>> 32);
  }

  private static long looks(CharSequence text, int from, int to) {
    return Glyphs.looks(text, from, to) + LOOKS;
  }

  private static long vowels(CharSequence text, int from, int to) {
    long hash = VOWELS;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      hash = hash * BASE + (isVowel(c) ? 'a' : c) + 1;
    }
    return hash;
  }

  private static boolean isVowel(char c) {
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
  }

  private static long hash(CharSequence text, int from, int to) {
    long hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * BASE + text.charAt(i) + 1;
    }
    return hash;
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
