package io.phish.core.name;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Finds words of several kinds in one pass over a text (Aho and Corasick, 1975). Words are
 * lower-case letters and digits; capitals in the text are taken as lower case. A word of four
 * characters or fewer counts only where it stands alone between other characters; a longer one
 * anywhere. Immutable.
 */
public final class WordFinder {
  private static final int SYMBOLS = 37;

  /** Up to so many characters a word must stand alone. */
  public static final int SHORT = 4;

  private final char[] next;

  /** By state: the length of the word that it is and its kind, 0 for none. */
  private final byte[] lengths;

  private final byte[] kinds;

  /** By state: the state of the longest word that ends there and is not all of it, 0 for none. */
  private final char[] shorter;

  /**
   * A finder.
   *
   * @param words by kind
   * @throws IllegalArgumentException if a word has other characters, or the words are too many
   */
  public WordFinder(List<? extends Collection<String>> words) {
    List<int[]> nodes = new ArrayList<>();
    nodes.add(new int[SYMBOLS]);
    int count = 1 + words.stream().flatMap(Collection::stream).mapToInt(String::length).sum();
    if (count > Character.MAX_VALUE) {
      throw new IllegalArgumentException("words have " + count + " characters, too many");
    }
    byte[] ends = new byte[count];
    byte[] endKinds = new byte[count];
    for (int kind = 0; kind < words.size(); kind++) {
      for (String word : words.get(kind)) {
        int node = 0;
        for (int i = 0; i < word.length(); i++) {
          int symbol = symbol(word.charAt(i));
          if (symbol == 0) {
            throw new IllegalArgumentException("word '" + word + "' is not letters and digits");
          }
          if (nodes.get(node)[symbol] == 0) {
            nodes.get(node)[symbol] = nodes.size();
            nodes.add(new int[SYMBOLS]);
          }
          node = nodes.get(node)[symbol];
        }
        ends[node] = (byte) word.length();
        endKinds[node] = (byte) kind;
      }
    }
    int states = nodes.size();
    next = new char[states * SYMBOLS];
    lengths = Arrays.copyOf(ends, states);
    kinds = Arrays.copyOf(endKinds, states);
    shorter = new char[states];
    link(nodes);
  }

  private void link(List<int[]> nodes) {
    char[] fall = new char[nodes.size()];
    ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(0));
    while (!queue.isEmpty()) {
      int state = queue.remove();
      for (int symbol = 1; symbol < SYMBOLS; symbol++) {
        int child = nodes.get(state)[symbol];
        int back = state == 0 ? 0 : next[fall[state] * SYMBOLS + symbol];
        next[state * SYMBOLS + symbol] = (char) (child != 0 ? child : back);
        if (child != 0) {
          fall[child] = (char) back;
          // The nearest suffix that is a word.
          shorter[child] = lengths[back] != 0 ? (char) back : shorter[back];
          queue.add(child);
        }
      }
    }
  }

  /** The state after one more character; 0 is the one before the first. */
  public int step(int state, char c) {
    return next[state * SYMBOLS + symbol(c)];
  }

  /** The longest word that ends in a state, for the methods below; 0 for none. */
  public int match(int state) {
    return lengths[state] != 0 ? state : shorter[state];
  }

  /** The next shorter word that ends where this one does, 0 for none. */
  public int shorter(int match) {
    return shorter[match];
  }

  /** The kind of a word found. */
  public int kind(int match) {
    return kinds[match];
  }

  /** The length of a word found. */
  public int length(int match) {
    return lengths[match];
  }

  /** Whether a word that was found to end before an offset counts: long, or standing alone. */
  public boolean counts(int match, String text, int end) {
    int start = end - lengths[match];
    return lengths[match] > SHORT
        || ((start == 0 || symbol(text.charAt(start - 1)) == 0)
            && (end == text.length() || symbol(text.charAt(end)) == 0));
  }

  private static int symbol(char c) {
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 1;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 27;
    }
    return c >= 'A' && c <= 'Z' ? c - 'A' + 1 : 0;
  }
}
