package io.phish.examples.cli;

import io.phish.core.packages.manifest.ManifestProblem;
import java.util.List;

/**
 * What a scan found.
 *
 * @param files those that were read
 * @param entries in the order of files and lines
 * @param problems what could not be read
 * @param expired rules that ignore nothing any more
 */
record ScanResult(
    List<String> files,
    List<ScanEntry> entries,
    List<ManifestProblem> problems,
    List<IgnoreFile.Rule> expired) {

  boolean fails() {
    return entries.stream().anyMatch(ScanEntry::fails);
  }
}
