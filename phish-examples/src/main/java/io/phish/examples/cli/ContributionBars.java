package io.phish.examples.cli;

import io.phish.core.url.UrlExplanation.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Numbers as bars on both sides of an axis: away from phishing to the left, towards it right. */
final class ContributionBars {
  private static final int MAX_HALF = 16;

  /** What stands beside bars and words: a letter, a number, the axis and spaces. */
  private static final int FIXED = 16;

  private final Palette palette;
  private final boolean ascii;
  private final int half;
  private final int room;
  private final List<Row> rows = new ArrayList<>();

  private record Row(String letter, double weight, String words) {}

  /**
   * Bars without rows.
   *
   * @param width of the terminal
   */
  ContributionBars(Palette palette, boolean ascii, int width) {
    this.palette = palette;
    this.ascii = ascii;
    this.half = Math.max(4, Math.min(MAX_HALF, (width - FIXED) / 8));
    this.room = Math.max(12, width - FIXED - 2 * half);
  }

  void add(String letter, double weight, String words) {
    rows.add(new Row(letter, weight, words));
  }

  void add(MarkedPart part) {
    Part each = part.part();
    add(part.letter(), each.contribution(), each.phrase());
  }

  String render() {
    double most = 0;
    for (Row row : rows) {
      most = Math.max(most, Math.abs(row.weight));
    }
    StringBuilder out = new StringBuilder(rows.size() * 128);
    for (Row row : rows) {
      out.append("  ")
          .append(palette.bold(Table.padded(row.letter, 1)))
          .append("  ")
          .append(number(row.weight))
          .append("  ")
          .append(bar(row.weight, most))
          .append("  ")
          .append(words(row.words))
          .append('\n');
    }
    return out.toString();
  }

  /** With no minus before what is shown as nothing. */
  private static String number(double weight) {
    return String.format(Locale.ROOT, "%+6.2f", Math.rint(weight * 100) / 100 + 0.0);
  }

  /** In halves of a character, of which {@code half} is the most. */
  private String bar(double weight, double most) {
    int halves = most == 0 ? 0 : (int) Math.round(2 * half * Math.abs(weight) / most);
    if (ascii) {
      halves = (halves + 1) / 2 * 2;
    }
    String full = (ascii ? "#" : "\u2588").repeat(halves / 2);
    String end = halves % 2 == 0 ? "" : weight < 0 ? "\u2590" : "\u258C";
    String bar = weight < 0 ? end + full : full + end;
    String space = " ".repeat(half - bar.length());
    String axis = ascii ? "|" : "\u2502";
    return weight < 0
        ? space + palette.weight(weight, bar) + axis + " ".repeat(half)
        : " ".repeat(half) + axis + palette.weight(weight, bar) + space;
  }

  private String words(String words) {
    String safe = SafeText.escape(words);
    return safe.length() <= room ? safe : safe.substring(0, room - 3) + "...";
  }
}
