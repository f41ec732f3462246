package io.phish.spi;

/**
 * How a cache does.
 *
 * @param name of the store
 * @param hits look-ups that found an entry
 * @param misses look-ups that found none
 * @param failures operations that failed or took too long
 * @param entries how many entries there are, about; -1 if that is not known
 * @param bytes what they take, about; -1 if that is not known
 */
public record CacheStatistics(
    String name, long hits, long misses, long failures, long entries, long bytes) {

  /** Hits per look-up, NaN before the first. */
  public double hitRate() {
    long requests = hits + misses;
    return requests == 0 ? Double.NaN : (double) hits / requests;
  }
}
