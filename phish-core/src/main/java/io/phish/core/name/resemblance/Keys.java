package io.phish.core.name.resemblance;

import io.phish.core.name.resemblance.Candidates.Test;

/** What protected names are found by. */
final class Keys {
  /** In letters of the name that is asked about: those from which two may be taken away. */
  private static final int MIN_PAIRS = Comparison.MIN_TWO_EDITS - Edits.MAX;

  private static final int MAX_PAIRS = Comparison.MAX_TWO_EDITS + Edits.MAX;

  private static final int VIEWS_PER_NAME = View.values().length;

  /** Ways to look at a name; each has keys of its own. */
  private enum View {
    EXACT(1),
    LETTERS(2),
    CORE(3),
    LOOKS(4),
    VOWELS(5),
    NUMERALS(6),
    SOUND(7),
    ROTATION(8),
    WORDS(9),
    UNMARKED(10);

    final long salt;

    View(int number) {
      salt = number * 0x632be59bd9b4e019L;
    }
  }

  private final KeyTable deletions;
  private final KeyTable views;

  private Keys(KeyTable deletions, KeyTable views) {
    this.deletions = deletions;
    this.views = views;
  }

  static Keys of(ProtectedName[] names, Form[] forms) {
    long count = 0;
    long aliases = 0;
    for (int i = 0; i < names.length; i++) {
      count += deletions(forms[i].length());
      aliases += names[i].aliases().size();
    }
    Keys keys =
        new Keys(
            new KeyTable(count, names.length),
            new KeyTable((long) VIEWS_PER_NAME * names.length + aliases, names.length));
    for (int i = 0; i < names.length; i++) {
      keys.add(forms[i], i);
      for (String alias : names[i].aliases()) {
        NameChecks.require(alias, names[i].kind());
        keys.put(View.EXACT, Form.of(alias, names[i].kind()).identity(), i);
      }
    }
    return keys;
  }

  private static long deletions(int length) {
    return switch (Comparison.maxEdits(length)) {
      case 0 -> 0;
      case 1 -> 1 + length;
      default -> 1 + length + length * (length - 1) / 2;
    };
  }

  private void add(Form form, int number) {
    String letters = form.letters;
    put(View.EXACT, form.identity(), number);
    put(View.LETTERS, letters, number);
    if (form.core > 0) {
      put(View.CORE, letters.substring(form.core), number);
    }
    if (letters.length() >= Comparison.MIN_FOLDED) {
      put(View.LOOKS, form.looks(), number);
      put(View.VOWELS, form.vowels(), number);
      put(View.NUMERALS, form.numerals(), number);
      put(View.SOUND, form.sound(), number);
    }
    if (letters.length() >= Comparison.MIN_TURNED) {
      put(View.ROTATION, Folds.rotation(letters), number);
      if (form.wordCount() > 2) {
        put(View.WORDS, Folds.sorted(form), number);
      }
    }
    for (String stem : Stems.unmarked(form)) {
      put(View.UNMARKED, stem, number);
    }
    int limit = Comparison.maxEdits(letters.length());
    if (limit > 0) {
      Hashes hashes = new Hashes(letters);
      deletions.put(hashes.part(0, letters.length()), number);
      for (int i = 0; i < letters.length(); i++) {
        if (i == 0 || letters.charAt(i) != letters.charAt(i - 1)) {
          deletions.put(hashes.without(i), number);
        }
        for (int j = i + 1; limit > 1 && j < letters.length(); j++) {
          deletions.put(hashes.without(i, j), number);
        }
      }
    }
  }

  private void put(View view, String text, int number) {
    views.put(key(view, Hashes.of(text)), number);
  }

  private static long key(View view, long hash) {
    return hash + view.salt;
  }

  /** Collects the numbers of the names that this may be one of, or an alias of. */
  void collectSame(Form form, Candidates candidates) {
    find(View.EXACT, Hashes.of(form.identity()), candidates.in(Test.LETTERS));
    find(View.LETTERS, Hashes.of(form.letters), candidates);
  }

  /** Collects the numbers of the names that a name may resemble. */
  void collect(Form form, Affixes affixes, Stems stems, Candidates candidates) {
    String letters = form.letters;
    int n = letters.length();
    Hashes hashes = new Hashes(letters);
    if (n >= Comparison.MIN_ONE_EDIT - 1 && n <= Comparison.MAX_EDITED + 1) {
      collectSlips(letters, hashes, candidates.in(Test.SLIPS));
    }
    if (n >= Comparison.MIN_FOLDED - 2) {
      candidates.in(Test.FOLDS);
      find(View.LOOKS, Hashes.of(form.looks()), candidates);
      find(View.VOWELS, Hashes.of(form.vowels()), candidates);
      find(View.NUMERALS, Hashes.of(form.numerals()), candidates);
      find(View.SOUND, Hashes.of(form.sound()), candidates);
    }
    if (n >= Comparison.MIN_TURNED) {
      candidates.in(Test.ORDER);
      find(View.ROTATION, Hashes.of(Folds.rotation(letters)), candidates);
      if (form.wordCount() > 2) {
        find(View.WORDS, Hashes.of(Folds.sorted(form)), candidates);
      }
    }
    if (form.kind == NameKind.PACKAGE) {
      find(View.CORE, hashes.part(form.core, n), candidates.in(Test.SCOPE));
    }
    if (form.core == 0) {
      candidates.in(Test.WITHIN);
      collectRuns(form, hashes, form.kind == NameKind.PACKAGE ? affixes : word -> true, candidates);
      collectCuts(form, hashes, stems, candidates);
    }
    candidates.in(Test.BESIDE);
    for (Stems.Stem stem : stems.beside()) {
      collectBeside(letters.substring(stem.from(), stem.to()), candidates);
    }
    candidates.in(Test.MARKS);
    for (String stem : Stems.unmarked(form)) {
      find(View.UNMARKED, Hashes.of(stem), candidates);
    }
    candidates.in(Test.EMBEDDED);
    if (!form.subdomains.isEmpty()) {
      find(View.LETTERS, Hashes.of(Comparison.joined(form)), candidates);
    }
    for (String label : form.subdomains) {
      if (!label.isEmpty()) {
        Form part = Form.of(label, NameKind.LABEL);
        collectRuns(part, new Hashes(part.letters), word -> true, candidates);
      }
    }
  }

  private void find(View view, long hash, Candidates candidates) {
    views.forEach(key(view, hash), candidates);
  }

  private void collectSlips(String letters, Hashes hashes, Candidates candidates) {
    int n = letters.length();
    boolean pairs = n >= MIN_PAIRS && n <= MAX_PAIRS;
    deletions.forEach(hashes.part(0, n), candidates);
    for (int i = 0; i < n; i++) {
      if (i == 0 || letters.charAt(i) != letters.charAt(i - 1)) {
        deletions.forEach(hashes.without(i), candidates);
      }
      for (int j = i + 1; pairs && j < n; j++) {
        deletions.forEach(hashes.without(i, j), candidates);
      }
    }
  }

  /** One slip in what is left without affixes. */
  private void collectBeside(String stem, Candidates candidates) {
    find(View.LOOKS, Hashes.of(Folds.looks(stem)), candidates);
    if (stem.length() >= Comparison.MIN_BESIDE - 1) {
      Hashes hashes = new Hashes(stem);
      deletions.forEach(hashes.part(0, stem.length()), candidates);
      for (int i = 0; i < stem.length(); i++) {
        if (i == 0 || stem.charAt(i) != stem.charAt(i - 1)) {
          deletions.forEach(hashes.without(i), candidates);
        }
      }
    }
  }

  /** What is left without an affix that is no word of its own. */
  private void collectCuts(Form form, Hashes hashes, Stems stems, Candidates candidates) {
    int n = form.length();
    for (int cut = 1; cut <= Stems.longestCut(n); cut++) {
      if (stems.isHead(cut)) {
        find(View.LETTERS, hashes.part(cut, n), candidates);
      }
      if (stems.isTail(cut)) {
        find(View.LETTERS, hashes.part(0, n - cut), candidates);
      }
    }
  }

  /** Runs of words, where all others may be added to a name. */
  private void collectRuns(Form form, Hashes hashes, Affixes added, Candidates candidates) {
    int words = form.wordCount();
    for (int i = 0; i < words; i++) {
      if (i > 0 && !added.contains(form.word(i - 1))) {
        return;
      }
      for (int j = form.wordCount() - 1; j >= i; j--) {
        if (j < form.wordCount() - 1 && !added.contains(form.word(j + 1))) {
          break;
        }
        find(View.LETTERS, hashes.part(form.wordStart(i), form.wordEnd(j)), candidates);
      }
    }
  }
}
