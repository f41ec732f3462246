package io.phish.core.name.permutation;

import java.util.Arrays;

/** Rules that look at the label only and give some tens of names for each of its characters. */
final class LabelRules {
  private static final int[] ALPHANUMERIC =
      "0123456789abcdefghijklmnopqrstuvwxyz".chars().toArray();
  private static final int[] VOWELS = {'a', 'e', 'i', 'o', 'u'};

  private LabelRules() {}

  static void addition(Edit edit) {
    for (int i = 0; i <= edit.label.length; i++) {
      if (i == edit.label.length || edit.label[i] == '-') {
        for (int c : ALPHANUMERIC) {
          edit.replace(i, 0, c);
        }
      }
    }
  }

  static void bitsquatting(Edit edit) {
    for (int i = 0; i < edit.label.length; i++) {
      for (int bit = 1; bit < 0x100; bit <<= 1) {
        int c = edit.label[i] ^ bit;
        if (isHostCharacter(c)) {
          edit.replace(i, 1, c);
        }
      }
    }
  }

  private static boolean isHostCharacter(int c) {
    return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  }

  static void cyrillic(Edit edit) {
    int[] points = new int[edit.label.length];
    for (int i = 0; i < points.length; i++) {
      points[i] = Glyphs.cyrillic(edit.label[i]);
      if (points[i] < 0) {
        return;
      }
    }
    edit.replace(0, points.length, points);
  }

  static void hyphenation(Edit edit) {
    for (int i = 1; i < edit.label.length; i++) {
      edit.replace(i, 0, '-');
    }
  }

  /** Not beside the last character, as dnstwist does it; {@link #singleEdit} has the rest. */
  static void insertion(Edit edit) {
    for (int i = 0; i < edit.label.length - 1; i++) {
      for (int c : Keyboard.neighbours(edit.label[i])) {
        edit.replace(i, 0, c);
        edit.replace(i + 1, 0, c);
      }
    }
  }

  static void omission(Edit edit) {
    for (int i = 0; i < edit.label.length; i++) {
      edit.replace(i, 1);
    }
  }

  static void plural(Edit edit) {
    for (int i = 2; i < edit.label.length - 2; i++) {
      switch (edit.label[i]) {
        case 's', 'x', 'z' -> edit.replace(i + 1, 0, 'e', 's');
        default -> edit.replace(i + 1, 0, 's');
      }
    }
  }

  static void repetition(Edit edit) {
    for (int i = 0; i < edit.label.length; i++) {
      edit.replace(i, 0, edit.label[i]);
    }
  }

  static void replacement(Edit edit) {
    for (int i = 0; i < edit.label.length; i++) {
      for (int c : Keyboard.neighbours(edit.label[i])) {
        edit.replace(i, 1, c);
      }
    }
  }

  static void subdomain(Edit edit) {
    for (int i = 1; i < edit.label.length; i++) {
      if (edit.label[i] != '-' && edit.label[i - 1] != '-') {
        edit.replace(i, 0, '.');
      }
    }
  }

  static void transposition(Edit edit) {
    for (int i = 1; i < edit.label.length; i++) {
      edit.replace(i - 1, 2, edit.label[i], edit.label[i - 1]);
    }
  }

  static void vowelSwap(Edit edit) {
    for (int i = 0; i < edit.label.length; i++) {
      if (Arrays.binarySearch(VOWELS, edit.label[i]) >= 0) {
        for (int vowel : VOWELS) {
          edit.replace(i, 1, vowel);
        }
      }
    }
  }

  static void singleEdit(Edit edit) {
    for (int i = 0; i < edit.label.length; i++) {
      for (int c : ALPHANUMERIC) {
        edit.replace(i, 0, c);
        edit.replace(i, 1, c);
      }
    }
  }

  static void confusable(Edit edit) {
    for (int i = 0; i < edit.label.length; i++) {
      for (int c : Confusables.of(edit.label[i])) {
        edit.replace(i, 1, c);
      }
    }
  }
}
