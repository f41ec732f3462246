package io.phish.core.packages.manifest;

import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.manifest.Dependency.Source;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * {@code yarn.lock}, of Yarn 1 and of Berry: blocks that begin with what was asked for, at the
 * start of a line, and say below what was taken. Only Berry's is YAML, and neither needs more.
 */
final class YarnLockParser {
  private final Findings out;
  private @Nullable NpmSpec asked;
  private int line;
  private @Nullable String version;
  private @Nullable String resolution;

  private YarnLockParser(Findings out) {
    this.out = out;
  }

  static void parse(Content content, Findings out) {
    YarnLockParser parser = new YarnLockParser(out);
    Iterator<String> lines = content.text().lines().iterator();
    for (int number = 1; lines.hasNext(); number++) {
      parser.read(lines.next(), number);
    }
    parser.tell();
  }

  private void read(String text, int number) {
    if (text.isBlank() || text.startsWith("#")) {
      return;
    }
    if (!text.startsWith(" ")) {
      tell();
      String key = text.strip();
      boolean whole = key.endsWith(":");
      asked = whole && !key.equals("__metadata:") ? asked(key) : null;
      line = number;
    } else if (text.startsWith("  ") && !text.startsWith("   ")) {
      String field = text.strip();
      version = value(field, "version", version);
      resolution = value(field, "resolution", resolution);
    }
  }

  /** Of {@code "@s/a@^1, @s/a@npm:^2":} the first. */
  private static NpmSpec asked(String key) {
    String list = key.substring(0, key.length() - 1).replace("\"", "");
    int comma = list.indexOf(',');
    return descriptor((comma < 0 ? list : list.substring(0, comma)).strip());
  }

  private static NpmSpec descriptor(String text) {
    int at = text.indexOf('@', 1);
    return at < 0
        ? new NpmSpec(text, "", Source.REGISTRY)
        : NpmSpec.of(text.substring(0, at), text.substring(at + 1));
  }

  /** {@code version "1.0.0"}, or {@code version: 1.0.0}. */
  private static @Nullable String value(String field, String name, @Nullable String otherwise) {
    if (!field.startsWith(name) || field.length() == name.length()) {
      return otherwise;
    }
    char next = field.charAt(name.length());
    return next == ' ' || next == ':'
        ? field.substring(name.length() + 1).replace("\"", "").strip()
        : otherwise;
  }

  private void tell() {
    NpmSpec spec = asked;
    if (spec != null) {
      String name = spec.name();
      if (resolution != null) {
        NpmSpec taken = descriptor(resolution);
        name = taken.source() == Source.REGISTRY ? resolution.substring(0, end(resolution)) : name;
      }
      out.locked(
          Ecosystem.NPM,
          name,
          spec.source() == Source.REGISTRY ? version : null,
          line,
          spec.source());
    }
    asked = null;
    version = null;
    resolution = null;
  }

  private static int end(String descriptor) {
    int at = descriptor.indexOf('@', 1);
    return at < 0 ? descriptor.length() : at;
  }
}
