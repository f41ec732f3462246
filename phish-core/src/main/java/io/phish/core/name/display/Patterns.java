package io.phish.core.name.display;

import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.UnicodeSet;
import org.jspecify.annotations.Nullable;

/** What a character must not stand beside. */
final class Patterns {
  private static final UnicodeSet LATIN_GREEK_CYRILLIC =
      new UnicodeSet("[[:Latin:][:Greek:][:Cyrillic:]]").freeze();

  private static final UnicodeSet KANA = new UnicodeSet("[[:scx=Kana:][:scx=Hira:]]").freeze();

  private static final UnicodeSet EAST_ASIAN =
      new UnicodeSet("[[:scx=Kana:][:scx=Hira:][:scx=Hani:][:scx=Bopo:][:scx=Hang:]]").freeze();

  private static final UnicodeSet ASCII_ALPHANUMERIC = new UnicodeSet("[a-z0-9]").freeze();

  /** No, so, zo and n of Katakana, which pass for slashes. */
  private static final UnicodeSet SLASHES = new UnicodeSet("[\u30CE\u30BD\u30BE\u30F3]").freeze();

  /** He, be and pe, the same in Hiragana and Katakana but for their code. */
  private static final UnicodeSet HIRAGANA_HE = new UnicodeSet("[\u3078-\u307A]").freeze();

  private static final UnicodeSet KATAKANA_HE = new UnicodeSet("[\u30D8-\u30DA]").freeze();

  private static final UnicodeSet KATAKANA_ITERATION = new UnicodeSet("[\u30FD\u30FE]").freeze();

  private static final UnicodeSet HIRAGANA_ITERATION = new UnicodeSet("[\u309D\u309E]").freeze();

  private static final UnicodeSet VOICED_MARKS = new UnicodeSet("[\u3099\u309A]").freeze();

  /** Characters of few strokes that pass for dashes, bars, dots or Latin letters. */
  private static final UnicodeSet FEW_STROKES =
      new UnicodeSet(
              "[\u3007\u3021\u3108\u3112\u311A\u311F\u3127-\u3129\u31B2\u31B3\u31BA\u4E00\u4E01"
                  + "\u4E03\u4E04\u4E05\u4E06\u4E28\u4E29\u4E2B\u4E36\u4E3F-\u4E42\u4E59-\u4E5B"
                  + "\u4E85\u4E8C\u4EBA\u4EBB\u516B\u51AB\u531A\u5315\u5341\u535C\u5382\u53C8"
                  + "\u53E3\u56D7\u5DE5\u5DF1\u5E72\u8BA0]")
          .freeze();

  private Patterns() {}

  /** What is wrong at some place of a label; null if nothing is. */
  static @Nullable IdnRisk find(int[] label) {
    for (int i = 0; i < label.length; i++) {
      int before = i > 0 ? label[i - 1] : -1;
      int after = i + 1 < label.length ? label[i + 1] : -1;
      if (isMisplacedMark(label[i], before)) {
        return IdnRisk.COMBINING_MARK;
      }
      if (isEastAsianShape(label, i, before, after)) {
        return IdnRisk.EAST_ASIAN_SHAPE;
      }
      if (label[i] == 0xB7 && (before != 'l' || after != 'l')) {
        return IdnRisk.MIDDLE_DOT;
      }
    }
    return null;
  }

  private static boolean isMisplacedMark(int c, int before) {
    if (c >= 0x300 && c <= 0x36F) {
      return !contains(LATIN_GREEK_CYRILLIC, before)
          // A dot above a letter that has one, and any mark above one that should have.
          || (c == 0x307 && (before == 'i' || before == 'j' || before == 'l'))
          || before == 0x131
          || before == 0x237
          // Marks that strike through or lie over the letter.
          || c >= 0x334;
    }
    // Points of Hebrew and marks of Arabic are left out in names.
    return (c >= 0x591 && c <= 0x5C7) || (c >= 0x64B && c <= 0x65F) || c == 0x670;
  }

  private static boolean isEastAsianShape(int[] label, int i, int before, int after) {
    int c = label[i];
    if (c < 0x3000) {
      return false;
    }
    if (VOICED_MARKS.contains(c)) {
      return true;
    }
    if (KATAKANA_ITERATION.contains(c)) {
      return !isScript(before, UScript.KATAKANA);
    }
    if (HIRAGANA_ITERATION.contains(c)) {
      return !isScript(before, UScript.HIRAGANA);
    }
    if (c == 0x30FC) {
      return !contains(KANA, before);
    }
    if (c == 0x30FB) {
      return contains(ASCII_ALPHANUMERIC, before) || contains(ASCII_ALPHANUMERIC, after);
    }
    if (SLASHES.contains(c)) {
      return before >= 0
          && after >= 0
          && !contains(EAST_ASIAN, before)
          && !contains(EAST_ASIAN, after);
    }
    if (FEW_STROKES.contains(c)) {
      return contains(ASCII_ALPHANUMERIC, before) || contains(ASCII_ALPHANUMERIC, after);
    }
    return (HIRAGANA_HE.contains(c) && isOtherwise(label, UScript.KATAKANA, HIRAGANA_HE))
        || (KATAKANA_HE.contains(c) && isOtherwise(label, UScript.HIRAGANA, KATAKANA_HE));
  }

  /** Whether the rest of a label is of one script, and there is a rest. */
  private static boolean isOtherwise(int[] label, int script, UnicodeSet except) {
    boolean rest = false;
    for (int c : label) {
      if (!except.contains(c)) {
        if (!UScript.hasScript(c, script)) {
          return false;
        }
        rest = true;
      }
    }
    return rest;
  }

  private static boolean isScript(int c, int script) {
    return c >= 0 && UScript.hasScript(c, script);
  }

  private static boolean contains(UnicodeSet set, int c) {
    return c >= 0 && set.contains(c);
  }
}
