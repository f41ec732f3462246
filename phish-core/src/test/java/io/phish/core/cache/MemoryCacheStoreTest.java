package io.phish.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.contract.CacheStoreContract;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MemoryCacheStoreTest implements CacheStoreContract {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-20T00:00:00Z"));

  @Override
  public CacheStore create(Clock clock) {
    return MemoryCacheStore.ofMegabytes(32, clock);
  }

  @Test
  void never_holds_more_octets_than_it_may() {
    try (MemoryCacheStore store = MemoryCacheStore.ofMegabytes(1, clock)) {
      for (int i = 0; i < 5_000; i++) {
        put(store, i, 1_000);
        assertThat(store.statistics().bytes()).isLessThanOrEqualTo((1 << 20) + 20_000);
      }
      assertThat(store.statistics().entries()).isBetween(500L, 1_000L);
    }
  }

  @Test
  void counts_keys_and_not_only_values() {
    try (MemoryCacheStore store = MemoryCacheStore.ofMegabytes(1, clock)) {
      for (int i = 0; i < 20_000; i++) {
        put(store, i, 0);
      }
      assertThat(store.statistics().entries())
          .isBetween(1_000L, (1L << 20) / MemoryCacheStore.OVERHEAD + 100);
    }
  }

  @Test
  void does_not_keep_an_entry_larger_than_itself() {
    try (MemoryCacheStore store = MemoryCacheStore.ofMegabytes(1, clock)) {
      put(store, 1, 2 << 20);
      assertThat(store.get(key(1))).isCompletedWithValue(Optional.empty());
      assertThat(store.statistics().bytes()).isZero();
    }
  }

  @Test
  void lets_go_of_expired_entries_without_being_asked_for_them() {
    try (MemoryCacheStore store = MemoryCacheStore.ofMegabytes(8, clock)) {
      for (int i = 0; i < 1_000; i++) {
        put(store, i, 1_000);
      }
      assertThat(store.statistics().bytes()).isGreaterThan(1_000_000);
      clock.advance(Duration.ofHours(2));
      for (int i = 1_000; i < 1_100; i++) {
        put(store, i, 1_000);
      }
      assertThat(store.statistics().entries()).isLessThanOrEqualTo(100);
      assertThat(store.statistics().bytes()).isLessThan(200_000);
    }
  }

  @Test
  void answers_at_once() {
    try (MemoryCacheStore store = MemoryCacheStore.ofMegabytes(1, clock)) {
      assertThat(store.put(key(1), new CacheEntry(new byte[1], Instant.MAX)))
          .isInstanceOfSatisfying(
              CompletableFuture.class, future -> assertThat(future.isDone()).isTrue());
      assertThat(store.get(key(1)).toCompletableFuture()).isDone();
    }
  }

  @Test
  void refuses_sizes_that_make_no_sense() {
    assertThatThrownBy(() -> MemoryCacheStore.ofMegabytes(0)).hasMessageContaining("megabytes 0");
    assertThatThrownBy(() -> MemoryCacheStore.ofMegabytes(1_000_001))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void put(CacheStore store, int number, int size) {
    CacheEntry entry = new CacheEntry(new byte[size], clock.instant().plus(Duration.ofHours(1)));
    store.put(key(number), entry).toCompletableFuture().join();
  }

  private static CacheKey key(int number) {
    return CacheKey.of("test", "key " + number);
  }
}
