package io.phish.core.name.resemblance;

import static io.phish.core.name.resemblance.ResemblanceRule.BIT_FLIP;
import static io.phish.core.name.resemblance.ResemblanceRule.HOMOGLYPH;
import static io.phish.core.name.resemblance.ResemblanceRule.INSERTION;
import static io.phish.core.name.resemblance.ResemblanceRule.KEYBOARD;
import static io.phish.core.name.resemblance.ResemblanceRule.LEET;
import static io.phish.core.name.resemblance.ResemblanceRule.NUMBER;
import static io.phish.core.name.resemblance.ResemblanceRule.OMISSION;
import static io.phish.core.name.resemblance.ResemblanceRule.PLURAL;
import static io.phish.core.name.resemblance.ResemblanceRule.REPETITION;
import static io.phish.core.name.resemblance.ResemblanceRule.REPLACEMENT;
import static io.phish.core.name.resemblance.ResemblanceRule.TRANSPOSITION;
import static io.phish.core.name.resemblance.ResemblanceRule.VOWEL_SWAP;

/** Which rule one edit follows. */
final class Slip {

  private Slip() {}

  static ResemblanceRule rule(Edits.Kind kind, Form form, int at, Form target, int targetAt) {
    return switch (kind) {
      case SWAP -> TRANSPOSITION;
      case REPLACEMENT -> replacement(form.letters.charAt(at), target.letters.charAt(targetAt));
      case INSERTION -> insertion(form, at);
      case OMISSION -> omission(target, targetAt);
    };
  }

  private static ResemblanceRule replacement(char c, char original) {
    if (Alike.isDigit(c) && Alike.isDigit(original)) {
      return NUMBER;
    }
    if (Alike.isGlyph(c, original)) {
      return HOMOGLYPH;
    }
    if (Alike.isLeet(c, original)) {
      return LEET;
    }
    if (Alike.isVowel(c) && Alike.isVowel(original)) {
      return VOWEL_SWAP;
    }
    if (Alike.isKey(c, original)) {
      return KEYBOARD;
    }
    return Alike.isBitFlip(c, original) ? BIT_FLIP : REPLACEMENT;
  }

  private static ResemblanceRule insertion(Form form, int at) {
    char c = form.letters.charAt(at);
    if (endsWord(form, at) && c == 's') {
      return PLURAL;
    }
    if (Alike.isDigit(c)) {
      return NUMBER;
    }
    if (isTwice(form.letters, at)) {
      return REPETITION;
    }
    return besideKey(form.letters, at) ? KEYBOARD : INSERTION;
  }

  private static ResemblanceRule omission(Form target, int at) {
    char c = target.letters.charAt(at);
    if (endsWord(target, at) && c == 's') {
      return PLURAL;
    }
    if (Alike.isDigit(c)) {
      return NUMBER;
    }
    return isTwice(target.letters, at) ? REPETITION : OMISSION;
  }

  private static boolean isTwice(String letters, int at) {
    char c = letters.charAt(at);
    return (at > 0 && letters.charAt(at - 1) == c)
        || (at + 1 < letters.length() && letters.charAt(at + 1) == c);
  }

  private static boolean besideKey(String letters, int at) {
    char c = letters.charAt(at);
    return (at > 0 && Alike.isKey(letters.charAt(at - 1), c))
        || (at + 1 < letters.length() && Alike.isKey(letters.charAt(at + 1), c));
  }

  private static boolean endsWord(Form form, int at) {
    for (int i = 0; i < form.wordCount(); i++) {
      if (form.wordEnd(i) == at + 1) {
        return true;
      }
    }
    return false;
  }
}
