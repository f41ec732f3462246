package io.phish.core.name.resemblance;

/**
 * The one or two edits that make one text of another: a character inserted, left out or replaced,
 * or two neighbours swapped, and no character edited twice (optimal string alignment). Made for one
 * comparison after the other, not for several threads.
 */
final class Edits {
  static final int MAX = 2;

  /** How far a character may have been moved. */
  private static final int MAX_MOVE = 3;

  /** What was done; seen from the text that was made. */
  enum Kind {
    INSERTION,
    OMISSION,
    REPLACEMENT,
    SWAP
  }

  final Kind[] kinds = new Kind[MAX];
  final int[] at = new int[MAX];
  final int[] targetAt = new int[MAX];

  private String text = "";
  private String target = "";
  private int count;

  /**
   * Looks for edits.
   *
   * @param limit of edits, up to {@link #MAX}
   * @return how many it takes, or -1 if more than the limit
   */
  int find(String made, String from, int limit) {
    text = made;
    target = from;
    if (Math.abs(made.length() - from.length()) > limit) {
      return -1;
    }
    for (int edits = 0; edits <= limit; edits++) {
      count = 0;
      if (align(0, 0, edits)) {
        return count;
      }
    }
    return -1;
  }

  private boolean align(int from, int targetFrom, int left) {
    int i = from;
    int j = targetFrom;
    while (i < text.length() && j < target.length() && text.charAt(i) == target.charAt(j)) {
      i++;
      j++;
    }
    int rest = text.length() - i;
    int targetRest = target.length() - j;
    if (rest == 0 && targetRest == 0) {
      return true;
    }
    if (left == 0 || Math.abs(rest - targetRest) > left) {
      return false;
    }
    return (isSwap(i, j) && step(Kind.SWAP, i, j, 2, 2, left))
        || (rest > 0 && targetRest > 0 && step(Kind.REPLACEMENT, i, j, 1, 1, left))
        || (rest > 0 && step(Kind.INSERTION, i, j, 1, 0, left))
        || (targetRest > 0 && step(Kind.OMISSION, i, j, 0, 1, left));
  }

  private boolean step(Kind kind, int i, int j, int by, int targetBy, int left) {
    kinds[count] = kind;
    at[count] = i;
    targetAt[count] = j;
    count++;
    if (align(i + by, j + targetBy, left - 1)) {
      return true;
    }
    count--;
    return false;
  }

  private boolean isSwap(int i, int j) {
    return i + 1 < text.length()
        && j + 1 < target.length()
        && text.charAt(i) == target.charAt(j + 1)
        && text.charAt(i + 1) == target.charAt(j);
  }

  /** Where letters begin to differ if one of them was moved by more than a place; else -1. */
  static int moved(String made, String original) {
    int n = made.length();
    if (n != original.length()) {
      return -1;
    }
    int from = 0;
    while (from < n && made.charAt(from) == original.charAt(from)) {
      from++;
    }
    int last = n - 1;
    while (last > from && made.charAt(last) == original.charAt(last)) {
      last--;
    }
    int width = last - from;
    if (width < 2 || width > MAX_MOVE) {
      return -1;
    }
    boolean right =
        made.regionMatches(from, original, from + 1, width)
            && made.charAt(last) == original.charAt(from);
    boolean left =
        made.regionMatches(from + 1, original, from, width)
            && made.charAt(from) == original.charAt(last);
    return right || left ? from : -1;
  }

  /** How many characters an edit takes of the text that was made. */
  static int width(Kind kind) {
    return switch (kind) {
      case INSERTION, REPLACEMENT -> 1;
      case OMISSION -> 0;
      case SWAP -> 2;
    };
  }

  /** How many characters an edit takes of the target. */
  static int targetWidth(Kind kind) {
    return kind == Kind.INSERTION ? 0 : kind == Kind.SWAP ? 2 : 1;
  }
}
