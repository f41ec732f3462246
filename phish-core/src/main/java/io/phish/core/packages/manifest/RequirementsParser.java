package io.phish.core.packages.manifest;

import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.manifest.Dependency.Source;
import io.phish.core.packages.manifest.ManifestProblem.Code;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code requirements.txt} and constraints, as pip reads them. Nothing is fetched. */
final class RequirementsParser {
  private static final Set<String> INCLUDES = Set.of("-r", "--requirement", "-c", "--constraint");
  private static final Set<String> EDITABLES = Set.of("-e", "--editable");

  private RequirementsParser() {}

  static void parse(Content content, Findings out) {
    Iterator<String> lines = content.text().lines().iterator();
    StringBuilder logical = new StringBuilder();
    int begin = 1;
    for (int number = 1; lines.hasNext(); number++) {
      String line = lines.next();
      if (logical.isEmpty()) {
        begin = number;
      }
      boolean comment = line.stripLeading().startsWith("#");
      if (line.endsWith("\\") && !comment) {
        logical.append(line, 0, line.length() - 1).append(' ');
        continue;
      }
      // A comment ends a line that goes on, as with pip.
      logical.append(comment ? " " : line);
      read(logical.toString(), begin, content, out);
      logical.setLength(0);
    }
    read(logical.toString(), begin, content, out);
  }

  private static void read(String logical, int number, Content content, Findings out) {
    String line = withoutComment(logical).strip();
    if (line.isEmpty()) {
      return;
    }
    if (!line.startsWith("-")) {
      requirement(line, number, out);
      return;
    }
    String option = option(line);
    String value = unquoted(line.substring(option.length()).strip());
    if (value.startsWith("=")) {
      value = unquoted(value.substring(1).strip());
    }
    if (INCLUDES.contains(option)) {
      if (value.isEmpty()) {
        out.problem(Code.SYNTAX, number, option + " names no file");
      } else {
        content.includes().include(value, number, out);
      }
    } else if (EDITABLES.contains(option)) {
      address(value, number, out);
    }
  }

  private static void requirement(String line, int number, Findings out) {
    String bare = withoutOptions(line);
    PythonRequirement requirement = PythonRequirement.parse(bare);
    if (requirement != null && !isPath(bare)) {
      requirement.tell(number, out);
    } else if (isPath(bare) || bare.contains("://")) {
      address(bare, number, out);
    } else {
      PythonRequirement.read(bare, number, out);
    }
  }

  /** A path or an address, which may say the name behind a {@code #egg=}. */
  private static void address(String text, int number, Findings out) {
    String name = egg(text);
    if (name != null) {
      out.add(Ecosystem.PYPI, name, null, text, number, true, PythonRequirement.sourceOf(text));
      return;
    }
    PythonRequirement requirement = PythonRequirement.parse(text);
    if (requirement != null && requirement.source() == Source.URL) {
      requirement.tell(number, out);
    }
  }

  private static @Nullable String egg(String text) {
    int at = text.indexOf("egg=", Math.max(0, text.indexOf('#')));
    if (at < 0 || text.indexOf('#') < 0) {
      return null;
    }
    int begin = at + "egg=".length();
    int end = begin;
    while (end < text.length() && "&[=<>!~; \t".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end == begin ? null : text.substring(begin, end);
  }

  private static boolean isPath(String text) {
    return text.startsWith(".")
        || text.startsWith("/")
        || text.startsWith("file:")
        || text.endsWith(".whl")
        || text.endsWith(".tar.gz")
        || text.endsWith(".zip");
  }

  /** A {@code #} begins a comment at the start or behind space; elsewhere it is of an address. */
  private static String withoutComment(String line) {
    for (int i = line.indexOf('#'); i >= 0; i = line.indexOf('#', i + 1)) {
      if (i == 0 || Character.isWhitespace(line.charAt(i - 1))) {
        return line.substring(0, i);
      }
    }
    return line;
  }

  /** Without {@code --hash=…} and the like. */
  private static String withoutOptions(String line) {
    for (int i = line.indexOf("--"); i >= 0; i = line.indexOf("--", i + 1)) {
      if (i > 0 && Character.isWhitespace(line.charAt(i - 1))) {
        return line.substring(0, i).strip();
      }
    }
    return line;
  }

  private static String option(String line) {
    if (!line.startsWith("--")) {
      return line.substring(0, Math.min(2, line.length()));
    }
    int end = 2;
    while (end < line.length()
        && (Character.isLetter(line.charAt(end)) || line.charAt(end) == '-')) {
      end++;
    }
    return line.substring(0, end);
  }

  private static String unquoted(String text) {
    boolean quoted =
        text.length() > 1
            && (text.charAt(0) == '"' || text.charAt(0) == '\'')
            && text.charAt(text.length() - 1) == text.charAt(0);
    return quoted ? text.substring(1, text.length() - 1) : text;
  }
}
