package io.phish.core.cache;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.contract.CacheStoreContract;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStatistics;
import io.phish.spi.CacheStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** That the contract finds stores out that do not keep it. */
class CacheStoreContractTest {

  /** A store that is as it should be, but for what is overridden. */
  private static class Spoilt extends ForwardingStore {
    Spoilt(Clock clock) {
      super(MemoryCacheStore.ofMegabytes(32, clock));
    }
  }

  private static CacheStoreContract contract(Function<Clock, CacheStore> stores) {
    return stores::apply;
  }

  @Test
  void a_store_by_another_clock() {
    CacheStoreContract contract = contract(clock -> new Spoilt(Clock.systemUTC()));
    assertThatThrownBy(contract::an_entry_is_gone_when_its_time_is_up_and_not_before)
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(contract::gives_no_expired_entry_after_the_clock_jumped)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void a_store_that_mixes_up_spaces() {
    CacheStoreContract contract =
        contract(
            clock ->
                new Spoilt(clock) {
                  @Override
                  public CompletionStage<Optional<CacheEntry>> get(CacheKey key) {
                    return super.get(new CacheKey("all", key.high(), key.low()));
                  }

                  @Override
                  public CompletionStage<Void> put(CacheKey key, CacheEntry entry) {
                    return super.put(new CacheKey("all", key.high(), key.low()), entry);
                  }
                });
    assertThatThrownBy(contract::tells_keys_apart_by_space_and_by_both_halves_of_the_hash)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void a_store_that_lengthens_lives() {
    CacheStoreContract contract =
        contract(
            clock ->
                new Spoilt(clock) {
                  @Override
                  public CompletionStage<Void> put(CacheKey key, CacheEntry entry) {
                    return super.put(
                        key, new CacheEntry(entry.value(), entry.expiresAt().plusSeconds(1)));
                  }
                });
    assertThatThrownBy(contract::keeps_the_expiry_to_the_millisecond_and_never_lengthens_it)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void a_store_that_forgets_in_batches() {
    CacheStoreContract contract =
        contract(
            clock ->
                new Spoilt(clock) {
                  @Override
                  public CompletionStage<Map<CacheKey, CacheEntry>> getAll(
                      Collection<CacheKey> keys) {
                    return super.getAll(keys)
                        .thenApply(
                            found -> {
                              Map<CacheKey, CacheEntry> some = new HashMap<>();
                              found.entrySet().stream()
                                  .limit(1_000)
                                  .forEach(entry -> some.put(entry.getKey(), entry.getValue()));
                              return some;
                            });
                  }
                });
    assertThatThrownBy(contract::puts_and_gets_many_at_once).isInstanceOf(AssertionError.class);
  }

  @Test
  void a_store_that_neither_removes_nor_closes() {
    CacheStoreContract contract =
        contract(
            clock ->
                new Spoilt(clock) {
                  @Override
                  public CompletionStage<Void> remove(CacheKey key) {
                    return super.put(
                        key, new CacheEntry(new byte[0], clock.instant().plusMillis(5)));
                  }

                  @Override
                  public void close() {}
                });
    assertThatThrownBy(contract::removes_one_entry).isInstanceOf(AssertionError.class);
    assertThatThrownBy(contract::fails_in_the_stage_when_it_is_closed)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void a_store_that_throws_where_it_should_fail() {
    CacheStoreContract contract =
        contract(
            clock ->
                new Spoilt(clock) {
                  @Override
                  public CompletionStage<Void> clear() {
                    super.clear().toCompletableFuture().join();
                    return super.clear();
                  }
                });
    assertThatThrownBy(contract::fails_in_the_stage_when_it_is_closed)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void a_store_that_shortens_long_lives_and_counts_nothing() {
    CacheStoreContract contract =
        contract(
            clock ->
                new Spoilt(clock) {
                  @Override
                  public CompletionStage<Void> put(CacheKey key, CacheEntry entry) {
                    var soon = clock.instant().plus(Duration.ofDays(30));
                    return super.put(
                        key,
                        entry.expiresAt().isAfter(soon)
                            ? new CacheEntry(entry.value(), soon)
                            : entry);
                  }

                  @Override
                  public CacheStatistics statistics() {
                    return new CacheStatistics(name(), 0, 0, 0, -1, -1);
                  }
                });
    assertThatThrownBy(contract::keeps_an_entry_that_expires_at_the_end_of_time)
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(contract::counts_hits_and_misses).isInstanceOf(AssertionError.class);
  }
}
