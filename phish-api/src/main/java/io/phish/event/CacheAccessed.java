package io.phish.event;

/**
 * A cache was asked.
 *
 * @param cache its name: {@code verdict}, or that of the store
 * @param extractor whose observation was looked for; empty for a whole verdict
 * @param result what came of it
 */
public record CacheAccessed(String cache, String extractor, Result result) {

  /** What came of asking a cache. */
  public enum Result {
    /** A fresh entry. */
    HIT,
    /** An expired entry that may still be used. */
    STALE,
    /** No entry, or one that cannot be read. */
    MISS,
    /** The cache failed or took too long. */
    FAILURE
  }
}
