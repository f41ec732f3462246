package io.phish.core.packages.manifest;

import io.phish.core.packages.manifest.ManifestProblem.Code;
import io.phish.core.packages.manifest.NodeBuilder.StopException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Reads TOML; what is wrong in it is told and left out. */
final class TomlTree {
  /**
   * In UTF-16 units: the parser keeps a tree of all tokens, which is many times as large as the
   * text.
   */
  static final int MAX_LENGTH = 4 << 20;

  private final List<String> lines;
  private final NodeBuilder tree;

  private TomlTree(String text, ManifestLimits limits) {
    lines = text.lines().toList();
    tree = new NodeBuilder(limits);
  }

  static Node read(String whole, ManifestLimits limits, Findings out) {
    String text = bounded(whole, limits, out);
    TomlTree reader = new TomlTree(text, limits);
    TomlParseResult toml = Toml.parse(text);
    for (TomlParseError error : toml.errors()) {
      out.problem(Code.SYNTAX, line(error.position()), "is no TOML: " + message(error));
    }
    try {
      reader.read(toml, 1);
    } catch (StopException e) {
      e.report(out);
    }
    return reader.tree.root();
  }

  private static String message(TomlParseError error) {
    String message = String.valueOf(error.getMessage());
    return Findings.shortened(message);
  }

  /** The text up to the line where it gets too long or too deep for a parser that recurs. */
  private static String bounded(String text, ManifestLimits limits, Findings out) {
    int length = Math.min(text.length(), MAX_LENGTH);
    int line = 1;
    int lineStart = 0;
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line++;
        lineStart = i + 1;
        quote = 0;
      } else if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '[' || c == '{') {
        depth++;
        if (depth > limits.depth()) {
          out.problem(
              Code.TOO_DEEP, line, "is nested more than " + limits.depth() + " levels deep");
          return text.substring(0, lineStart);
        }
      } else if ((c == ']' || c == '}') && depth > 0) {
        depth--;
      }
    }
    if (length < text.length()) {
      out.problem(
          Code.TOO_LARGE, line, "has more than " + MAX_LENGTH + " characters; the rest is skipped");
      return text.substring(0, lineStart);
    }
    return text;
  }

  private void read(TomlTable table, int line) throws StopException {
    tree.openMapping(line);
    for (String key : table.keySet()) {
      List<String> path = List.of(key);
      int at = line(table.inputPositionOf(path));
      tree.name(key, at);
      read(table.get(path), at);
    }
    tree.close();
  }

  private void read(@Nullable Object value, int line) throws StopException {
    if (value instanceof TomlTable table) {
      read(table, line);
    } else if (value instanceof TomlArray array) {
      tree.openSequence(line);
      for (int i = 0; i < array.size(); i++) {
        read(array.get(i), itemLine(array.inputPositionOf(i)));
      }
      tree.close();
    } else {
      tree.scalar(value == null ? null : value.toString(), line);
    }
  }

  private static int line(@Nullable TomlPosition position) {
    return position == null ? 0 : position.line();
  }

  /** An item's position is that of the line breaks and comments before it. */
  private int itemLine(@Nullable TomlPosition position) {
    int line = line(position);
    if (position == null || line > lines.size()) {
      return line;
    }
    String text = lines.get(line - 1);
    String rest = text.substring(Math.min(text.length(), Math.max(0, position.column() - 1)));
    while (isEmpty(rest) && line < lines.size()) {
      rest = lines.get(line);
      line++;
    }
    return line;
  }

  private static boolean isEmpty(String text) {
    String bare = text.strip();
    return bare.isEmpty() || bare.equals(",") || bare.startsWith("#");
  }
}
