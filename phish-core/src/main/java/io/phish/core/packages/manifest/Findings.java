package io.phish.core.packages.manifest;

import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.PackageId;
import io.phish.core.packages.manifest.Dependency.Source;
import io.phish.core.packages.manifest.ManifestProblem.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what a parser finds in one file, and no more than the limits allow. */
final class Findings {
  /**
   * The longest that a registry allows is npm's, 214; Go's paths and Maven's groups may be longer.
   */
  static final int MAX_NAME = 512;

  private static final int MAX_REQUIREMENT = 1024;

  /** Of one code: the hundredth tells nothing new. */
  private static final int MAX_PROBLEMS = 20;

  private final String file;
  private final int room;
  private final List<Dependency> dependencies = new ArrayList<>();
  private final List<ManifestProblem> problems = new ArrayList<>();
  private final Map<Code, Integer> counts = new EnumMap<>(Code.class);

  /**
   * Nothing yet.
   *
   * @param room how many dependencies may come
   */
  Findings(String file, int room) {
    this.file = file;
    this.room = room;
  }

  /** What a manifest asks for. */
  void direct(Ecosystem ecosystem, String name, String requirement, int line, Source source) {
    add(ecosystem, name, Versions.exact(ecosystem, requirement), requirement, line, true, source);
  }

  /** What a lock file has settled on. */
  void locked(Ecosystem ecosystem, String name, @Nullable String version, int line, Source source) {
    add(ecosystem, name, version, version == null ? "" : version, line, false, source);
  }

  void add(
      Ecosystem ecosystem,
      String name,
      @Nullable String version,
      String requirement,
      int line,
      boolean direct,
      Source source) {
    if (dependencies.size() >= room) {
      if (!counts.containsKey(Code.TOO_MANY)) {
        problem(Code.TOO_MANY, line, "names more packages than are read; the rest is skipped");
      }
      return;
    }
    if (!isName(name)) {
      problem(Code.BAD_NAME, line, "no package can be named '" + shortened(name) + "'");
      return;
    }
    dependencies.add(
        new Dependency(
            new PackageId(ecosystem, name, shortVersion(version)),
            requirement.length() > MAX_REQUIREMENT
                ? requirement.substring(0, MAX_REQUIREMENT)
                : requirement,
            file,
            line,
            direct,
            source));
  }

  void problem(Code code, int line, String message) {
    if (counts.merge(code, 1, Integer::sum) <= MAX_PROBLEMS) {
      problems.add(new ManifestProblem(code, file, line, message));
    }
  }

  String file() {
    return file;
  }

  /** In the order of lines. */
  List<Dependency> dependencies() {
    dependencies.sort(Comparator.comparingInt(Dependency::line));
    return dependencies;
  }

  List<ManifestProblem> problems() {
    return problems;
  }

  /** Lookalike letters are for others to judge; what no file can mean as a name ends here. */
  private static boolean isName(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      return false;
    }
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      if (c <= ' ' || c == 0xFFFD || Character.getType(c) == Character.CONTROL || isHalf(c)) {
        return false;
      }
      i += Character.charCount(c);
    }
    return true;
  }

  private static boolean isHalf(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  private static @Nullable String shortVersion(@Nullable String version) {
    return version == null || version.isEmpty() || version.length() > MAX_NAME ? null : version;
  }

  /** For a message. */
  static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 79) + '…';
  }
}
