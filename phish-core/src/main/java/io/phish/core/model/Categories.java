package io.phish.core.model;

import java.util.Arrays;

/** A set of categories, which are whole numbers from 0. Immutable. */
final class Categories {
  /** Bounds what a damaged file can ask for; two million categories. */
  static final int MAX_WORDS = 0xFFFF;

  private final int[] words;

  private Categories(int[] words) {
    this.words = words;
  }

  /** From a bit per category, 32 to a word, the lowest bit first. */
  static Categories ofWords(int... words) {
    return new Categories(words.clone());
  }

  int wordCount() {
    return words.length;
  }

  int word(int index) {
    return words[index];
  }

  /** Whether a category is in the set; a negative one never is. */
  boolean contains(int category) {
    int word = category >>> 5;
    return word < words.length && (words[word] >>> category & 1) != 0;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Categories other && Arrays.equals(words, other.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    return "Categories of " + words.length + " words";
  }
}
