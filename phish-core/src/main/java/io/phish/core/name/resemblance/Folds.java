package io.phish.core.name.resemblance;

import java.util.Arrays;

/**
 * Ways to write letters so that what looks, reads or sounds the same is the same. Each takes linear
 * time.
 */
final class Folds {
  private static final String[] NONE = {};

  private static final String[][][] NUMERALS =
      byFirst(
          new String[][] {
            {"first", "1st"},
            {"second", "2nd"},
            {"third", "3rd"},
            {"fourth", "4th"},
            {"fifth", "5th"},
            {"zero", "0"},
            {"one", "1"},
            {"two", "2"},
            {"three", "3"},
            {"four", "4"},
            {"five", "5"},
            {"six", "6"},
            {"seven", "7"},
            {"eight", "8"},
            {"nine", "9"},
            {"ten", "10"}
          });

  /** The spelling and the sound; tried in this order at each place. */
  private static final String[][][] SOUNDS =
      byFirst(
          new String[][] {
            {"tion", "shn"},
            {"sion", "shn"},
            {"ight", "ite"},
            {"ough", "o"},
            {"ph", "f"},
            {"ck", "k"},
            {"qu", "kw"},
            {"ee", "i"},
            {"ea", "i"},
            {"ie", "i"},
            {"ey", "i"},
            {"oo", "u"},
            {"ou", "u"},
            {"ew", "u"},
            {"ay", "ei"},
            {"ai", "ei"},
            {"wh", "w"},
            {"kn", "n"},
            {"wr", "r"},
            {"sc", "s"},
            {"x", "ks"},
            {"z", "s"},
            {"y", "i"}
          });

  private Folds() {}

  /** What looks the same, or is read so though it is a figure. */
  static String looks(String letters) {
    StringBuilder out = new StringBuilder(letters.length());
    for (int i = 0; i < letters.length(); i++) {
      char c = letters.charAt(i);
      char next = i + 1 < letters.length() ? letters.charAt(i + 1) : 0;
      if (c == 'r' && next == 'n') {
        out.append('m');
        i++;
      } else if (c == 'v' && next == 'v') {
        out.append('w');
        i++;
      } else if (c == 'c' && next == 'l') {
        out.append('d');
        i++;
      } else {
        out.append(look(c));
      }
    }
    return out.toString();
  }

  private static char look(char c) {
    return switch (c) {
      case '0' -> 'o';
      case '1', 'i', '|', '!' -> 'l';
      case '2' -> 'z';
      case '3' -> 'e';
      case '4' -> 'a';
      case '5', '$' -> 's';
      case '7' -> 't';
      case '8' -> 'b';
      case '9', 'q' -> 'g';
      default -> c;
    };
  }

  /** With every vowel the same. */
  static String vowels(String letters) {
    StringBuilder out = new StringBuilder(letters);
    for (int i = 0; i < out.length(); i++) {
      if (Alike.isVowel(out.charAt(i))) {
        out.setCharAt(i, 'a');
      }
    }
    return out.toString();
  }

  /** With numbers in figures. */
  static String numerals(String letters) {
    return replace(letters, NUMERALS);
  }

  /** As it is read aloud, in a rough way: English, and of no more letters than sounds. */
  static String sound(String letters) {
    String rough = replace(letters, SOUNDS);
    StringBuilder out = new StringBuilder(rough.length());
    for (int i = 0; i < rough.length(); i++) {
      char c = rough.charAt(i);
      char next = i + 1 < rough.length() ? rough.charAt(i + 1) : 0;
      char heard = c == 'c' && next != 'h' ? (next == 'e' || next == 'i' ? 's' : 'k') : c;
      if (out.length() == 0 || out.charAt(out.length() - 1) != heard) {
        out.append(heard);
      }
    }
    return out.toString();
  }

  private static String replace(String letters, String[][][] table) {
    StringBuilder out = null;
    for (int i = 0; i < letters.length(); ) {
      String[] found = find(letters, i, table);
      if (found.length == 0) {
        if (out != null) {
          out.append(letters.charAt(i));
        }
        i++;
      } else {
        out = out == null ? new StringBuilder(letters.length() + 8).append(letters, 0, i) : out;
        out.append(found[1]);
        i += found[0].length();
      }
    }
    return out == null ? letters : out.toString();
  }

  private static String[] find(String letters, int at, String[][][] table) {
    char c = letters.charAt(at);
    if (c < table.length) {
      for (String[] row : table[c]) {
        if (letters.startsWith(row[0], at)) {
          return row;
        }
      }
    }
    return NONE;
  }

  private static String[][][] byFirst(String[][] rows) {
    String[][][] table = new String[0x80][][];
    for (int c = 0; c < table.length; c++) {
      char first = (char) c;
      table[c] =
          Arrays.stream(rows).filter(row -> row[0].charAt(0) == first).toArray(String[][]::new);
    }
    return table;
  }

  /**
   * The rotation that comes first in the order of strings: two parts in either order have the same
   * one (Booth, 1980; here by the two candidates of Shiloach).
   */
  static String rotation(String letters) {
    int n = letters.length();
    int i = 0;
    int j = 1;
    int k = 0;
    while (i < n && j < n && k < n) {
      char a = letters.charAt((i + k) % n);
      char b = letters.charAt((j + k) % n);
      if (a == b) {
        k++;
        continue;
      }
      if (a > b) {
        i += k + 1;
      } else {
        j += k + 1;
      }
      if (i == j) {
        j++;
      }
      k = 0;
    }
    int start = Math.min(i, j);
    return letters.substring(start) + letters.substring(0, start);
  }

  /** The words in the order of the alphabet. */
  static String sorted(Form form) {
    String[] words = new String[form.wordCount()];
    for (int i = 0; i < words.length; i++) {
      words[i] = form.word(i);
    }
    Arrays.sort(words);
    return String.join("", words);
  }
}
