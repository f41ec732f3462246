package io.phish.core.packages.manifest;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds manifests by their names. Links are not followed. */
public final class ManifestFinder {
  /** Deep enough for any source tree. */
  public static final int MAX_DEPTH = 32;

  /** How many files are looked at, by name. */
  public static final int MAX_FILES = 1_000_000;

  /** Folders of tools, in which nobody writes a manifest: what others wrote lies there. */
  private static final Set<String> SKIPPED =
      Set.of(
          ".bundle",
          ".cache",
          ".git",
          ".gradle",
          ".hg",
          ".idea",
          ".mvn",
          ".nox",
          ".svn",
          ".tox",
          ".venv",
          ".yarn",
          "__pycache__",
          "bower_components",
          "node_modules",
          "site-packages",
          "target",
          "venv",
          "vendor");

  private ManifestFinder() {}

  /**
   * What is in a folder.
   *
   * @param files in the order of their names
   * @param problems folders that could not be looked into, and limits that were reached
   */
  public record Found(List<Path> files, List<ManifestProblem> problems) {

    /** Copies the lists. */
    public Found {
      files = List.copyOf(files);
      problems = List.copyOf(problems);
    }
  }

  /** Looks through a folder and those below it. */
  public static Found in(Path folder) {
    Visitor visitor = new Visitor(folder);
    try {
      Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), MAX_DEPTH, visitor);
    } catch (IOException e) {
      visitor.visitFileFailed(folder, e);
    }
    Collections.sort(visitor.files);
    return new Found(visitor.files, visitor.problems);
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final List<Path> files = new ArrayList<>();
    private final List<ManifestProblem> problems = new ArrayList<>();
    private int looked;

    Visitor(Path folder) {
      this.folder = folder;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      boolean skipped =
          !directory.equals(folder) && SKIPPED.contains(String.valueOf(directory.getFileName()));
      return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      looked++;
      if (looked > MAX_FILES) {
        problem(
            ManifestProblem.Code.TOO_MANY,
            folder,
            "has more than " + MAX_FILES + " files; the rest is skipped");
        return FileVisitResult.TERMINATE;
      }
      // A link is listed as well: reading it says where it leads, if that is outside.
      if (!attributes.isDirectory() && ManifestFormat.of(file).isPresent()) {
        files.add(file);
      } else if (attributes.isDirectory()) {
        problem(
            ManifestProblem.Code.TOO_DEEP,
            file,
            "is nested more than " + MAX_DEPTH + " levels deep and is skipped");
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      problem(ManifestProblem.Code.UNREADABLE, file, "cannot be read: " + Octets.why(e));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
      if (e != null) {
        visitFileFailed(directory, e);
      }
      return FileVisitResult.CONTINUE;
    }

    private void problem(ManifestProblem.Code code, Path file, String message) {
      if (problems.size() < 100) {
        problems.add(new ManifestProblem(code, shown(file), 0, message));
      }
    }

    private String shown(Path file) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      return name.isEmpty() ? "." : name;
    }
  }
}
