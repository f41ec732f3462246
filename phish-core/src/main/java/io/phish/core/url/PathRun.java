package io.phish.core.url;

/**
 * Where the path, query and fragment of a URL in a text end: before a space, a quote or a bracket
 * that was not opened in them, and before the punctuation of the sentence around it. Reused for one
 * after another.
 */
final class PathRun {
  /** Entities that stand for what ends a URL, in text that is the source of a page. */
  private static final String[] STOPPING_ENTITIES = {
    "&quot;", "&lt;", "&gt;", "&nbsp;", "&apos;", "&#39;", "&#34;", "&#x27;", "&#x22;", "&#160;"
  };

  private final char[] text;
  private final int to;

  /** Where it ends. */
  int end;

  /** Whether it holds a defanged sign. */
  boolean defanged;

  /** How many characters were looked at. */
  int visited;

  private int round;
  private int square;
  private int curly;
  private char before;

  /** Whether the segment or value has begun in a script without spaces. */
  private boolean unspaced;

  PathRun(char[] text, int to) {
    this.text = text;
    this.to = to;
  }

  /**
   * Reads to the end.
   *
   * @param limit where it ends at the latest
   * @param quote the character before the URL
   */
  void read(int from, int limit, char quote) {
    round = 0;
    square = 0;
    curly = 0;
    before = quote;
    unspaced = false;
    defanged = false;
    end = from;
    int i = from;
    while (i < limit) {
      int plain = plainEnd(i, limit);
      if (plain > i) {
        unspaced = unspaced && !hasDelimiter(i, plain);
        i = plain;
        end = i;
        continue;
      }
      char c = text[i];
      int next;
      if (c >= 128) {
        next = wide(i);
        end = next < 0 || c == '\u2013' ? end : next;
      } else if ((LinkChars.kind(c) & LinkChars.SPECIAL) != 0) {
        next = special(i, c);
      } else {
        next = (LinkChars.kind(c) & LinkChars.STOP) != 0 ? -1 : i + 1;
      }
      if (next < 0) {
        break;
      }
      i = next;
    }
    if (before == '_' && end > from && text[end - 1] == '_') {
      end--; // emphasis, as Markdown has it
    }
    visited = i - from + 1;
  }

  /** Where the run of characters ends that need no look. */
  private int plainEnd(int from, int limit) {
    int i = from;
    while (i < limit && LinkChars.isPlainInPath(text[i])) {
      i++;
    }
    return i;
  }

  private boolean hasDelimiter(int from, int until) {
    for (int i = from; i < until; i++) {
      if ("/=#".indexOf(text[i]) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Looks at a character that may end the URL; where to go on, negative for the end. */
  private int special(int at, char c) {
    return switch (c) {
      case '(', '[', '{' -> opened(at, c);
      case ')' -> closed(at, --round);
      case ']' -> closed(at, --square);
      case '}' -> closed(at, --curly);
      case '&' -> isStoppingEntity(at) ? -1 : separated(at);
      case '\\' -> escaped(at);
      case '\'' -> before != '\'' && isWord(at + 1) ? at + 1 : -1;
      case '|' -> before == '<' ? -1 : at + 1;
      default -> isListed(at + 1) ? -1 : at + 1;
    };
  }

  private int opened(int at, char c) {
    int sign = sign(at);
    if (sign > 0) {
      defanged = true;
      end = at + sign;
      return end;
    }
    round += c == '(' ? 1 : 0;
    square += c == '[' ? 1 : 0;
    curly += c == '{' ? 1 : 0;
    return at + 1;
  }

  private int separated(int at) {
    unspaced = false;
    end = at + 1;
    return end;
  }

  /** A slash as it is escaped in JSON; any other backslash is an escape of something else. */
  private int escaped(int at) {
    if (at + 1 >= to || text[at + 1] != '/') {
      return -1;
    }
    defanged = true;
    end = at + 2;
    return end;
  }

  private int closed(int at, int open) {
    if (open < 0) {
      return -1;
    }
    end = at + 1;
    return end;
  }

  /** A defanged dot, slash, colon or at sign in brackets. */
  private int sign(int at) {
    if (at + 2 >= to || "./:@".indexOf(text[at + 1]) < 0) {
      return 0;
    }
    char last = text[at + 2];
    return last == ']' || last == ')' || last == '}' ? 3 : 0;
  }

  /** Looks at a character outside ASCII. */
  private int wide(int at) {
    int c = Character.codePointAt(text, at);
    if (LinkChars.isWideStop(c)) {
      return -1;
    }
    if (LinkChars.isUnspaced(c) && !unspaced) {
      // After a word it belongs to the text: nobody wrote a space there.
      if (isWord(at - 1)) {
        return -1;
      }
      unspaced = true;
    }
    return at + Character.charCount(c);
  }

  private boolean isStoppingEntity(int at) {
    if (at + 1 >= to || "qlgnaQLGNA#".indexOf(text[at + 1]) < 0) {
      return false;
    }
    for (String entity : STOPPING_ENTITIES) {
      if (LinkChars.isAt(text, at, to, entity)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the next URL of a list starts here. */
  private boolean isListed(int at) {
    return LinkChars.isAt(text, at, to, "http://") || LinkChars.isAt(text, at, to, "https://");
  }

  private boolean isWord(int at) {
    return at < to && LinkChars.is(text[at], LinkChars.ALPHANUMERIC);
  }

  /** Writes the path with its signs put right. */
  void writeTo(StringBuilder out, int from) {
    for (int i = from; i < end; ) {
      char c = text[i];
      int sign = Defanged.isOpening(c) ? sign(i) : 0;
      if (sign > 0) {
        out.append(text[i + 1]);
        i += sign;
      } else if (c == '\\') {
        out.append('/');
        i += Defanged.slash(text, i, to);
      } else {
        out.append(c);
        i++;
      }
    }
  }
}
