package io.phish.core.name.permutation;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which keys lie beside each other. A row is shifted by half a key against the one above, so that a
 * key has two neighbours in its row, two above and two below.
 */
final class Keyboard {
  private static final List<List<String>> LAYOUTS =
      List.of(
          List.of("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"),
          List.of("1234567890", "qwertzuiop", "asdfghjkl", "yxcvbnm"),
          List.of("1234567890", "azertyuiop", "qsdfghjklm", "wxcvbn"));

  private static final int[][] NEIGHBOURS = new int[128][];

  static {
    for (char c = 0; c < NEIGHBOURS.length; c++) {
      Set<Integer> neighbours = new TreeSet<>();
      for (List<String> layout : LAYOUTS) {
        collect(layout, c, neighbours);
      }
      NEIGHBOURS[c] = neighbours.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  private Keyboard() {}

  /** The neighbours of a letter or digit on a QWERTY, QWERTZ or AZERTY keyboard, in order. */
  static int[] neighbours(int c) {
    return c < NEIGHBOURS.length ? NEIGHBOURS[c] : NEIGHBOURS[0];
  }

  private static void collect(List<String> layout, char c, Set<Integer> neighbours) {
    for (int row = 0; row < layout.size(); row++) {
      int column = layout.get(row).indexOf(c);
      if (column >= 0) {
        key(layout, row, column - 1, neighbours);
        key(layout, row, column + 1, neighbours);
        key(layout, row - 1, column, neighbours);
        key(layout, row - 1, column + 1, neighbours);
        key(layout, row + 1, column - 1, neighbours);
        key(layout, row + 1, column, neighbours);
      }
    }
  }

  private static void key(List<String> layout, int row, int column, Set<Integer> neighbours) {
    if (row >= 0 && row < layout.size() && column >= 0 && column < layout.get(row).length()) {
      neighbours.add((int) layout.get(row).charAt(column));
    }
  }
}
