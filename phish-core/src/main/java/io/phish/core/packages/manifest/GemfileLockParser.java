package io.phish.core.packages.manifest;

import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.manifest.Dependency.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code Gemfile.lock}: sections, in which indentation says what a line is. */
final class GemfileLockParser {
  private static final String SPEC = "    ";
  private static final String DEPENDENCY = "  ";

  private final List<Locked> locked = new ArrayList<>();
  private final Set<String> direct = new HashSet<>();
  private String section = "";

  private record Locked(String name, @Nullable String version, int line, Source source) {}

  private GemfileLockParser() {}

  static void parse(Content content, Findings out) {
    GemfileLockParser parser = new GemfileLockParser();
    Iterator<String> lines = content.text().lines().iterator();
    for (int number = 1; lines.hasNext(); number++) {
      parser.read(lines.next(), number);
    }
    for (Locked gem : parser.locked) {
      out.add(
          Ecosystem.RUBYGEMS,
          gem.name(),
          gem.version(),
          gem.version() == null ? "" : gem.version(),
          gem.line(),
          parser.direct.contains(gem.name()),
          gem.source());
    }
  }

  private void read(String line, int number) {
    if (line.isBlank()) {
      return;
    }
    if (!line.startsWith(" ")) {
      section = line.strip();
    } else if (section.equals("DEPENDENCIES") && isIndented(line, DEPENDENCY)) {
      String name = name(line);
      direct.add(name.endsWith("!") ? name.substring(0, name.length() - 1) : name);
    } else if (isIndented(line, SPEC) && isSource(section)) {
      locked.add(new Locked(name(line), version(line), number, source()));
    }
  }

  private static boolean isSource(String section) {
    return section.equals("GEM")
        || section.equals("GIT")
        || section.equals("PATH")
        || section.equals("PLUGIN SOURCE");
  }

  private Source source() {
    return switch (section) {
      case "GIT" -> Source.URL;
      case "PATH" -> Source.LOCAL;
      default -> Source.REGISTRY;
    };
  }

  private static boolean isIndented(String line, String by) {
    return line.startsWith(by) && line.length() > by.length() && line.charAt(by.length()) != ' ';
  }

  private static String name(String line) {
    String text = line.strip();
    int space = text.indexOf(' ');
    return space < 0 ? text : text.substring(0, space);
  }

  /** {@code name (1.2.3-x86_64-linux)}: without the platform. */
  private static @Nullable String version(String line) {
    int begin = line.indexOf('(');
    int end = line.indexOf(')', begin + 1);
    if (begin < 0 || end < 0) {
      return null;
    }
    String version = line.substring(begin + 1, end);
    int dash = version.indexOf('-');
    return dash < 0 ? version : version.substring(0, dash);
  }
}
