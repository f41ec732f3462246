package io.phish.core.cache;

import io.phish.spi.CacheKey;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Tells whether a key may have been written since a look-up began. Keys share counters, so that
 * there is a bounded number of them: now and then a key seems to have been written that was not.
 */
final class WriteCounts {
  private static final int STRIPES = 1 << 10;

  private final AtomicIntegerArray counts = new AtomicIntegerArray(STRIPES);

  int of(CacheKey key) {
    return counts.get(stripe(key));
  }

  void count(CacheKey key) {
    counts.getAndIncrement(stripe(key));
  }

  void countAll() {
    for (int i = 0; i < STRIPES; i++) {
      counts.getAndIncrement(i);
    }
  }

  private static int stripe(CacheKey key) {
    return (int) key.low() & (STRIPES - 1);
  }
}
