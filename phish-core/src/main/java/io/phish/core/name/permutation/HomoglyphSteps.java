package io.phish.core.name.permutation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * One replacement by a glyph of like shape, then every second one: of another place, of a glyph
 * that came in, or of one that came in and its neighbour. Where a character stands twice in a row,
 * both may be replaced at once.
 *
 * <p>A pair of replacements that do not touch gives the same name in either order, so the second is
 * looked for to the right of the first only.
 */
final class HomoglyphSteps implements Iterator<Step> {
  private final int[] label;
  private final List<Form> firsts = new ArrayList<>();
  private int next = -1;

  /** A label with one replacement, which starts at an index. */
  private static final class Form {
    final int[] points;
    final int at;

    Form(int[] points, int at) {
      this.points = points;
      this.at = at;
    }
  }

  HomoglyphSteps(int[] label) {
    this.label = label;
  }

  @Override
  public boolean hasNext() {
    return next < firsts.size();
  }

  @Override
  public Step next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int index = next++;
    return index < 0 ? this::first : sink -> second(firsts.get(index), sink);
  }

  private void first(Sink sink) {
    Edit edit =
        new Edit(label, sink) {
          @Override
          void give(int[] points, int length, int at) {
            firsts.add(new Form(Arrays.copyOf(points, length), at));
            super.give(points, length, at);
          }
        };
    replaceAll(edit, 0);
  }

  private static void second(Form form, Sink sink) {
    replaceAll(new Edit(form.points, sink), form.at);
  }

  /** Every replacement that touches what stands at an index or to its right. */
  private static void replaceAll(Edit edit, int from) {
    int[] points = edit.label;
    for (int i = Math.max(0, from - 1); i < points.length; i++) {
      int c = points[i];
      if (i >= from) {
        for (int[] glyph : Glyphs.of(c)) {
          edit.replace(i, 1, glyph);
        }
      }
      if (i + 1 < points.length) {
        if (c == points[i + 1]) {
          for (int[] glyph : Glyphs.of(c)) {
            edit.replace(i, 2, twice(glyph));
          }
        }
        for (int[] glyph : Glyphs.of(c, points[i + 1])) {
          edit.replace(i, 2, glyph);
        }
      }
    }
  }

  private static int[] twice(int[] glyph) {
    int[] two = Arrays.copyOf(glyph, 2 * glyph.length);
    System.arraycopy(glyph, 0, two, glyph.length, glyph.length);
    return two;
  }
}
