package io.phish.core.name.resemblance;

import static io.phish.core.name.resemblance.ResemblanceRule.AFFIX;
import static io.phish.core.name.resemblance.ResemblanceRule.AFFIX_SLIP;
import static io.phish.core.name.resemblance.ResemblanceRule.AFFIX_SWAP;
import static io.phish.core.name.resemblance.ResemblanceRule.EMBEDDING;
import static io.phish.core.name.resemblance.ResemblanceRule.HOMOGLYPH;
import static io.phish.core.name.resemblance.ResemblanceRule.HOMOPHONE;
import static io.phish.core.name.resemblance.ResemblanceRule.LEET;
import static io.phish.core.name.resemblance.ResemblanceRule.MOVE;
import static io.phish.core.name.resemblance.ResemblanceRule.NUMERAL;
import static io.phish.core.name.resemblance.ResemblanceRule.SCOPE;
import static io.phish.core.name.resemblance.ResemblanceRule.SEPARATOR;
import static io.phish.core.name.resemblance.ResemblanceRule.SKELETON;
import static io.phish.core.name.resemblance.ResemblanceRule.TLD_SWAP;
import static io.phish.core.name.resemblance.ResemblanceRule.TWO_EDITS;
import static io.phish.core.name.resemblance.ResemblanceRule.VOWEL_SWAP;
import static io.phish.core.name.resemblance.ResemblanceRule.WORD_ORDER;

import io.phish.core.name.resemblance.Candidates.Test;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares one name with one protected name after the other. The strictest rule that holds is told.
 */
final class Comparison {
  /** In letters of the target; in shorter ones a slip makes another word. */
  static final int MIN_ONE_EDIT = 4;

  static final int MIN_TWO_EDITS = 8;

  /** In letters of the target; two slips in longer ones would take too many keys. */
  static final int MAX_TWO_EDITS = 16;

  /** Letters in which slips are looked for. */
  static final int MAX_EDITED = 64;

  static final int MIN_FOLDED = 5;
  static final int MIN_TURNED = 6;
  static final int MIN_WITHIN = 4;
  static final int MIN_EMBEDDED = 5;
  static final int MIN_BESIDE = 6;

  /** How many letters may stand for one that looks like them. */
  private static final int MAX_WIDENED = 2;

  private static final Test[] TESTS = Test.values();

  private final Form form;
  private final Affixes affixes;
  private final Edits edits = new Edits();
  private @Nullable Stems stems;
  private @Nullable List<String> unmarked;

  /** Of the labels before the registrable one; made for the first target. */
  private @Nullable String joined;

  private List<Form> parts = List.of();

  /**
   * A comparison.
   *
   * @param stems of the name, null if they have not been needed yet
   */
  Comparison(Form form, Affixes affixes, @Nullable Stems stems) {
    this.form = form;
    this.affixes = affixes;
    this.stems = stems;
  }

  /** How many slips are looked for in a target of so many letters. */
  static int maxEdits(int length) {
    if (length < MIN_ONE_EDIT || length > MAX_EDITED) {
      return 0;
    }
    return length >= MIN_TWO_EDITS && length <= MAX_TWO_EDITS ? 2 : 1;
  }

  /** All tests, as a candidate that is compared without having been looked up needs them. */
  static final int ALL_TESTS = 511;

  /**
   * What the name has in common with the target; null if it is not enough to be told.
   *
   * @param tests by their bits, those worth a try
   */
  @Nullable Match with(Form target, int tests) {
    if (form.letters.equals(target.letters)) {
      return sameLetters(target);
    }
    Match weakest = null;
    for (Test test : TESTS) {
      Match match = (tests & test.bit) == 0 ? null : run(test, target);
      if (match != null && match.rule() != TWO_EDITS) {
        return match;
      }
      weakest = match == null ? weakest : match;
    }
    return weakest;
  }

  private @Nullable Match run(Test test, Form target) {
    return switch (test) {
      case LETTERS -> null;
      case SLIPS -> slips(target);
      case FOLDS -> folds(target);
      case ORDER -> order(target);
      case SCOPE -> scope(target);
      case WITHIN -> within(target);
      case BESIDE -> beside(target);
      case MARKS -> marks(target);
      case EMBEDDED -> embedded(target);
    };
  }

  private @Nullable Match sameLetters(Form target) {
    int length = target.length();
    if (form.folded && !form.canonical.equals(target.canonical)) {
      return new Match(SKELETON, 0, looks(target));
    }
    if (!form.canonical.equals(target.canonical)) {
      boolean scope = form.core != target.core;
      return new Match(scope ? SCOPE : SEPARATOR, 1, separators(target));
    }
    if (!form.suffix.isEmpty() && !target.suffix.isEmpty() && !form.suffix.equals(target.suffix)) {
      int start = form.place(form.length()) + 1;
      int targetStart = target.place(length) + 1;
      return new Match(
          TLD_SWAP,
          1,
          List.of(
              new Difference(
                  start,
                  Math.max(start, form.shown.length()),
                  targetStart,
                  Math.max(targetStart, target.shown.length()))));
    }
    return embedded(target);
  }

  /** The letters that are not what they were read as. */
  private List<Difference> looks(Form target) {
    List<Difference> differences = new ArrayList<>();
    for (int i = 0; i < form.length(); i++) {
      int place = form.place(i);
      int end = form.placeAfter(i);
      char original = target.shown.charAt(target.place(i));
      if (end - place != 1 || Character.toLowerCase(form.shown.charAt(place)) != original) {
        if (!differences.isEmpty() && differences.get(differences.size() - 1).from() == place) {
          continue;
        }
        differences.add(new Difference(place, end, target.place(i), target.placeAfter(i)));
      }
    }
    return differences;
  }

  private List<Difference> separators(Form target) {
    List<Difference> differences = new ArrayList<>();
    for (int i = 0; i < form.length(); i++) {
      int before = i == 0 ? form.place(0) : form.placeAfter(i - 1);
      int targetBefore = i == 0 ? target.place(0) : target.placeAfter(i - 1);
      String gap = form.shown.substring(Math.min(before, form.place(i)), form.place(i));
      String targetGap =
          target.shown.substring(Math.min(targetBefore, target.place(i)), target.place(i));
      if (!gap.equals(targetGap)) {
        differences.add(new Difference(before, form.place(i), targetBefore, target.place(i)));
      }
    }
    return differences;
  }

  /** Whether slips may have made the letters of these; the quick half of the test. */
  boolean mayHaveSlipped(String letters) {
    int limit = maxEdits(letters.length());
    return limit > 0
        && form.length() <= MAX_EDITED + limit
        && (edits.find(form.letters, letters, limit) >= 0
            || Edits.moved(form.letters, letters) >= 0);
  }

  private @Nullable Match slips(Form target) {
    int limit = maxEdits(target.length());
    // A scope that is missing is more than a slip.
    if (limit == 0
        || form.length() > MAX_EDITED + limit
        || (form.core == 0) != (target.core == 0)) {
      return null;
    }
    int count = edits.find(form.letters, target.letters, limit);
    if (count < 0 || count == 2) {
      Match move = move(target);
      if (move != null || count < 0) {
        return move;
      }
    }
    List<Difference> differences = new ArrayList<>(count);
    ResemblanceRule rule = TWO_EDITS;
    boolean vowels = true;
    for (int i = 0; i < count; i++) {
      Edits.Kind kind = edits.kinds[i];
      rule = Slip.rule(kind, form, edits.at[i], target, edits.targetAt[i]);
      vowels &= rule == VOWEL_SWAP;
      differences.add(
          difference(
              edits.at[i], Edits.width(kind), target, edits.targetAt[i], Edits.targetWidth(kind)));
    }
    if (count == 2) {
      rule = vowels ? VOWEL_SWAP : TWO_EDITS;
    }
    return new Match(rule, count, differences);
  }

  private Difference difference(int at, int width, Form target, int targetAt, int targetWidth) {
    int from = form.place(at);
    int targetFrom = target.place(targetAt);
    return new Difference(
        from,
        width == 0 ? from : form.placeAfter(at + width - 1),
        targetFrom,
        targetWidth == 0 ? targetFrom : target.placeAfter(targetAt + targetWidth - 1));
  }

  private @Nullable Match move(Form target) {
    int from = Edits.moved(form.letters, target.letters);
    if (from < 0) {
      return null;
    }
    int to = form.length();
    while (form.letters.charAt(to - 1) == target.letters.charAt(to - 1)) {
      to--;
    }
    return new Match(MOVE, 1, List.of(difference(from, to - from, target, from, to - from)));
  }

  private @Nullable Match folds(Form target) {
    if (target.length() < MIN_FOLDED) {
      return null;
    }
    if (form.looks().equals(target.looks())) {
      return new Match(isLeet(target) ? LEET : HOMOGLYPH, 2, middle(target));
    }
    if (form.length() == target.length() && form.vowels().equals(target.vowels())) {
      return new Match(VOWEL_SWAP, changed(target), middle(target));
    }
    if (form.numerals().equals(target.numerals())) {
      return new Match(NUMERAL, 2, middle(target));
    }
    if (form.sound().equals(target.sound())) {
      return new Match(HOMOPHONE, 2, middle(target));
    }
    return null;
  }

  private boolean isLeet(Form target) {
    if (form.length() != target.length()) {
      return false;
    }
    for (int i = 0; i < form.length(); i++) {
      char c = form.letters.charAt(i);
      char original = target.letters.charAt(i);
      if (c != original && !Alike.isGlyph(c, original)) {
        return true;
      }
    }
    return false;
  }

  private int changed(Form target) {
    int changed = 0;
    for (int i = 0; i < form.length(); i++) {
      changed += form.letters.charAt(i) == target.letters.charAt(i) ? 0 : 1;
    }
    return changed;
  }

  /** What is neither at the start nor at the end of both. */
  private List<Difference> middle(Form target) {
    int shorter = Math.min(form.length(), target.length());
    int head = 0;
    while (head < shorter && form.letters.charAt(head) == target.letters.charAt(head)) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && form.letters.charAt(form.length() - 1 - tail)
            == target.letters.charAt(target.length() - 1 - tail)) {
      tail++;
    }
    return List.of(
        difference(head, form.length() - tail - head, target, head, target.length() - tail - head));
  }

  private @Nullable Match order(Form target) {
    if (form.length() != target.length() || target.length() < MIN_TURNED) {
      return null;
    }
    boolean turned = (form.letters + form.letters).contains(target.letters);
    boolean same =
        turned
            || (form.wordCount() > 1
                && form.wordCount() == target.wordCount()
                && Folds.sorted(form).equals(Folds.sorted(target)));
    return same ? new Match(WORD_ORDER, 1, middle(target)) : null;
  }

  private @Nullable Match scope(Form target) {
    if (target.core == 0) {
      return null;
    }
    int length = target.length() - target.core;
    boolean sameCore =
        form.length() - form.core == length
            && form.letters.regionMatches(form.core, target.letters, target.core, length);
    if (!sameCore || length < MIN_WITHIN) {
      return null;
    }
    if (form.core == 0) {
      int place = form.place(0);
      return new Match(
          SCOPE, 1, List.of(new Difference(place, place, 0, target.place(target.core))));
    }
    // com.example:artifact for org.example:artifact
    int rest = form.core - form.wordEnd(0);
    return rest > 2
            && form.shown.indexOf(':') >= 0
            && target.core - target.wordEnd(0) == rest
            && form.letters.regionMatches(form.wordEnd(0), target.letters, target.wordEnd(0), rest)
        ? new Match(SCOPE, 1, List.of(difference(0, form.wordEnd(0), target, 0, target.wordEnd(0))))
        : null;
  }

  /** The target with words added. */
  private @Nullable Match within(Form target) {
    if (form.core > 0 || target.length() < MIN_WITHIN) {
      return null;
    }
    boolean host = form.kind != NameKind.PACKAGE;
    for (int at = form.letters.indexOf(target.letters);
        at >= 0;
        at = form.letters.indexOf(target.letters, at + 1)) {
      int end = at + target.length();
      boolean words = form.isBoundary(at) && form.isBoundary(end);
      boolean cut =
          (at == 0 || end == form.length())
              && target.length() >= MIN_EMBEDDED
              && form.length() - target.length() <= Affixes.MAX_LENGTH;
      if ((words || cut)
          && form.isMadeOf(affixes, 0, at)
          && form.isMadeOf(affixes, end, form.length())) {
        return added(AFFIX, target, at, end);
      }
      // Other packages are named after those that they extend.
      if (words && host && target.length() >= MIN_EMBEDDED) {
        return added(EMBEDDING, target, at, end);
      }
    }
    return null;
  }

  /** The target with words added, and a slip in it. */
  private @Nullable Match beside(Form target) {
    if (target.core > 0
        || target.length() < MIN_FOLDED
        || target.length() > MAX_WIDENED * form.length()) {
      return null;
    }
    if (stems == null) {
      stems = new Stems(form, affixes);
    }
    for (Stems.Stem stem : stems.beside()) {
      String letters = form.letters.substring(stem.from(), stem.to());
      if (target.length() >= MIN_BESIDE && edits.find(letters, target.letters, 1) == 1) {
        Edits.Kind kind = edits.kinds[0];
        int at = stem.from() + edits.at[0];
        ResemblanceRule slip = Slip.rule(kind, form, at, target, edits.targetAt[0]);
        int width = Edits.width(kind);
        int targetWidth = Edits.targetWidth(kind);
        return beside(
            stem, slip, difference(at, width, target, edits.targetAt[0], targetWidth), target);
      }
      if (!letters.equals(target.letters) && Folds.looks(letters).equals(target.looks())) {
        int width = stem.to() - stem.from();
        return beside(
            stem, HOMOGLYPH, difference(stem.from(), width, target, 0, target.length()), target);
      }
    }
    return null;
  }

  private Match beside(Stems.Stem stem, ResemblanceRule slip, Difference difference, Form target) {
    List<Difference> differences = new ArrayList<>(3);
    int start = target.place(0);
    int stop = target.place(target.length());
    if (stem.from() > 0) {
      differences.add(new Difference(form.place(0), form.place(stem.from()), start, start));
    }
    differences.add(difference);
    if (stem.to() < form.length()) {
      differences.add(
          new Difference(form.placeAfter(stem.to() - 1), form.place(form.length()), stop, stop));
    }
    int added = form.length() - (stem.to() - stem.from());
    return new Match(AFFIX_SLIP, slip, 1 + added, differences);
  }

  /** The same with the mark of another language. */
  private @Nullable Match marks(Form target) {
    if (unmarked == null) {
      unmarked = Stems.unmarked(form);
    }
    for (String stem : Stems.unmarked(target)) {
      if (unmarked.contains(stem)) {
        return new Match(
            AFFIX_SWAP, Math.max(form.length(), target.length()) - stem.length(), middle(target));
      }
    }
    return null;
  }

  private Match added(ResemblanceRule rule, Form target, int at, int end) {
    List<Difference> differences = new ArrayList<>(2);
    if (at > 0) {
      int start = target.place(0);
      differences.add(new Difference(form.place(0), form.place(at), start, start));
    }
    if (end < form.length()) {
      int stop = target.place(target.length());
      differences.add(
          new Difference(form.placeAfter(end - 1), form.place(form.length()), stop, stop));
    }
    return new Match(rule, form.length() - target.length(), differences);
  }

  /** The target as a label, or as a word of a label, in front of another registrable domain. */
  private @Nullable Match embedded(Form target) {
    if (form.subdomains.isEmpty()) {
      return null;
    }
    if (joined == null) {
      joined = joined(form);
      parts = parts(form);
    }
    if (joined.equals(target.letters)) {
      int end = target.place(target.length());
      return new Match(
          SEPARATOR,
          1,
          List.of(new Difference(0, form.place(form.length()), target.place(0), end)));
    }
    int start = 0;
    for (int i = 0; i < form.subdomains.size(); i++) {
      Form part = parts.get(i);
      int at = part.letters.equals(target.letters) ? 0 : wordRun(part, target);
      if (at >= 0 && (part.length() == target.length() || target.length() >= MIN_EMBEDDED)) {
        int from = start + part.place(at);
        int to = start + part.placeAfter(at + target.length() - 1);
        boolean whole =
            !target.suffix.isEmpty()
                && form.shown.regionMatches(true, to + 1, target.suffix, 0, target.suffix.length());
        return new Match(
            EMBEDDING,
            whole ? 0 : 1,
            List.of(new Difference(from, to, target.place(0), target.place(target.length()))));
      }
      start += form.subdomains.get(i).length() + 1;
    }
    return null;
  }

  private static List<Form> parts(Form form) {
    List<Form> parts = new ArrayList<>(form.subdomains.size());
    for (String label : form.subdomains) {
      parts.add(Form.of(label.isEmpty() ? "-" : label, NameKind.LABEL));
    }
    return parts;
  }

  /** The letters of all labels before the suffix; empty if there is one only. */
  static String joined(Form form) {
    if (form.subdomains.isEmpty()) {
      return "";
    }
    String all = String.join("", form.subdomains) + form.letters;
    return all.length() <= MAX_EDITED ? Form.of(all, NameKind.LABEL).letters : "";
  }

  private static int wordRun(Form part, Form target) {
    int at = part.letters.indexOf(target.letters);
    return at >= 0 && part.isBoundary(at) && part.isBoundary(at + target.length()) ? at : -1;
  }
}
