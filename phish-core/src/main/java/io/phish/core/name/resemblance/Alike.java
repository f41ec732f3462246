package io.phish.core.name.resemblance;

/** Pairs of ASCII characters that are taken or typed for each other. */
final class Alike {
  private static final String VOWELS = "aeiouy";

  /** Each pair once; what is alike is so both ways. */
  private static final boolean[][] GLYPHS =
      pairs(
          "0o 1l 1i il ij lj lt ft gq 9g 9q uv vy nm nh 5s 6b 8b 2z ce co uo vw hb cl 7t"
              .split(" "));

  private static final boolean[][] LEET = pairs("4a 3e 7t 5s 0o 1i 1l 8b 9g 2z 6g".split(" "));

  private static final boolean[][] KEYS =
      keys(
          new String[][] {
            {"1234567890-", "qwertyuiop", "asdfghjkl", "zxcvbnm"}, // qwerty
            {"1234567890", "qwertzuiop", "asdfghjkl", "yxcvbnm"}, // qwertz
            {"1234567890", "azertyuiop", "qsdfghjklm", "wxcvbn"} // azerty
          });

  private Alike() {}

  static boolean isVowel(char c) {
    return VOWELS.indexOf(c) >= 0;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isGlyph(char a, char b) {
    return a < 0x80 && b < 0x80 && GLYPHS[a][b];
  }

  static boolean isLeet(char a, char b) {
    return a < 0x80 && b < 0x80 && LEET[a][b];
  }

  static boolean isKey(char a, char b) {
    return a < 0x80 && b < 0x80 && KEYS[a][b];
  }

  static boolean isBitFlip(char a, char b) {
    return a < 0x80 && b < 0x80 && Integer.bitCount(a ^ b) == 1;
  }

  private static boolean[][] pairs(String... pairs) {
    boolean[][] table = new boolean[0x80][0x80];
    for (String pair : pairs) {
      join(table, pair.charAt(0), pair.charAt(1));
    }
    return table;
  }

  private static boolean[][] keys(String[][] layouts) {
    boolean[][] table = new boolean[0x80][0x80];
    for (String[] rows : layouts) {
      for (int row = 0; row < rows.length; row++) {
        for (int i = 0; i < rows[row].length(); i++) {
          char key = rows[row].charAt(i);
          if (i + 1 < rows[row].length()) {
            join(table, key, rows[row].charAt(i + 1));
          }
          // Each row stands half a key to the right of the one above.
          if (row + 1 < rows.length && i < rows[row + 1].length()) {
            join(table, key, rows[row + 1].charAt(i));
          }
          if (row + 1 < rows.length && i > 0 && i - 1 < rows[row + 1].length()) {
            join(table, key, rows[row + 1].charAt(i - 1));
          }
        }
      }
    }
    return table;
  }

  private static void join(boolean[][] table, char a, char b) {
    table[a][b] = true;
    table[b][a] = true;
  }
}
