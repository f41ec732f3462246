package io.phish.examples.cli;

import java.util.ArrayList;
import java.util.List;

/** Text in columns, each as wide as its widest cell; every cell is escaped. */
final class Table {
  private final List<String[]> rows = new ArrayList<>();
  private final int[] widths;

  Table(String... header) {
    widths = new int[header.length];
    row(header);
  }

  Table row(String... cells) {
    if (cells.length != widths.length) {
      throw new IllegalArgumentException(cells.length + " cells in " + widths.length + " columns");
    }
    String[] row = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      row[i] = SafeText.escape(cells[i]);
      widths[i] = Math.max(widths[i], row[i].length());
    }
    rows.add(row);
    return this;
  }

  /** Whether there is nothing below the header. */
  boolean isEmpty() {
    return rows.size() == 1;
  }

  String render(String indent, Palette palette) {
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder line = new StringBuilder(indent);
      String[] row = rows.get(r);
      for (int i = 0; i < row.length; i++) {
        line.append(padded(row[i], widths[i])).append("  ");
      }
      String plain = line.toString().stripTrailing();
      text.append(r == 0 ? palette.faint(plain) : plain).append('\n');
    }
    return text.toString();
  }

  static String padded(String text, int width) {
    return text.length() >= width ? text : text + " ".repeat(width - text.length());
  }
}
