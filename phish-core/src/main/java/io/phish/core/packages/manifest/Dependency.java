package io.phish.core.packages.manifest;

import io.phish.core.packages.PackageId;
import java.util.Objects;

/**
 * A package that a file names.
 *
 * @param id with the version if the file pins one, else without
 * @param requirement the version as it was written, with its operators; empty if there is none
 * @param file as it is to be shown, relative to where the scan began
 * @param line where the name stands, from 1; 0 if the format has none
 * @param direct false if only a lock file or bill of materials names it on behalf of another
 * @param source where the package is taken from
 */
public record Dependency(
    PackageId id, String requirement, String file, int line, boolean direct, Source source) {

  /** Checks for nulls. */
  public Dependency {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(requirement, "requirement");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(source, "source");
  }

  /** Where a package is taken from. A registry need not know those that it does not give out. */
  public enum Source {
    /** The registry of its ecosystem, or one that the project configures. */
    REGISTRY,
    /** An address or a version control system. */
    URL,
    /** The project itself: a path, a member of its workspace, a module of its build. */
    LOCAL
  }
}
