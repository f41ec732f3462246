package io.phish.core.packages.manifest;

import io.phish.core.packages.manifest.ManifestProblem.Code;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads manifests, lock files and bills of materials of one folder. Nothing is run, nothing is
 * fetched, and no file outside the folder is opened, not by way of a link either.
 *
 * <p>Whatever is wrong with a file is a {@link ManifestProblem} and never an exception: what stands
 * before it counts. Safe for any number of threads; reading blocks.
 */
public final class ManifestReader {
  private final Path root;
  private final ManifestLimits limits;

  private ManifestReader(Path root, ManifestLimits limits) {
    this.root = root;
    this.limits = limits;
  }

  /**
   * A reader of the files in a folder.
   *
   * @throws IOException if there is no such folder
   */
  public static ManifestReader of(Path root, ManifestLimits limits) throws IOException {
    return new ManifestReader(root.toRealPath(), limits);
  }

  /**
   * Reads a file and those that it includes.
   *
   * @param file in the folder; if it is relative, relative to the folder
   */
  public ManifestResult read(Path file) {
    return new Reading().read(root.resolve(file));
  }

  /**
   * Reads a file that is in memory. Files that it includes are not read.
   *
   * @param name which tells the format, if need be together with the content
   */
  public static ManifestResult read(String name, byte[] content, ManifestLimits limits) {
    Findings out = new Findings(name, limits.dependencies());
    Content.Includes none =
        (target, line, findings) ->
            findings.problem(
                Code.OUTSIDE_ROOT,
                line,
                "'" + Findings.shortened(target) + "' is not read: there is no folder to look in");
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException e) {
      path = Path.of("");
    }
    byte[] octets = Octets.unpack(content, limits, out);
    ManifestFormat format = parse(path, octets, limits, none, out);
    return new ManifestResult(format, out.dependencies(), out.problems());
  }

  private static @Nullable ManifestFormat parse(
      Path file, byte[] octets, ManifestLimits limits, Content.Includes includes, Findings out) {
    Content content = Content.of(octets, limits, includes, out);
    Optional<ManifestFormat> format =
        ManifestFormat.of(file).or(() -> ManifestFormat.ofContent(file, content.text()));
    if (format.isEmpty()) {
      out.problem(
          Code.UNKNOWN_FORMAT, 0, "neither its name nor its content is that of a known manifest");
      return null;
    }
    format.get().parse(content, out);
    return format.get();
  }

  /** One file and those that it includes. */
  private final class Reading {
    private final List<Dependency> dependencies = new ArrayList<>();
    private final List<ManifestProblem> problems = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();
    private final Deque<Path> open = new ArrayDeque<>();
    private final Deque<Path> waiting = new ArrayDeque<>();

    ManifestResult read(Path file) {
      Findings out = new Findings(shown(file), limits.dependencies());
      Path real = real(file, file.toString(), 0, out);
      ManifestFormat format = real == null ? null : read(real, out);
      if (real == null) {
        take(out);
      }
      return new ManifestResult(format, dependencies, problems);
    }

    private @Nullable ManifestFormat read(Path real, Findings out) {
      seen.add(real);
      open.push(real);
      try {
        byte[] octets = Octets.read(real, limits, out);
        ManifestFormat format =
            octets == null
                ? null
                : parse(
                    real,
                    octets,
                    limits,
                    (target, line, findings) -> include(real, target, line, findings),
                    out);
        take(out);
        includeWaiting();
        return format;
      } finally {
        open.pop();
      }
    }

    /** Those of a file come behind its own; they are read once it has been. */
    private void includeWaiting() {
      List<Path> files = new ArrayList<>(waiting);
      waiting.clear();
      for (Path file : files) {
        if (seen.add(file)) {
          read(file, new Findings(shown(file), limits.dependencies() - dependencies.size()));
        }
      }
    }

    private void include(Path from, String target, int line, Findings out) {
      String quoted = "'" + Findings.shortened(target) + "'";
      if (target.contains("://")) {
        out.problem(Code.OUTSIDE_ROOT, line, quoted + " is not fetched");
        return;
      }
      Path file;
      try {
        file = from.resolveSibling(target).normalize();
      } catch (InvalidPathException e) {
        out.problem(Code.UNREADABLE, line, quoted + " is no path");
        return;
      }
      Path real = real(file, target, line, out);
      if (real == null) {
        return;
      }
      if (open.contains(real)) {
        out.problem(Code.INCLUDE_LOOP, line, quoted + " includes this file, directly or not");
      } else if (!seen.contains(real) && !waiting.contains(real)) {
        if (seen.size() + waiting.size() > limits.includes()) {
          out.problem(
              Code.TOO_MANY,
              line,
              quoted + " is not read: more than " + limits.includes() + " files are included");
        } else {
          waiting.add(real);
        }
      }
    }

    private void take(Findings out) {
      dependencies.addAll(out.dependencies());
      problems.addAll(out.problems());
    }

    /** Where a file really is, null if it is nowhere or outside. */
    private @Nullable Path real(Path file, String target, int line, Findings out) {
      String quoted = line == 0 ? "" : "'" + Findings.shortened(target) + "' ";
      // Outside, not even whether there is such a file is told.
      if (!file.normalize().startsWith(root)) {
        out.problem(Code.OUTSIDE_ROOT, line, quoted + "is outside the folder that is scanned");
        return null;
      }
      try {
        Path real = file.toRealPath();
        if (real.startsWith(root)) {
          return real;
        }
        out.problem(
            Code.OUTSIDE_ROOT, line, quoted + "is a link that leaves the folder that is scanned");
      } catch (IOException | SecurityException e) {
        out.problem(Code.UNREADABLE, line, quoted + "cannot be read: " + Octets.why(e));
      }
      return null;
    }
  }

  private String shown(Path file) {
    Path normal = file.normalize();
    Path relative = normal.startsWith(root) ? root.relativize(normal) : file;
    return relative.toString().replace('\\', '/');
  }
}
