package io.phish.core.packages.manifest;

/**
 * How much is read of files that anybody may have written.
 *
 * @param fileSize of one file, in octets, packed and unpacked
 * @param depth to which values may be nested
 * @param values in one structured file: members, items and elements
 * @param dependencies of one file together with those that it includes
 * @param includes how many files one file may include, directly or by way of others
 * @param ratio of an unpacked file to the packed one, beyond its first mebioctet
 */
public record ManifestLimits(
    int fileSize, int depth, int values, int dependencies, int includes, int ratio) {

  /** Checks that all are positive. */
  public ManifestLimits {
    if (Math.min(Math.min(fileSize, depth), Math.min(values, dependencies)) < 1
        || Math.min(includes, ratio) < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  /**
   * 64 MiB, 200 levels, 2,000,000 values, 200,000 dependencies, 100 includes, 200 to 1. More than
   * people write; a ratio of 1032 to 1 is what DEFLATE can reach.
   */
  public static ManifestLimits defaults() {
    return new ManifestLimits(64 << 20, 200, 2_000_000, 200_000, 100, 200);
  }
}
