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
   * In UTF-16 units. Half a gibioctet is needed for this many; the largest lock files of public
   * projects have a quarter of it.
   */
  static final int MAX_LENGTH = 4 << 20;

  private TomlTree() {}

  static Node read(String whole, ManifestLimits limits, Findings out) {
    NodeBuilder tree = new NodeBuilder(limits);
    String text = bounded(whole, limits, out);
    TomlParseResult toml = Toml.parse(text);
    for (TomlParseError error : toml.errors()) {
      out.problem(Code.SYNTAX, line(error.position()), "is no TOML: " + message(error));
    }
    try {
      read(toml, 1, tree);
    } catch (StopException e) {
      e.report(out);
    }
    return tree.root();
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

  private static void read(TomlTable table, int line, NodeBuilder tree) throws StopException {
    tree.openMapping(line);
    for (String key : table.keySet()) {
      List<String> path = List.of(key);
      int at = line(table.inputPositionOf(path));
      tree.name(key, at);
      read(table.get(path), at, tree);
    }
    tree.close();
  }

  private static void read(@Nullable Object value, int line, NodeBuilder tree)
      throws StopException {
    if (value instanceof TomlTable table) {
      read(table, line, tree);
    } else if (value instanceof TomlArray array) {
      tree.openSequence(line);
      for (int i = 0; i < array.size(); i++) {
        read(array.get(i), line(array.inputPositionOf(i)), tree);
      }
      tree.close();
    } else {
      tree.scalar(value == null ? null : value.toString(), line);
    }
  }

  private static int line(@Nullable TomlPosition position) {
    return position == null ? 0 : position.line();
  }
}
