package io.phish.core.packages.manifest;

import io.phish.core.packages.manifest.ManifestProblem.Code;
import java.util.ArrayList;
import java.util.List;

/** Words, strings and signs of Groovy and Kotlin, as far as build files need them. */
final class GradleTokens {
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private final int maxTokens;
  private final Findings out;
  private int at;
  private int line = 1;

  private GradleTokens(String text, int maxTokens, Findings out) {
    this.text = text;
    this.maxTokens = maxTokens;
    this.out = out;
  }

  /**
   * A token.
   *
   * @param string whether it is the content of a string
   */
  record Token(String text, int line, boolean string) {

    boolean is(String wanted) {
      return !string && text.equals(wanted);
    }

    boolean isWord() {
      return !string && Character.isJavaIdentifierStart(text.charAt(0));
    }
  }

  static List<Token> of(String text, ManifestLimits limits, Findings out) {
    GradleTokens scanner = new GradleTokens(text, limits.values(), out);
    scanner.scan();
    return scanner.tokens;
  }

  private void scan() {
    while (at < text.length()) {
      if (tokens.size() >= maxTokens) {
        out.problem(
            Code.TOO_MANY, line, "has more than " + maxTokens + " tokens; the rest is skipped");
        return;
      }
      next();
    }
  }

  private void next() {
    char c = text.charAt(at);
    if (c == '\n') {
      line++;
      at++;
    } else if (c <= ' ') {
      at++;
    } else if (text.startsWith("//", at)) {
      skipTo("\n", at);
    } else if (text.startsWith("/*", at)) {
      skipTo("*/", at + 2);
      at = Math.min(text.length(), at + 2);
    } else if (c == '"' || c == '\'') {
      string(c);
    } else if (Character.isJavaIdentifierPart(c)) {
      int begin = at;
      while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
        at++;
      }
      // Where a character may stand in a word but not begin one, it is a sign.
      tokens.add(new Token(text.substring(begin, at), line, false));
    } else {
      tokens.add(new Token(String.valueOf(c), line, false));
      at++;
    }
  }

  private void string(char quote) {
    int began = line;
    String triple = String.valueOf(quote).repeat(3);
    if (text.startsWith(triple, at)) {
      int begin = at + 3;
      skipTo(triple, begin);
      tokens.add(new Token(text.substring(begin, at), began, true));
      at = Math.min(text.length(), at + 3);
      return;
    }
    StringBuilder value = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == quote) {
        at++;
        tokens.add(new Token(value.toString(), began, true));
        return;
      }
      if (c == '\n') {
        // An apostrophe in a regular expression, or a string that is not closed.
        out.problem(Code.SYNTAX, began, "has a string that does not end in its line");
        return;
      }
      if (c == '\\' && at + 1 < text.length()) {
        at++;
        c = text.charAt(at);
      }
      value.append(c);
      at++;
    }
    out.problem(Code.SYNTAX, began, "ends within a string");
  }

  private void skipTo(String end, int from) {
    int found = text.indexOf(end, from);
    int stop = found < 0 ? text.length() : found;
    for (int i = at; i < stop; i++) {
      line += text.charAt(i) == '\n' ? 1 : 0;
    }
    at = stop;
  }
}
