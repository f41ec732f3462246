package io.phish.core.packages.manifest;

import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.manifest.Dependency.Source;
import io.phish.core.packages.manifest.ManifestProblem.Code;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A requirement by PEP 508: {@code name[extra] >= 1; marker} or {@code name @ address}. Letters
 * that the rule does not allow may stand in the name: whoever imitates another uses them.
 *
 * @param specifier without the marker; empty if there is none
 */
record PythonRequirement(String name, String specifier, Source source) {

  /** Reads a requirement, null if it is none. */
  static @Nullable PythonRequirement parse(String written) {
    String text = written.strip();
    int end = 0;
    while (end < text.length() && isOfName(text.charAt(end))) {
      end++;
    }
    String name = text.substring(0, end);
    String rest = text.substring(end).strip();
    if (name.isEmpty() || !Character.isLetterOrDigit(name.codePointAt(0))) {
      return null;
    }
    if (rest.startsWith("[")) {
      int close = rest.indexOf(']');
      if (close < 0) {
        return null;
      }
      rest = rest.substring(close + 1).strip();
    }
    if (rest.startsWith("@")) {
      String address = rest.substring(1).strip();
      return new PythonRequirement(name, "@ " + address, sourceOf(address));
    }
    int marker = rest.indexOf(';');
    String specifier = (marker < 0 ? rest : rest.substring(0, marker)).strip();
    if (specifier.startsWith("(") && specifier.endsWith(")")) {
      specifier = specifier.substring(1, specifier.length() - 1).strip();
    }
    if (!specifier.isEmpty() && "<>=!~".indexOf(specifier.charAt(0)) < 0) {
      return null;
    }
    return new PythonRequirement(name, specifier, Source.REGISTRY);
  }

  /** Reads the requirement of a line and tells what comes of it. */
  static void read(String written, int line, Findings out) {
    PythonRequirement requirement = parse(written);
    if (requirement == null) {
      out.problem(
          Code.SYNTAX,
          line,
          "'" + Findings.shortened(written.strip()) + "' is no requirement by PEP 508");
      return;
    }
    requirement.tell(line, out);
  }

  void tell(int line, Findings out) {
    out.direct(Ecosystem.PYPI, name, specifier, line, source);
  }

  /** Where an address leads. */
  static Source sourceOf(String address) {
    String lower = address.toLowerCase(Locale.ROOT);
    boolean remote = lower.contains("://") && !lower.startsWith("file:");
    return remote ? Source.URL : Source.LOCAL;
  }

  private static boolean isOfName(char c) {
    return c > ' ' && "[]()<>=!~;@,#\"'/\\:*".indexOf(c) < 0;
  }
}
