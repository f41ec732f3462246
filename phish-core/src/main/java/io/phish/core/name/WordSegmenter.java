package io.phish.core.name;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Cuts a label into known words, from left to right and the longest first. Immutable; the words are
 * kept as fingerprints of 28 bits, so a few of ten thousand random pieces are taken for words.
 */
public final class WordSegmenter {
  /** Kinds of words; one word may be of several. */
  public static final int COMMON = 1;

  /** Given names and family names. */
  public static final int PERSON = 2;

  /** What small sites call themselves. */
  public static final int SITE = 4;

  /** Of a longer text so many characters are cut. */
  public static final int MAX_TEXT = 63;

  /** Shorter words are too often there by chance. */
  private static final int MIN_LENGTH = 3;

  private static final int MAX_LENGTH = 15;
  private static final int LETTERS = 26;
  private static final int STARTS = LETTERS * LETTERS * LETTERS;

  private static final int KIND_BITS = 3;
  private static final int MARK_BITS = Character.SIZE - KIND_BITS;
  private static final int SLOT_BITS = 15;
  private static final int SEEN_BITS = 12;
  private static final int SEEN_SHIFT = SLOT_BITS + MARK_BITS - SEEN_BITS;
  private static final int MAX_WORDS = 1 << (SLOT_BITS - 1);

  /** By the first three letters, a bit for each length that such words have: most have none. */
  private final char[] lengths;

  /** Open addressing; a slot is the mark of a word above its kinds, 0 if it is free. */
  private final char[] slots;

  /** Three bits for each word (Bloom, 1970): most that is no word has not all of them. */
  private final long[] seen;

  private WordSegmenter(char[] lengths, char[] slots, long[] seen) {
    this.lengths = lengths;
    this.slots = slots;
    this.seen = seen;
  }

  /**
   * Cuts a part of a text that is in lower case.
   *
   * @return for {@link #words} and the others
   */
  public long segment(String text, int from, int to) {
    int end = Math.min(to, from + MAX_TEXT);
    long cut = 0;
    int longest = 0;
    int gap = 0;
    int maxGap = 0;
    int i = from;
    while (i + MIN_LENGTH <= end) {
      int word = wordAt(text, i, end);
      if (word == 0) {
        gap = text.charAt(i) == '-' ? 0 : gap + 1;
        maxGap = Math.max(maxGap, gap);
        i++;
      } else {
        int length = word >>> KIND_BITS;
        boolean person = (word & PERSON) != 0;
        cut += 1 | length << 8;
        cut += person ? 1 << 16 | length << 24 : 0;
        cut += (word & SITE) != 0 ? 1L << 32 : 0;
        longest = Math.max(longest, length);
        gap = 0;
        i += length;
      }
    }
    for (; i < end; i++) {
      gap = text.charAt(i) == '-' ? 0 : gap + 1;
      maxGap = Math.max(maxGap, gap);
    }
    return cut | (long) longest << 40 | (long) maxGap << 48;
  }

  /** How many words a segmentation has. */
  public static int words(long segmentation) {
    return (int) segmentation & 0xFF;
  }

  /** How many characters are in words. */
  public static int covered(long segmentation) {
    return (int) (segmentation >>> 8) & 0xFF;
  }

  /** How many of the words are names of people. */
  public static int people(long segmentation) {
    return (int) (segmentation >>> 16) & 0xFF;
  }

  /** How many characters are in names of people. */
  public static int coveredByPeople(long segmentation) {
    return (int) (segmentation >>> 24) & 0xFF;
  }

  /** How many of the words are what small sites call themselves. */
  public static int siteWords(long segmentation) {
    return (int) (segmentation >>> 32) & 0xFF;
  }

  /** How long the longest word is. */
  public static int longest(long segmentation) {
    return (int) (segmentation >>> 40) & 0xFF;
  }

  /** How long the longest stretch without words and hyphens is. */
  public static int gap(long segmentation) {
    return (int) (segmentation >>> 48) & 0xFF;
  }

  /** Length and kinds of the longest word at a place, 0 for none. */
  private int wordAt(String text, int from, int to) {
    int start = start(text, from);
    int bits = start < 0 ? 0 : lengths[start];
    if (bits == 0) {
      return 0;
    }
    // All lengths at once and without a branch: which of them it will be cannot be foreseen.
    int end = Math.min(to, from + Integer.SIZE - Integer.numberOfLeadingZeros(bits) - 1);
    long state =
        NameHash.step(NameHash.step(NameHash.START, text.charAt(from)), text.charAt(from + 1));
    int hits = 0;
    for (int i = from + MIN_LENGTH - 1; i < end; i++) {
      state = NameHash.step(state, text.charAt(i));
      int key = key(NameHash.finish(state));
      hits |= (int) (bits(seen[key >>> SEEN_SHIFT], key) & 1) << (i - from + 1);
    }
    for (hits &= bits; hits != 0; hits ^= Integer.highestOneBit(hits)) {
      int length = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(hits);
      int kinds = kinds(text, from, from + length);
      if (kinds != 0) {
        return length << KIND_BITS | kinds;
      }
    }
    return 0;
  }

  /** In the lowest bit, whether all the bits of a word of this key are there. */
  private static long bits(long word, int key) {
    return (word >>> key) & (word >>> (key >>> 6)) & (word >>> (key >>> 10));
  }

  /** What kinds of word the characters are, 0 if they are none. */
  public int kinds(String text, int from, int to) {
    return kinds(key(NameHash.of(text, from, to)));
  }

  private int kinds(int key) {
    int mark = key & ((1 << MARK_BITS) - 1);
    for (int slot = key >>> MARK_BITS; slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
      if (slots[slot] >>> KIND_BITS == mark) {
        return slots[slot] & ((1 << KIND_BITS) - 1);
      }
    }
    return 0;
  }

  private static int key(long hash) {
    return (int) (hash >>> (Long.SIZE - SLOT_BITS - MARK_BITS));
  }

  private static int start(String text, int at) {
    int a = text.charAt(at) - 'a';
    int b = text.charAt(at + 1) - 'a';
    int c = text.charAt(at + 2) - 'a';
    // One comparison for all three: what is below 'a' or far above 'z' has a high bit.
    return (a | b | c | LETTERS - 1 - a | LETTERS - 1 - b | LETTERS - 1 - c) < 0
        ? -1
        : (a * LETTERS + b) * LETTERS + c;
  }

  /** Collects words. */
  public static final class Builder {
    private final char[] lengths = new char[STARTS];
    private final Map<Integer, Integer> kinds = new TreeMap<>();

    /** Without words. */
    public Builder() {}

    /** Adds words of a kind; those of other lengths or with other than letters are left out. */
    public Builder add(int kind, Collection<String> words) {
      for (String word : words) {
        if (word.length() >= MIN_LENGTH
            && word.length() <= MAX_LENGTH
            && word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
          lengths[start(word, 0)] |= (char) (1 << word.length());
          kinds.merge(key(NameHash.of(word)), kind, (a, b) -> a | b);
        }
      }
      return this;
    }

    /**
     * Adds what {@link #write} wrote.
     *
     * @throws IOException if it is something else, or cut short
     */
    public Builder read(InputStream in) throws IOException {
      DataInputStream data = new DataInputStream(in);
      for (int i = 0; i < STARTS; i++) {
        lengths[i] |= data.readChar();
      }
      int count = data.readInt();
      if (count < 0 || count > MAX_WORDS) {
        throw new IOException(count + " words, " + MAX_WORDS + " are allowed");
      }
      for (int i = 0; i < count; i++) {
        int word = data.readInt();
        kinds.merge(word >>> KIND_BITS, word & ((1 << KIND_BITS) - 1), (a, b) -> a | b);
      }
      return this;
    }

    /** Writes the words collected so far, as hashes. */
    public void write(OutputStream out) throws IOException {
      DataOutputStream data = new DataOutputStream(out);
      for (char bits : lengths) {
        data.writeChar(bits);
      }
      data.writeInt(kinds.size());
      for (Map.Entry<Integer, Integer> word : kinds.entrySet()) {
        data.writeInt(word.getKey() << KIND_BITS | word.getValue());
      }
      data.flush();
    }

    /**
     * The segmenter.
     *
     * @throws IllegalStateException if the words are too many
     */
    public WordSegmenter build() {
      if (kinds.size() > MAX_WORDS) {
        throw new IllegalStateException(kinds.size() + " words, " + MAX_WORDS + " are allowed");
      }
      char[] slots = new char[1 << SLOT_BITS];
      long[] seen = new long[1 << SEEN_BITS];
      kinds.forEach(
          (key, kind) -> {
            seen[key >>> SEEN_SHIFT] |= 1L << key | 1L << (key >>> 6) | 1L << (key >>> 10);
            int slot = key >>> MARK_BITS;
            while (slots[slot] != 0) {
              slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = (char) ((key & ((1 << MARK_BITS) - 1)) << KIND_BITS | kind);
          });
      return new WordSegmenter(lengths.clone(), slots, seen);
    }
  }
}
