package io.phish.core.engine;

/** Ids, and patterns of ids in which {@code *} stands for any run of characters. */
final class Globs {
  private Globs() {}

  /** Whether a pattern names an id; linear but for patterns of many stars, which nobody writes. */
  static boolean matches(String glob, String id) {
    int g = 0;
    int i = 0;
    int star = -1;
    int mark = 0;
    while (i < id.length()) {
      if (g < glob.length() && glob.charAt(g) == '*') {
        star = g++;
        mark = i;
      } else if (g < glob.length() && glob.charAt(g) == id.charAt(i)) {
        g++;
        i++;
      } else if (star >= 0) {
        g = star + 1;
        i = ++mark;
      } else {
        return false;
      }
    }
    while (g < glob.length() && glob.charAt(g) == '*') {
      g++;
    }
    return g == glob.length();
  }
}
