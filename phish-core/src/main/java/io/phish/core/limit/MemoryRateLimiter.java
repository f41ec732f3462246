package io.phish.core.limit;

import io.phish.spi.RateDecision;
import io.phish.spi.RateDecision.Refused;
import io.phish.spi.RateLimiter;
import io.phish.spi.RateWindow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Limits what this instance does, by a monotonic clock. A request takes constant time per window,
 * and its stage is complete when it is returned unless it waits.
 *
 * <p>Keeps a key for as long as it counts for something. Beyond the most keys another one is
 * refused until one is forgotten: to forget one that counts would break its limit.
 */
public final class MemoryRateLimiter implements RateLimiter {
  /** How many keys are kept by default. */
  public static final int DEFAULT_KEYS = 100_000;

  /** How many keys are looked at, for one that can be forgotten, when another one is new. */
  private static final int LOOKED_AT = 4;

  private static final Duration FULL = Duration.ofSeconds(1);

  private final int maxKeys;
  private final LongSupplier micros;
  private final ConcurrentHashMap<String, Counts> keys = new ConcurrentHashMap<>();
  private final Waiting waiting = new Waiting();
  private final ReentrantLock sweepLock = new ReentrantLock();
  private Iterator<Map.Entry<String, Counts>> sweep = keys.entrySet().iterator();

  /** A limiter of {@link #DEFAULT_KEYS} keys. */
  public MemoryRateLimiter() {
    this(DEFAULT_KEYS);
  }

  /**
   * A limiter.
   *
   * @param maxKeys how many keys are kept, at least 1
   */
  public MemoryRateLimiter(int maxKeys) {
    this(maxKeys, monotonic());
  }

  MemoryRateLimiter(int maxKeys, Clock clock) {
    this(maxKeys, () -> micros(clock.instant()));
  }

  private MemoryRateLimiter(int maxKeys, LongSupplier micros) {
    if (maxKeys < 1) {
      throw new IllegalArgumentException("maxKeys " + maxKeys + " is below 1");
    }
    this.maxKeys = maxKeys;
    this.micros = micros;
  }

  private static LongSupplier monotonic() {
    long start = System.nanoTime();
    return () -> TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
  }

  private static long micros(Instant instant) {
    return TimeUnit.SECONDS.toMicros(instant.getEpochSecond())
        + TimeUnit.NANOSECONDS.toMicros(instant.getNano());
  }

  @Override
  public CompletionStage<RateDecision> acquire(
      String key, List<RateWindow> windows, int permits, Duration longestWait) {
    try {
      RateLimiter.check(key, windows, permits, longestWait);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    if (waiting.isClosed()) {
      return CompletableFuture.failedFuture(Waiting.closed());
    }
    long now = micros.getAsLong();
    long longest = waiting.isFull() ? 0 : TimeUnit.NANOSECONDS.toMicros(longestWait.toNanos());
    Counts.Taken taken = null;
    while (taken == null) { // again if the key was forgotten meanwhile
      Counts counts = keys.get(key);
      if (counts == null) {
        if (!hasRoom(now)) {
          return CompletableFuture.completedFuture(new Refused(FULL, false));
        }
        counts = keys.computeIfAbsent(key, ignored -> new Counts());
      }
      taken = counts.take(windows, permits, now, longest);
    }
    return taken.waitMicros() == 0
        ? CompletableFuture.completedFuture(taken.decision())
        : waiting.complete(taken);
  }

  /** Forgets a few keys that do not count any more; there may be one key more per thread. */
  private boolean hasRoom(long now) {
    if (sweepLock.tryLock()) {
      try {
        for (int i = 0; i < LOOKED_AT; i++) {
          if (!sweep.hasNext()) {
            sweep = keys.entrySet().iterator();
          }
          if (sweep.hasNext()) {
            Map.Entry<String, Counts> entry = sweep.next();
            if (entry.getValue().forget(now)) {
              keys.remove(entry.getKey(), entry.getValue());
            }
          }
        }
      } finally {
        sweepLock.unlock();
      }
    }
    return keys.mappingCount() < maxKeys;
  }

  /** How many keys are kept. */
  long keys() {
    return keys.mappingCount();
  }

  @Override
  public void close() {
    waiting.close();
    keys.clear();
  }
}
