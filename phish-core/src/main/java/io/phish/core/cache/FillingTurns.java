package io.phish.core.cache;

import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.LoadTurn;
import io.phish.spi.LoadTurns;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Turns of a farther store; what others made of it is put into the nearer ones. */
final class FillingTurns implements LoadTurns {
  private final LoadTurns turns;
  private final Tier[] tiers;
  private final int tier;
  private final WriteCounts writes;

  FillingTurns(LoadTurns turns, Tier[] tiers, int tier, WriteCounts writes) {
    this.turns = turns;
    this.tiers = tiers;
    this.tier = tier;
    this.writes = writes;
  }

  @Override
  public CompletionStage<LoadTurn> take(
      CacheKey key, Duration patience, Predicate<CacheEntry> isWanted) {
    int writesBefore = writes.of(key);
    return turns
        .take(key, patience, isWanted)
        .thenApply(
            turn -> {
              // Unless something newer may be there.
              if (turn instanceof LoadTurn.Made made && writes.of(key) == writesBefore) {
                fill(tiers, tier, key, made.entry());
              }
              return turn;
            });
  }

  /** Puts what a store has into those before it. */
  static void fill(Tier[] tiers, int tier, CacheKey key, CacheEntry entry) {
    for (int nearer = tier - 1; nearer >= 0; nearer--) {
      TieredCacheStore.ignore(tiers[nearer].put(key, entry));
    }
  }
}
