package io.phish.core.name;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Cuts a label into common words, from left to right and the longest first. Immutable; the words
 * are kept as a {@link NameFilter}, so a few of ten thousand random pieces are taken for words.
 */
public final class WordSegmenter {
  /** Shorter words are too often there by chance. */
  private static final int MIN_LENGTH = 3;

  private static final int MAX_LENGTH = 14;
  private static final int LETTERS = 26;
  private static final int STARTS = LETTERS * LETTERS * LETTERS;

  private final NameFilter words;

  /** By the first three letters, a bit for each length that such words have: most have none. */
  private final char[] lengths;

  private WordSegmenter(NameFilter words, char[] lengths) {
    this.words = words;
    this.lengths = lengths;
  }

  /** A segmenter of these words; those of other lengths or with other than letters are left out. */
  public static WordSegmenter of(Collection<String> words) {
    char[] lengths = new char[STARTS];
    List<String> kept = new ArrayList<>();
    for (String word : words) {
      if (word.length() >= MIN_LENGTH
          && word.length() <= MAX_LENGTH
          && word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
        kept.add(word);
        lengths[start(word, 0)] |= (char) (1 << word.length());
      }
    }
    return new WordSegmenter(NameFilter.of(kept), lengths);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if it is something else, or cut short
   */
  public static WordSegmenter read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    char[] lengths = new char[STARTS];
    for (int i = 0; i < STARTS; i++) {
      lengths[i] = data.readChar();
    }
    return new WordSegmenter(NameFilter.read(in), lengths);
  }

  /** Writes the segmenter. */
  public void write(OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    for (char bits : lengths) {
      data.writeChar(bits);
    }
    data.flush();
    words.write(out);
  }

  /**
   * Cuts a part of a text that is in lower case.
   *
   * @return for {@link #words}, {@link #covered} and {@link #longest}
   */
  public int segment(String text, int from, int to) {
    int words = 0;
    int covered = 0;
    int longest = 0;
    int i = from;
    while (i + MIN_LENGTH <= to) {
      int length = wordAt(text, i, to);
      if (length == 0) {
        i++;
      } else {
        words++;
        covered += length;
        longest = Math.max(longest, length);
        i += length;
      }
    }
    return Math.min(words, 255) << 24 | longest << 16 | Math.min(covered, 0xFFFF);
  }

  /** How many words a segmentation has. */
  public static int words(int segmentation) {
    return segmentation >>> 24;
  }

  /** How many characters are in words. */
  public static int covered(int segmentation) {
    return segmentation & 0xFFFF;
  }

  /** How long the longest word is. */
  public static int longest(int segmentation) {
    return (segmentation >>> 16) & 0xFF;
  }

  private int wordAt(String text, int from, int to) {
    int start = start(text, from);
    int bits = start < 0 ? 0 : lengths[start];
    long state = NameHash.START;
    int best = 0;
    for (int i = from; bits >> (i - from) != 0 && i < to; i++) {
      state = NameHash.step(state, text.charAt(i));
      int length = i - from + 1;
      if ((bits >> length & 1) != 0 && words.contains(NameHash.finish(state))) {
        best = length;
      }
    }
    return best;
  }

  private static int start(String text, int at) {
    int a = text.charAt(at) - 'a';
    int b = text.charAt(at + 1) - 'a';
    int c = text.charAt(at + 2) - 'a';
    if (a < 0 || a >= LETTERS || b < 0 || b >= LETTERS || c < 0 || c >= LETTERS) {
      return -1;
    }
    return (a * LETTERS + b) * LETTERS + c;
  }
}
