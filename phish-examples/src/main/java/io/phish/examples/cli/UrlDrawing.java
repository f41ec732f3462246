package io.phish.examples.cli;

import io.phish.core.url.Span;
import io.phish.core.url.UrlExplanation.Part;
import java.util.ArrayList;
import java.util.List;

/** A URL over as many lines as it takes, and under each line what is marked in it. */
final class UrlDrawing {
  /** So many lines that are marked alike from end to end are drawn; more are counted. */
  private static final int MAX_ALIKE = 3;

  private final String text;
  private final List<Mark> marks;
  private final Palette palette;
  private final int gutter;
  private final int width;

  /** What each character looks like: itself, or its number if a terminal might obey it. */
  private final String[] cells;

  /** By character: above 0 if what is marked there speaks for phishing. */
  private final double[] heat;

  UrlDrawing(String text, List<MarkedPart> parts, Palette palette, int width) {
    this.text = text;
    this.marks = marks(parts);
    this.palette = palette;
    this.gutter = 3 + marks.stream().mapToInt(mark -> mark.letters.length()).max().orElse(1);
    this.width = width - gutter;
    this.cells = cells(text);
    this.heat = new double[text.length()];
    for (Mark mark : marks) {
      for (Span span : mark.spans) {
        for (int i = span.start(); i < span.end(); i++) {
          heat[i] += mark.weight;
        }
      }
    }
  }

  /**
   * One row of marks.
   *
   * @param letters of all that are seen in the same place and move it the same way
   * @param weight of them together
   * @param words of the one, empty if there are several
   */
  private record Mark(String letters, List<Span> spans, double weight, String words) {

    boolean isWith(Part part) {
      return spans.equals(part.spans()) && weight < 0 == part.contribution() < 0;
    }

    Mark with(MarkedPart other) {
      return new Mark(letters + other.letter(), spans, weight + other.part().contribution(), "");
    }

    boolean covers(int offset) {
      for (Span span : spans) {
        if (offset >= span.start() && offset < span.end()) {
          return true;
        }
      }
      return false;
    }
  }

  private static List<Mark> marks(List<MarkedPart> parts) {
    List<Mark> marks = new ArrayList<>();
    for (MarkedPart marked : parts) {
      if (marked.isMarked()) {
        add(marks, marked);
      }
    }
    return marks;
  }

  private static void add(List<Mark> marks, MarkedPart marked) {
    Part part = marked.part();
    for (int i = 0; i < marks.size(); i++) {
      if (marks.get(i).isWith(part)) {
        marks.set(i, marks.get(i).with(marked));
        return;
      }
    }
    marks.add(
        new Mark(
            marked.letter(), part.spans(), part.contribution(), SafeText.escape(part.phrase())));
  }

  private static String[] cells(String text) {
    String[] cells = new String[text.length()];
    for (int i = 0; i < cells.length; ) {
      int next = text.offsetByCodePoints(i, 1);
      cells[i] = SafeText.escape(text.substring(i, next));
      for (int rest = i + 1; rest < next; rest++) {
        cells[rest] = "";
      }
      i = next;
    }
    return cells;
  }

  /** The lines, each ended. */
  String draw() {
    StringBuilder out = new StringBuilder(4 * Math.min(text.length(), 4_096) + 256);
    String before = "";
    int alike = 0;
    int skipped = 0;
    for (int start = 0; start < cells.length; ) {
      int end = lineEnd(start);
      String marked = markedThroughout(start, end);
      alike = !marked.isEmpty() && marked.equals(before) ? alike + 1 : 0;
      before = marked;
      if (alike >= MAX_ALIKE && end < cells.length) {
        skipped += end - start;
      } else {
        skipped(out, skipped);
        skipped = 0;
        out.append(" ".repeat(gutter)).append(line(start, end)).append('\n');
        rows(start, end).forEach(row -> out.append(row).append('\n'));
      }
      start = end;
    }
    return out.toString();
  }

  /** The marks of a line with a sign for none; empty if one of them begins or ends within it. */
  private String markedThroughout(int start, int end) {
    StringBuilder marked = new StringBuilder("-");
    for (Mark mark : marks) {
      boolean first = mark.covers(start);
      for (int i = start + 1; i < end; i++) {
        if (mark.covers(i) != first) {
          return "";
        }
      }
      marked.append(first ? mark.letters : "-");
    }
    return marked.toString();
  }

  private void skipped(StringBuilder out, int characters) {
    if (characters > 0) {
      String words = "... " + characters + " more like these ...";
      out.append(" ".repeat(gutter)).append(palette.faint(words)).append('\n');
    }
  }

  private int lineEnd(int start) {
    int end = start;
    for (int used = 0; end < cells.length && used + cells[end].length() <= width; end++) {
      used += cells[end].length();
    }
    return Math.max(end, start + 1);
  }

  /** Runs of one colour are painted at once. */
  private String line(int start, int end) {
    StringBuilder line = new StringBuilder();
    for (int i = start; i < end; ) {
      double sign = Math.signum(heat[i]);
      StringBuilder run = new StringBuilder();
      for (; i < end && Math.signum(heat[i]) == sign; i++) {
        run.append(cells[i]);
      }
      line.append(sign == 0 ? run : palette.weight(sign, run.toString()));
    }
    return line.toString();
  }

  private List<String> rows(int start, int end) {
    List<String> rows = new ArrayList<>();
    for (Mark mark : marks) {
      StringBuilder row = new StringBuilder();
      for (int i = start; i < end; i++) {
        String sign = mark.weight < 0 ? "~" : "^";
        row.append((mark.covers(i) ? sign : " ").repeat(cells[i].length()));
      }
      String marked = row.toString().stripTrailing();
      if (!marked.isEmpty()) {
        rows.add(labelled(mark, marked));
      }
    }
    return rows;
  }

  /** With the words beside it if there is room for them. */
  private String labelled(Mark mark, String marked) {
    boolean fits = !mark.words.isEmpty() && marked.length() + 2 + mark.words.length() <= width;
    String signs = marked.stripLeading();
    return "  "
        + palette.bold(Table.padded(mark.letters, gutter - 3))
        + " ".repeat(1 + marked.length() - signs.length())
        + palette.weight(mark.weight, signs)
        + (fits ? "  " + palette.faint(mark.words) : "");
  }
}
