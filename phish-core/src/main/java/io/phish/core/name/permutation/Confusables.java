package io.phish.core.name.permutation;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.UnicodeSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The characters that UTS 39 gives the skeleton of a letter or digit, of any script that is written
 * from left to right, and Latin letters with two marks.
 */
final class Confusables {
  private static final String SETS =
      "[[[:Ll:][:Lo:]]&[:Bidi_Class=L:]-[:ASCII:]-[:Han:]-[:Hangul:]-[:Yi:]-[:Tangut:]"
          + "-[:Egyptian_Hieroglyphs:]-[:Cuneiform:]]";

  private static final int[] NONE = {};
  private static final Map<Integer, int[]> BY_CHARACTER = byCharacter();

  private Confusables() {}

  /** What a character may be taken for, but for ASCII. */
  static int[] of(int c) {
    return BY_CHARACTER.getOrDefault(c, NONE);
  }

  private static Map<Integer, int[]> byCharacter() {
    SpoofChecker checker = new SpoofChecker.Builder().build();
    Normalizer2 folding = Normalizer2.getNFKCCasefoldInstance();
    Normalizer2 decomposition = Normalizer2.getNFDInstance();
    Map<String, int[]> bySkeleton = new HashMap<>();
    Map<Integer, int[]> byBase = new HashMap<>();
    for (String letter : new UnicodeSet(SETS)) {
      if (folding.isNormalized(letter)) {
        int c = letter.codePointAt(0);
        bySkeleton.merge(checker.getSkeleton(letter), new int[] {c}, Confusables::concat);
        byBase.merge(
            (int) decomposition.normalize(letter).charAt(0), new int[] {c}, Confusables::concat);
      }
    }
    Map<Integer, int[]> result = new HashMap<>();
    for (int c : "0123456789abcdefghijklmnopqrstuvwxyz".chars().toArray()) {
      int[] alike = bySkeleton.getOrDefault(checker.getSkeleton(Character.toString(c)), NONE);
      int[] marked = byBase.getOrDefault(c, NONE);
      result.put(c, concat(alike, marked));
    }
    return result;
  }

  private static int[] concat(int[] a, int[] b) {
    int[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
