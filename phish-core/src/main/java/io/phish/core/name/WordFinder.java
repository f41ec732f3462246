package io.phish.core.name;

import java.util.ArrayList;
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

  /** By character: 1 to 36 for letters and digits. A table, as branches would be guessed wrong. */
  private static final byte[] SYMBOL = symbols();

  /** Up to so many characters a word must stand alone. */
  public static final int SHORT = 4;

  private final char[] next;

  /** States in which words end come after all others, so that most need no look at a table. */
  private final int firstMatching;

  /** By state: the state of the longest word that ends there, 0 for none. */
  private final char[] matches;

  /** By state that is a word: the longest shorter word that ends there, 0 for none. */
  private final char[] shorter;

  private final byte[] lengths;
  private final byte[] kinds;

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
    char[] fall = new char[states];
    char[] longest = new char[states];
    int[] queue = new int[states];
    int queued = 1;
    int matching = 0;
    for (int at = 0; at < states; at++) {
      int state = queue[at];
      int[] children = nodes.get(state);
      // The longest suffix that is a word, the state itself included.
      longest[state] = ends[state] != 0 ? (char) state : longest[fall[state]];
      matching += longest[state] != 0 ? 1 : 0;
      for (int symbol = 1; symbol < SYMBOLS; symbol++) {
        int back = state == 0 ? 0 : nodes.get(fall[state])[symbol];
        if (children[symbol] == 0) {
          children[symbol] = back;
        } else {
          fall[children[symbol]] = (char) back;
          queue[queued++] = children[symbol];
        }
      }
    }

    firstMatching = states - matching;
    char[] number = new char[states];
    int plain = 0;
    int last = firstMatching;
    for (int state : queue) {
      number[state] = (char) (longest[state] == 0 ? plain++ : last++);
    }
    next = new char[states * SYMBOLS];
    matches = new char[states];
    shorter = new char[states];
    lengths = new byte[states];
    kinds = new byte[states];
    for (int state = 0; state < states; state++) {
      for (int symbol = 0; symbol < SYMBOLS; symbol++) {
        next[number[state] * SYMBOLS + symbol] = number[nodes.get(state)[symbol]];
      }
      matches[number[state]] = number[longest[state]];
      shorter[number[state]] = number[longest[fall[state]]];
      lengths[number[state]] = ends[state];
      kinds[number[state]] = endKinds[state];
    }
  }

  /** The state after one more character; 0 is the one before the first. */
  public int step(int state, char c) {
    return next[state * SYMBOLS + symbol(c)];
  }

  /** The longest word that ends in a state, for the methods below; 0 for none. */
  public int match(int state) {
    return state < firstMatching ? 0 : matches[state];
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
    return c < SYMBOL.length ? SYMBOL[c] : 0;
  }

  private static byte[] symbols() {
    byte[] symbols = new byte[128];
    for (int i = 0; i < 26; i++) {
      symbols['a' + i] = (byte) (1 + i);
      symbols['A' + i] = (byte) (1 + i);
    }
    for (int i = 0; i < 10; i++) {
      symbols['0' + i] = (byte) (27 + i);
    }
    return symbols;
  }
}
