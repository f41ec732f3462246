package io.phish.core.packages.manifest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file holds.
 *
 * @param format null if it is none that is known
 * @param dependencies those of the file in the order of its lines, then those of each file that it
 *     includes
 * @param problems what could not be read, in the order in which it was met
 */
public record ManifestResult(
    @Nullable ManifestFormat format,
    List<Dependency> dependencies,
    List<ManifestProblem> problems) {

  /** Copies the lists. */
  public ManifestResult {
    dependencies = List.copyOf(dependencies);
    problems = List.copyOf(problems);
  }
}
