package io.phish.spi;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Sees to it that of all processes that share a cache mostly one at a time makes an entry that is
 * missing. That saves work and guarantees nothing: whoever cannot find out whose turn it is, or has
 * waited long enough, makes the entry too.
 *
 * <p>Safe for any number of threads. Nothing blocks.
 */
@FunctionalInterface
public interface LoadTurns {

  /**
   * Asks who is to make the entry of a key. The stage does not fail, and completes within about the
   * patience.
   *
   * @param patience how long to wait for somebody else's entry; above 0
   * @param isWanted tells an entry worth waiting for from one that was there before; quick, does
   *     not throw
   */
  CompletionStage<LoadTurn> take(CacheKey key, Duration patience, Predicate<CacheEntry> isWanted);
}
