package io.phish.core.packages.manifest;

import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.manifest.Dependency.Source;
import io.phish.core.packages.manifest.ManifestProblem.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code go.mod}: what is required and what replaces it. What is excluded or retracted is not
 * fetched.
 */
final class GoModParser {
  private final Findings out;
  private final List<Required> required = new ArrayList<>();
  private final Map<String, Source> replaced = new HashMap<>();
  private String block = "";

  private record Required(String path, String version, int line, boolean direct) {}

  private GoModParser(Findings out) {
    this.out = out;
  }

  static void parse(Content content, Findings out) {
    GoModParser parser = new GoModParser(out);
    Iterator<String> lines = content.text().lines().iterator();
    for (int number = 1; lines.hasNext(); number++) {
      parser.read(lines.next(), number);
    }
    parser.tell();
  }

  private void read(String whole, int number) {
    int comment = whole.indexOf("//");
    String line = (comment < 0 ? whole : whole.substring(0, comment)).strip();
    boolean direct = comment < 0 || !whole.substring(comment + 2).strip().startsWith("indirect");
    if (line.isEmpty()) {
      return;
    }
    if (line.equals(")")) {
      block = "";
      return;
    }
    String verb = block;
    String rest = line;
    if (block.isEmpty()) {
      int space = indexOfSpace(line);
      verb = line.substring(0, space);
      rest = line.substring(space).strip();
      if (rest.equals("(")) {
        block = verb;
        return;
      }
    }
    switch (verb) {
      case "require" -> require(rest, number, direct);
      case "replace" -> replace(rest, number);
      default -> {
        // module, go, toolchain, exclude, retract, tool, godebug, ignore
      }
    }
  }

  private void require(String rest, int number, boolean direct) {
    int space = indexOfSpace(rest);
    String path = unquoted(rest.substring(0, space));
    String version = rest.substring(space).strip();
    if (version.isEmpty()) {
      out.problem(Code.SYNTAX, number, "'" + Findings.shortened(rest) + "' has no version");
    }
    required.add(new Required(path, version, number, direct));
  }

  private void replace(String rest, int number) {
    int arrow = rest.indexOf("=>");
    if (arrow < 0) {
      out.problem(Code.SYNTAX, number, "'" + Findings.shortened(rest) + "' has no =>");
      return;
    }
    String from = rest.substring(0, arrow).strip();
    String to = rest.substring(arrow + 2).strip();
    int space = indexOfSpace(to);
    String target = unquoted(to.substring(0, space));
    boolean local = target.startsWith(".") || target.startsWith("/");
    replaced.put(unquoted(from.substring(0, indexOfSpace(from))), Source.LOCAL);
    if (!local && !target.isEmpty()) {
      required.add(new Required(target, to.substring(space).strip(), number, true));
    }
  }

  private void tell() {
    for (Required module : required) {
      out.add(
          Ecosystem.GO,
          module.path(),
          version(module.version()),
          module.version(),
          module.line(),
          module.direct(),
          replaced.getOrDefault(module.path(), Source.REGISTRY));
    }
  }

  private static @Nullable String version(String text) {
    return text.isEmpty() ? null : text;
  }

  private static int indexOfSpace(String text) {
    int at = 0;
    while (at < text.length() && text.charAt(at) > ' ') {
      at++;
    }
    return at;
  }

  private static String unquoted(String text) {
    char first = text.isEmpty() ? ' ' : text.charAt(0);
    boolean quoted =
        text.length() > 1 && (first == '"' || first == '`') && text.endsWith(String.valueOf(first));
    return quoted ? text.substring(1, text.length() - 1) : text;
  }
}
