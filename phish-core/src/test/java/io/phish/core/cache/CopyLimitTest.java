package io.phish.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.contract.CacheStoreContract.ManualClock;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How long stores keep copies of what is in those behind them. */
class CopyLimitTest {
  private static final CacheKey KEY = CacheKey.of("test@1", "key");
  private static final CacheKey OTHER = CacheKey.of("test@1", "other");

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T00:00:00Z"));
  private final MemoryCacheStore near = MemoryCacheStore.ofMegabytes(1, clock);
  private final MemoryCacheStore far = MemoryCacheStore.ofMegabytes(1, clock);

  private static final class Limited extends ForwardingStore {
    private final @Nullable Duration limit;

    Limited(CacheStore store, @Nullable Duration limit) {
      super(store);
      this.limit = limit;
    }

    @Override
    public Optional<Duration> copyLimit() {
      return Optional.ofNullable(limit);
    }
  }

  private TieredCacheStore tiered(CacheStore... stores) {
    TieredCacheStore.Builder builder = TieredCacheStore.builder().clock(clock);
    for (CacheStore store : stores) {
      builder.tier(store);
    }
    return builder.build();
  }

  private CacheEntry entry(Duration ttl) {
    return new CacheEntry(new byte[] {1}, clock.instant().plus(ttl));
  }

  private static @Nullable Instant expiry(CacheStore store, CacheKey key) {
    return store.get(key).toCompletableFuture().join().map(CacheEntry::expiresAt).orElse(null);
  }

  @Test
  void a_nearer_store_keeps_what_is_put_no_longer_than_the_farther_one_lets_it() {
    try (TieredCacheStore store = tiered(near, new Limited(far, Duration.ofSeconds(60)))) {
      CacheEntry hour = entry(Duration.ofHours(1));
      CacheEntry tenSeconds = entry(Duration.ofSeconds(10));
      store.put(KEY, hour).toCompletableFuture().join();
      store.putAll(Map.of(OTHER, tenSeconds)).toCompletableFuture().join();
      assertThat(expiry(near, KEY)).isEqualTo(clock.instant().plusSeconds(60));
      assertThat(expiry(near, OTHER)).isEqualTo(tenSeconds.expiresAt());
      assertThat(expiry(far, KEY)).isEqualTo(hour.expiresAt());

      clock.advance(Duration.ofSeconds(60));
      assertThat(expiry(near, KEY)).isNull();
      // And is read again.
      assertThat(expiry(store, KEY)).isEqualTo(hour.expiresAt());
      assertThat(expiry(near, KEY)).isEqualTo(clock.instant().plusSeconds(60));
    }
  }

  @Test
  void what_was_changed_behind_its_back_is_seen_when_the_copy_is_gone() {
    try (TieredCacheStore store = tiered(near, new Limited(far, Duration.ofSeconds(60)))) {
      store.put(KEY, entry(Duration.ofHours(1))).toCompletableFuture().join();
      CacheEntry newer = new CacheEntry(new byte[] {2}, clock.instant().plus(Duration.ofHours(1)));
      far.put(KEY, newer).toCompletableFuture().join();

      clock.advance(Duration.ofSeconds(59));
      assertThat(store.get(KEY).toCompletableFuture().join().orElseThrow()).isNotEqualTo(newer);
      clock.advance(Duration.ofSeconds(1));
      assertThat(store.get(KEY).toCompletableFuture().join()).contains(newer);
    }
  }

  @Test
  void what_many_were_asked_for_together_is_kept_no_longer_either() {
    try (TieredCacheStore store = tiered(near, new Limited(far, Duration.ofSeconds(60)))) {
      CacheEntry hour = entry(Duration.ofHours(1));
      CacheEntry tenSeconds = entry(Duration.ofSeconds(10));
      far.putAll(Map.of(KEY, hour, OTHER, tenSeconds)).toCompletableFuture().join();
      clock.advance(Duration.ofSeconds(4));
      assertThat(store.getAll(List.of(KEY, OTHER)).toCompletableFuture().join()).hasSize(2);
      assertThat(expiry(near, KEY)).isEqualTo(clock.instant().plusSeconds(60));
      assertThat(expiry(near, OTHER)).isEqualTo(tenSeconds.expiresAt());
    }
  }

  @Test
  void the_strictest_of_the_farther_stores_decides_and_none_of_its_own() {
    MemoryCacheStore middle = MemoryCacheStore.ofMegabytes(1, clock);
    try (TieredCacheStore store =
        tiered(
            new Limited(near, Duration.ofSeconds(1)),
            new Limited(middle, Duration.ofSeconds(5)),
            new Limited(far, Duration.ofSeconds(60)))) {
      CacheEntry hour = entry(Duration.ofHours(1));
      store.put(KEY, hour).toCompletableFuture().join();
      assertThat(expiry(near, KEY)).isEqualTo(clock.instant().plusSeconds(5));
      assertThat(expiry(middle, KEY)).isEqualTo(clock.instant().plusSeconds(60));
      assertThat(expiry(far, KEY)).isEqualTo(hour.expiresAt());
    }
  }

  @Test
  void copies_last_as_long_as_entries_where_nobody_limits_them() {
    try (TieredCacheStore store = tiered(near, new Limited(far, null))) {
      CacheEntry hour = entry(Duration.ofHours(1));
      store.put(KEY, hour).toCompletableFuture().join();
      assertThat(expiry(near, KEY)).isEqualTo(hour.expiresAt());
    }
  }
}
