package io.phish.core.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.phish.core.engine.ObservationCodec.Stored;
import io.phish.spi.CacheKey;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which answers are asked for again before they expire: those that are asked often, in the last
 * tenth of their time. Bounded in how many are refreshed at once, so that a popular hour is not
 * followed by a storm.
 */
final class RefreshAhead {
  private static final int OFTEN = 3;
  private static final int LAST_PART = 10;
  private static final int MAX_KEYS = 10_000;
  private static final int MAX_REFRESHES = 16;

  private final Cache<CacheKey, AtomicInteger> hits =
      Caffeine.newBuilder().maximumSize(MAX_KEYS).executor(Runnable::run).build();
  private final Semaphore budget = new Semaphore(MAX_REFRESHES);

  /** Counts a hit, and says whether the entry should be refreshed now. */
  boolean isDue(CacheKey key, Stored stored, Instant now) {
    AtomicInteger count = hits.get(key, unseen -> new AtomicInteger());
    if (count.incrementAndGet() < OFTEN) {
      return false;
    }
    Instant from =
        stored.writtenAt().plus(stored.freshFor()).minus(stored.freshFor().dividedBy(LAST_PART));
    if (now.isBefore(from)) {
      return false;
    }
    count.set(0);
    return true;
  }

  /** Takes a place in the budget, to be given back by {@link #end}. */
  boolean tryBegin() {
    return budget.tryAcquire();
  }

  void end() {
    budget.release();
  }
}
