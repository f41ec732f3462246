package io.phish.core.name.resemblance;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Numbers of protected names to compare with, each once, and for what: a name that was found by its
 * sound need not be searched for slips.
 */
final class Candidates implements IntConsumer {
  /** More are never compared with: whoever asks about a name chooses it. */
  static final int MAX = 256;

  /** Groups of rules, in the order in which they are tried. */
  enum Test {
    LETTERS(1),
    SLIPS(2),
    FOLDS(4),
    ORDER(8),
    SCOPE(16),
    WITHIN(32),
    BESIDE(128),
    MARKS(256),
    EMBEDDED(64);

    final int bit;

    Test(int bit) {
      this.bit = bit;
    }
  }

  private int[] numbers = new int[16];
  private int[] tests = new int[16];
  private int size;
  private int now;

  /** For what the numbers that follow are candidates. */
  Candidates in(Test test) {
    now = test.bit;
    return this;
  }

  @Override
  public void accept(int number) {
    for (int i = 0; i < size; i++) {
      if (numbers[i] == number) {
        tests[i] |= now;
        return;
      }
    }
    if (size == MAX) {
      return;
    }
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * size);
      tests = Arrays.copyOf(tests, 2 * size);
    }
    numbers[size] = number;
    tests[size++] = now;
  }

  int size() {
    return size;
  }

  int number(int i) {
    return numbers[i];
  }

  /** The tests by their bits. */
  int tests(int i) {
    return tests[i];
  }
}
