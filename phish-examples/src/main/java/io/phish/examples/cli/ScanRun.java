package io.phish.examples.cli;

import io.phish.InvalidSubjectException;
import io.phish.core.packages.PackageChecker;
import io.phish.core.packages.PackageId;
import io.phish.core.packages.PackageVerdict;
import io.phish.core.packages.Recommendation;
import io.phish.core.packages.manifest.Dependency;
import io.phish.core.packages.manifest.Dependency.Source;
import io.phish.core.packages.manifest.ManifestFinder;
import io.phish.core.packages.manifest.ManifestLimits;
import io.phish.core.packages.manifest.ManifestProblem;
import io.phish.core.packages.manifest.ManifestReader;
import io.phish.core.packages.manifest.ManifestResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds and reads manifests, and has each package in them checked once. */
final class ScanRun {
  /** Packages that are checked at a time. */
  private static final int BATCH = 256;

  private final PackageChecker checker;
  private final Set<Recommendation> failing;
  private final IgnoreFile ignore;
  private final LocalDate today;
  private final Set<String> files = new LinkedHashSet<>();
  private final Set<Dependency> dependencies = new LinkedHashSet<>();
  private final Set<ManifestProblem> problems = new LinkedHashSet<>();
  private volatile long started;
  private volatile long checked;

  ScanRun(PackageChecker checker, Set<Recommendation> failing, IgnoreFile ignore, LocalDate today) {
    this.checker = checker;
    this.failing = failing;
    this.ignore = ignore;
    this.today = today;
  }

  /** How many packages are to be checked. */
  long started() {
    return started;
  }

  /** How many of them are. */
  long checked() {
    return checked;
  }

  /** Reads a file, or all manifests in a folder. Files include others within the root only. */
  void read(Path path, Path root) throws IOException {
    Path real = root.toRealPath();
    ManifestReader reader = ManifestReader.of(real, ManifestLimits.defaults());
    if (!Files.isDirectory(path)) {
      read(reader, inRoot(path), real);
      return;
    }
    Path folder = path.toRealPath();
    ManifestFinder.Found found = ManifestFinder.in(folder);
    problems.addAll(found.problems());
    for (Path file : found.files()) {
      read(reader, file, real);
    }
  }

  /** Through links in the way to it, but not through the file itself. */
  private static Path inRoot(Path file) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    return parent != null && Files.isDirectory(parent)
        ? parent.toRealPath().resolve(absolute.getFileName())
        : absolute;
  }

  private void read(ManifestReader reader, Path file, Path root) {
    ManifestResult result = reader.read(file);
    String shown = file.startsWith(root) ? root.relativize(file).toString() : file.toString();
    files.add(shown.replace('\\', '/'));
    dependencies.addAll(result.dependencies());
    problems.addAll(result.problems());
  }

  /** Checks what was read. */
  ScanResult check() {
    Map<String, PackageId> asked = new LinkedHashMap<>();
    for (Dependency dependency : dependencies) {
      if (dependency.source() != Source.LOCAL) {
        asked.putIfAbsent(key(dependency.id()), dependency.id());
      }
    }
    started = asked.size();
    Map<String, PackageVerdict> verdicts = verdicts(asked);
    List<ScanEntry> entries = new ArrayList<>(dependencies.size());
    for (Dependency dependency : dependencies) {
      PackageVerdict verdict =
          dependency.source() == Source.LOCAL ? null : verdicts.get(key(dependency.id()));
      entries.add(entry(dependency, verdict));
    }
    return new ScanResult(
        List.copyOf(files), entries, List.copyOf(problems), ignore.expired(today));
  }

  private Map<String, PackageVerdict> verdicts(Map<String, PackageId> asked) {
    Map<String, PackageVerdict> verdicts = new LinkedHashMap<>();
    List<String> keys = List.copyOf(asked.keySet());
    List<PackageId> ids = List.copyOf(asked.values());
    for (int from = 0; from < ids.size(); from += BATCH) {
      int to = Math.min(ids.size(), from + BATCH);
      List<PackageVerdict> some =
          checker.checkAll(ids.subList(from, to)).toCompletableFuture().join();
      for (int i = 0; i < some.size(); i++) {
        verdicts.put(keys.get(from + i), some.get(i));
      }
      checked = to;
    }
    return verdicts;
  }

  private ScanEntry entry(Dependency dependency, @Nullable PackageVerdict verdict) {
    if (verdict == null || !failing.contains(verdict.recommendation())) {
      return new ScanEntry(dependency, verdict, rule(dependency, verdict), false);
    }
    IgnoreFile.Rule rule = rule(dependency, verdict);
    return new ScanEntry(dependency, verdict, rule, rule == null);
  }

  private IgnoreFile.@Nullable Rule rule(Dependency dependency, @Nullable PackageVerdict verdict) {
    try {
      return verdict == null ? null : ignore.rule(dependency.id(), today).orElse(null);
    } catch (InvalidSubjectException e) {
      return null; // a name that no registry has, which no rule can name
    }
  }

  /** A version counts: a compromised one says nothing about the others. */
  private static String key(PackageId id) {
    String name;
    try {
      name = id.canonicalName();
    } catch (InvalidSubjectException e) {
      name = id.name();
    }
    return id.ecosystem() + "/" + name + "@" + (id.version() == null ? "" : id.version());
  }
}
