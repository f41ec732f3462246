package io.phish.core.url;

/** Goes back in a text to where something starts whose end is known. */
final class Backward {
  private final char[] text;
  private final int from;

  Backward(char[] text, int from) {
    this.text = text;
    this.from = from;
  }

  /**
   * Where the label of a host starts that ends at an offset.
   *
   * @param floor where to stop looking
   * @return the offset itself for nowhere
   */
  int label(int left, int floor) {
    int i = left;
    while (i > floor) {
      char c = text[i - 1];
      if (c < 128) {
        if (!LinkChars.is(c, LinkChars.LABEL) && c != '%') {
          break;
        }
        i--;
      } else {
        int point = Character.codePointBefore(text, i);
        if (!LinkChars.isWideLabel(point)
            || (LinkChars.isUnspaced(point)
                && i < left
                && LinkChars.is(text[i], LinkChars.ALPHANUMERIC))) {
          break;
        }
        i -= Character.charCount(point);
      }
    }
    i = Math.max(i, floor);
    while (LinkChars.isAt(text, i, left, "%2e")) {
      i += 3;
    }
    boolean bullet = i == from || text[i - 1] <= ' ';
    while (i < left && (text[i] == '_' || (bullet && text[i] == '-'))) {
      i++;
    }
    return Math.min(i, left);
  }

  /**
   * Where the part of a mail address before its at sign starts.
   *
   * @param floor where to stop looking
   * @return the at sign itself for nowhere
   */
  int local(int at, int floor) {
    int i = at;
    while (i > floor) {
      char c = text[i - 1];
      if (c < 128) {
        if (!LinkChars.is(c, LinkChars.LOCAL) || (c == '.' && (i == at || text[i] == '.'))) {
          break;
        }
        i--;
      } else {
        int point = Character.codePointBefore(text, i);
        if (!LinkChars.isWideLabel(point)
            || (i < at
                && LinkChars.isUnspaced(point)
                && LinkChars.is(text[i], LinkChars.ALPHANUMERIC))) {
          break;
        }
        i -= Character.charCount(point);
      }
    }
    int start = Math.max(i, floor);
    int word = start;
    // What may stand in it but stands before it: "name=joe@example.com", "'joe@example.com'".
    for (int k = start; k < at; k++) {
      char c = text[k];
      boolean sign = c < 128 && !LinkChars.is(c, LinkChars.LABEL);
      if (sign && (k == word || "=/?|`{}".indexOf(c) >= 0)) {
        word = k + 1;
      }
    }
    return word < at ? word : start;
  }
}
