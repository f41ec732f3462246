package io.phish.core.name.resemblance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is left of a name without what was put around it. */
final class Stems {
  /** Of a name, however it is cut; the first are those with the fewest words around them. */
  private static final int MAX = 6;

  /** By its marks a name has less stems; more than these take no keys. */
  static final int MAX_UNMARKED = 2;

  /** In letters: what stands beside a slip without a separator must be a word on its own. */
  private static final int MIN_JOINED = 4;

  /** What says in which language a package is written: one may stand for another. */
  private static final Set<String> MARKS =
      Set.of(
          "py", "python", "python2", "python3", "pip", "js", "ts", "node", "nodejs", "npm", "rb",
          "ruby", "gem", "rs", "rust", "go", "golang", "java", "lib");

  private static final int MAX_MARK = 7;

  /** Among the letters of the name. */
  record Stem(int from, int to) {}

  private final List<Stem> beside;

  /** A bit for each number of letters that are made of affixes, at the start and at the end. */
  private final int heads;

  private final int tails;

  Stems(Form form, Affixes affixes) {
    int before = 0;
    int behind = 0;
    int n = form.length();
    if (form.core == 0) {
      for (int cut = 1; cut <= longestCut(n); cut++) {
        before |= form.isMadeOf(affixes, 0, cut) ? 1 << cut : 0;
        behind |= form.isMadeOf(affixes, n - cut, n) ? 1 << cut : 0;
      }
    }
    heads = before;
    tails = behind;
    beside = form.core == 0 ? beside(form, affixes) : List.of();
  }

  /** How many letters may be cut off a name of so many. */
  static int longestCut(int length) {
    return Math.min(Affixes.MAX_LENGTH, length - Comparison.MIN_EMBEDDED);
  }

  /** Whether so many letters at the start are affixes; up to {@link #longestCut}. */
  boolean isHead(int cut) {
    return (heads >> cut & 1) != 0;
  }

  /** Whether so many letters at the end are affixes; up to {@link #longestCut}. */
  boolean isTail(int cut) {
    return (tails >> cut & 1) != 0;
  }

  /** What may be a target with a slip in it and affixes around it. */
  List<Stem> beside() {
    return beside;
  }

  private List<Stem> beside(Form form, Affixes affixes) {
    List<Stem> stems = new ArrayList<>(2);
    int words = form.wordCount();
    for (int i = 0; i < words && (i == 0 || affixes.contains(form.word(i - 1))); i++) {
      for (int j = words - 1; j >= i; j--) {
        if (j < words - 1 && !affixes.contains(form.word(j + 1))) {
          break;
        }
        if (j - i < words - 1) {
          add(form.wordStart(i), form.wordEnd(j), stems);
        }
      }
    }
    if (form.kind != NameKind.PACKAGE && words > 0) {
      addJoined(form, stems);
    }
    return stems;
  }

  private void addJoined(Form form, List<Stem> stems) {
    int n = form.length();
    for (int cut = MIN_JOINED; cut <= longestCut(n); cut++) {
      if (isHead(cut) && cut < form.wordEnd(0)) {
        add(cut, n, stems);
      }
      if (isTail(cut) && n - cut > form.wordStart(form.wordCount() - 1)) {
        add(0, n - cut, stems);
      }
    }
  }

  private static void add(int from, int to, List<Stem> stems) {
    if (to - from >= Comparison.MIN_FOLDED
        && to - from <= Comparison.MAX_EDITED
        && stems.size() < MAX) {
      stems.add(new Stem(from, to));
    }
  }

  /** What is left without the mark of a language, at either end. */
  static List<String> unmarked(Form form) {
    List<String> stems = new ArrayList<>(MAX_UNMARKED);
    if (form.kind != NameKind.PACKAGE || form.core > 0) {
      return stems;
    }
    String letters = form.letters;
    int n = letters.length();
    for (int cut = Math.min(MAX_MARK, n - Comparison.MIN_WITHIN); cut > 1; cut--) {
      if (stems.size() < MAX_UNMARKED && MARKS.contains(letters.substring(0, cut))) {
        stems.add(letters.substring(cut));
      }
      if (stems.size() < MAX_UNMARKED && MARKS.contains(letters.substring(n - cut))) {
        stems.add(letters.substring(0, n - cut));
      }
    }
    return stems;
  }
}
