package io.phish.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.phish.ConfigurationException;
import io.phish.contract.CacheStoreContract;
import io.phish.event.BreakerChanged;
import io.phish.event.CacheAccessed.Result;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStatistics;
import io.phish.spi.CacheStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TieredCacheStoreTest implements CacheStoreContract {
  private static final CacheKey KEY = CacheKey.of("test@1", "key");
  private static final CacheKey OTHER = CacheKey.of("test@1", "other");

  @TempDir Path directory;

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-20T00:00:00Z"));
  private final AtomicLong nanoTime = new AtomicLong();
  private final ScriptedStore near = new ScriptedStore("near", clock);
  private final ScriptedStore far = new ScriptedStore("far", clock);
  private final List<String> accesses = new CopyOnWriteArrayList<>();
  private final List<BreakerChanged> changes = new CopyOnWriteArrayList<>();
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "test-timer"));
  private final List<Thread> followUps = new CopyOnWriteArrayList<>();
  private TieredCacheStore store = build(Duration.ofSeconds(30));

  @Override
  public CacheStore create(Clock clock) {
    SqliteFile file = new SqliteFile(directory.resolve(UUID.randomUUID() + ".db"));
    Duration ample = Duration.ofSeconds(30);
    return TieredCacheStore.builder()
        .tier(MemoryCacheStore.ofMegabytes(32, clock), ample)
        .tier(JdbcCacheStore.builder(file).clock(clock).build(), ample)
        .clock(clock)
        .build();
  }

  private TieredCacheStore build(Duration timeout) {
    return TieredCacheStore.builder()
        .tier(near, timeout)
        .tier(far, timeout)
        .clock(clock)
        .nanoTime(nanoTime::get)
        .onAccess((key, name, result) -> accesses.add(name + " " + result))
        .onBreakerChange(changes::add)
        .timeouts(
            timer,
            task -> {
              Thread thread = new Thread(task, "test-follow-up");
              followUps.add(thread);
              thread.start();
            })
        .build();
  }

  @BeforeEach
  void removeCancelled() {
    timer.setRemoveOnCancelPolicy(true);
  }

  @AfterEach
  void end() throws Exception {
    timer.shutdownNow();
    for (Thread thread : followUps) {
      thread.join(10_000);
    }
  }

  @Test
  void asks_no_farther_store_when_a_nearer_one_has_the_entry() {
    near.memory.put(KEY, entry("n", 10));
    far.memory.put(KEY, entry("f", 10));

    assertThat(value(store.get(KEY))).isEqualTo("n");

    assertThat(far.calls).isEmpty();
    assertThat(accesses).containsExactly("near HIT");
  }

  @Test
  void puts_what_a_farther_store_has_into_the_nearer_one_with_the_expiry_it_has() {
    far.memory.put(KEY, entry("f", 10));
    clock.advance(Duration.ofSeconds(7));

    assertThat(value(store.get(KEY))).isEqualTo("f");
    assertThat(near.memory.get(KEY)).isCompletedWithValue(Optional.of(entry("f", 3)));
    assertThat(value(store.get(KEY))).isEqualTo("f");
    assertThat(accesses).containsExactly("near MISS", "far HIT", "near HIT");

    clock.advance(Duration.ofSeconds(3));
    assertThat(value(store.get(KEY))).isNull();
  }

  @Test
  void asks_farther_stores_for_what_is_missing_only() {
    Map<CacheKey, CacheEntry> inFar = new HashMap<>();
    List<CacheKey> keys = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      CacheKey key = CacheKey.of("test@1", "key " + i);
      keys.add(key);
      if (i < 4) {
        near.memory.put(key, entry("n" + i, 10));
      } else if (i < 7) {
        inFar.put(key, entry("f" + i, 10));
      }
    }
    far.memory.putAll(inFar);

    Map<CacheKey, CacheEntry> found = join(store.getAll(keys));

    assertThat(found).hasSize(7).containsAllEntriesOf(inFar);
    assertThat(near.calls).containsExactly("getAll 10", "putAll 3");
    assertThat(far.calls).containsExactly("getAll 6");
    assertThat(join(near.memory.getAll(keys))).hasSize(7);
    assertThat(store.statistics().hits()).isEqualTo(7);
    assertThat(store.statistics().misses()).isEqualTo(3);

    near.calls.clear();
    far.calls.clear();
    join(store.getAll(keys.subList(0, 7)));
    assertThat(far.calls).isEmpty();
  }

  @Test
  void a_put_is_done_when_the_nearest_store_has_the_entry() {
    CompletableFuture<Void> pending = new CompletableFuture<>();
    far.script(() -> pending);

    assertThat(store.put(KEY, entry("v", 10)).toCompletableFuture()).isCompleted();
    assertThat(store.putAll(Map.of(KEY, entry("v", 10))).toCompletableFuture()).isCompleted();

    assertThat(far.calls).containsExactly("put", "putAll 1");
    assertThat(value(store.get(KEY))).isEqualTo("v");
  }

  /** Ways to go wrong. */
  enum Fault {
    THROWS,
    THROWS_ERROR,
    FAILS,
    GIVES_NO_STAGE,
    GIVES_NULL,
    GIVES_SOMETHING_ELSE,
    GIVES_RUBBISH_INSIDE,
    GIVES_A_STAGE_THAT_IS_NO_FUTURE,
    IS_CANCELLED,
    HANGS,
    FAILS_LATER,
    GIVES_RUBBISH_LATER;

    Supplier<@Nullable CompletionStage<?>> script() {
      return switch (this) {
        case THROWS ->
            () -> {
              throw new IllegalStateException("meant to");
            };
        case THROWS_ERROR ->
            () -> {
              throw new NoClassDefFoundError("meant to");
            };
        case FAILS -> () -> CompletableFuture.failedFuture(new ExecutionException(null));
        case GIVES_NO_STAGE -> () -> null;
        case GIVES_NULL -> () -> CompletableFuture.completedFuture(null);
        case GIVES_SOMETHING_ELSE -> () -> CompletableFuture.completedFuture("rubbish");
        case GIVES_RUBBISH_INSIDE -> () -> CompletableFuture.completedFuture(Optional.of("x"));
        case GIVES_A_STAGE_THAT_IS_NO_FUTURE -> StageOnly::new;
        case IS_CANCELLED ->
            () -> {
              CompletableFuture<Object> future = new CompletableFuture<>();
              future.cancel(true);
              return future;
            };
        case HANGS -> CompletableFuture::new;
        case FAILS_LATER ->
            () ->
                CompletableFuture.runAsync(
                    () -> {
                      throw new IllegalStateException("meant to");
                    });
        case GIVES_RUBBISH_LATER -> () -> CompletableFuture.supplyAsync(() -> "rubbish");
      };
    }
  }

  /** Not every stage is a future. */
  private static final class StageOnly extends CompletableFuture<Object> {
    @Override
    public CompletableFuture<Object> toCompletableFuture() {
      throw new UnsupportedOperationException("meant to");
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void a_store_that_goes_wrong_has_nothing_and_the_next_is_asked(Fault fault) {
    store = build(Duration.ofMillis(50));
    far.memory.put(KEY, entry("f", 10));
    near.script(fault.script());

    assertThat(value(store.get(KEY))).isEqualTo("f");
    assertThat(accesses).containsExactly("near FAILURE", "far HIT");
    assertThat(store.tiers().get(0).failures())
        .as("the look-up and the promotion")
        .isBetween(1L, 2L);

    assertThat(join(store.getAll(List.of(KEY, OTHER)))).containsOnlyKeys(KEY);
    assertThat(store.put(OTHER, entry("o", 10))).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(value(far.memory.get(OTHER))).isEqualTo("o");
    assertThat(store.putAll(Map.of(OTHER, entry("o", 10)))).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(store.tiers().get(1).failures()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void a_last_store_that_goes_wrong_makes_a_miss(Fault fault) {
    store = build(Duration.ofMillis(50));
    far.script(fault.script());

    assertThat(value(store.get(KEY))).isNull();
    assertThat(join(store.getAll(List.of(KEY, OTHER)))).isEmpty();
    assertThat(store.tiers().get(1).failures()).isEqualTo(2);
    assertThat(store.statistics().misses()).isEqualTo(3);
  }

  @Test
  void what_was_not_asked_for_is_not_given() {
    far.script(() -> CompletableFuture.completedFuture(Map.of(OTHER, entry("o", 10))));
    assertThat(join(store.getAll(List.of(KEY)))).isEmpty();
    assertThat(value(near.memory.get(OTHER))).isNull();
  }

  @Test
  void an_expired_entry_is_neither_given_nor_promoted() {
    CacheEntry expired = entry("x", 0);
    far.script(() -> CompletableFuture.completedFuture(Optional.of(expired)));
    assertThat(value(store.get(KEY))).isNull();
    far.script(() -> CompletableFuture.completedFuture(Map.of(KEY, expired)));
    assertThat(join(store.getAll(List.of(KEY)))).isEmpty();
    assertThat(near.calls).containsExactly("get", "getAll 1");
  }

  @Test
  void a_store_that_keeps_failing_is_left_alone_and_tried_again_later() {
    far.script(Fault.FAILS.script());
    for (int i = 0; i < 20; i++) {
      assertThat(value(store.get(KEY))).isNull();
    }
    assertThat(far.calls).hasSize(10);
    assertThat(changes)
        .containsExactly(
            new BreakerChanged(
                "cache:far", BreakerChanged.State.CLOSED, BreakerChanged.State.OPEN));
    assertThat(store.tiers().get(1).failures()).isEqualTo(10);

    far.script(null);
    far.memory.put(KEY, entry("f", 10));
    nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(5));

    assertThat(value(store.get(KEY))).isEqualTo("f");
    join(store.getAll(List.of(OTHER)));
    join(store.getAll(List.of(OTHER)));
    assertThat(changes).hasSize(3);
    assertThat(changes.get(2).to()).isEqualTo(BreakerChanged.State.CLOSED);
  }

  @Test
  void a_store_that_blocks_its_caller_is_left_alone_after_a_while() {
    far.script(
        () -> {
          nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(31)); // as if it had slept
          return CompletableFuture.completedFuture(Optional.empty());
        });
    for (int i = 0; i < 15; i++) {
      join(store.get(KEY));
    }
    assertThat(far.calls).hasSize(10);
  }

  @Test
  void starts_no_timer_for_a_store_that_answers_at_once() {
    join(store.put(KEY, entry("v", 10)));
    join(store.get(KEY));
    join(store.getAll(List.of(KEY, OTHER)));
    assertThat(timer.getTaskCount()).isZero();
  }

  @Test
  void passes_the_answer_of_the_nearest_store_on_as_it_is() {
    near.memory.put(KEY, entry("v", 10));
    CompletionStage<Optional<CacheEntry>> answer = near.memory.get(KEY);
    near.script(() -> answer);
    assertThat(store.get(KEY)).isSameAs(answer);
  }

  @Test
  void stops_the_timer_when_the_store_answers() {
    CompletableFuture<Optional<CacheEntry>> answer = new CompletableFuture<>();
    far.script(() -> answer);
    CompletionStage<Optional<CacheEntry>> stage = store.get(KEY);
    assertThat(timer.getQueue()).hasSize(1);

    answer.complete(Optional.of(entry("late", 10)));

    assertThat(timer.getQueue()).isEmpty();
    assertThat(value(stage)).isEqualTo("late");
    assertThat(value(near.memory.get(KEY))).isEqualTo("late");
  }

  @Test
  void cancels_what_timed_out_and_goes_on_on_another_thread_than_the_timer() {
    store = build(Duration.ofMillis(20));
    CompletableFuture<Optional<CacheEntry>> answer = new CompletableFuture<>();
    far.script(() -> answer);

    CompletableFuture<String> thread =
        store.get(KEY).thenApply(found -> Thread.currentThread().getName()).toCompletableFuture();

    assertThat(thread.join()).isEqualTo("test-follow-up");
    assertThat(answer).isCancelled();
  }

  @Test
  void a_late_answer_does_not_overwrite_what_was_put_meanwhile() {
    CompletableFuture<Optional<CacheEntry>> answer = new CompletableFuture<>();
    far.script(() -> answer);
    CompletionStage<Optional<CacheEntry>> one = store.get(KEY);
    far.script(null);
    join(store.put(KEY, entry("new", 10)));

    answer.complete(Optional.of(entry("old", 10)));

    assertThat(value(one)).isEqualTo("old");
    assertThat(value(store.get(KEY))).isEqualTo("new");
  }

  @Test
  void a_late_batch_does_not_bring_back_what_was_removed_meanwhile() {
    CompletableFuture<Map<CacheKey, CacheEntry>> answer = new CompletableFuture<>();
    far.script(() -> answer);
    CompletionStage<Map<CacheKey, CacheEntry>> batch = store.getAll(List.of(KEY, OTHER));
    far.script(null);
    join(store.remove(KEY));

    answer.complete(Map.of(KEY, entry("old", 10), OTHER, entry("o", 10)));

    assertThat(join(batch)).hasSize(2);
    assertThat(value(store.get(KEY))).isNull();
    assertThat(value(store.get(OTHER))).isEqualTo("o");
  }

  @Test
  void one_caller_who_cancels_leaves_the_others_untouched() {
    CompletableFuture<Optional<CacheEntry>> answer = new CompletableFuture<>();
    far.script(() -> answer);
    CompletableFuture<Optional<CacheEntry>> one = store.get(KEY).toCompletableFuture();
    CompletableFuture<Optional<CacheEntry>> other = store.get(KEY).toCompletableFuture();

    one.cancel(true);
    answer.complete(Optional.of(entry("f", 10)));

    assertThat(value(other)).isEqualTo("f");
  }

  @Test
  void keeps_no_more_than_so_much_pending_for_a_store_that_hangs() {
    far.script(CompletableFuture::new);
    CacheEntry large = new CacheEntry(new byte[1 << 20], clock.instant().plusSeconds(10));
    for (int i = 0; i < 100; i++) {
      join(store.put(CacheKey.of("test@1", "large " + i), large));
    }
    assertThat(far.calls).hasSize(15);
    assertThat(timer.getQueue()).hasSize(15);
    assertThat(store.tiers().get(1).failures()).isEqualTo(85);
    assertThat(near.calls).hasSize(100);
  }

  @Test
  void to_discard_fails_when_a_store_does_and_is_tried_in_all() {
    far.memory.put(KEY, entry("f", 10));
    near.script(Fault.FAILS.script());
    assertThatThrownBy(() -> join(store.remove(KEY)))
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("may still be in the cache near");
    assertThat(value(far.memory.get(KEY))).isNull();

    far.memory.put(KEY, entry("f", 10));
    assertThatThrownBy(() -> join(store.clear())).hasMessageContaining("cache near");
    assertThat(value(far.memory.get(KEY))).isNull();
  }

  @Test
  void a_listener_that_throws_changes_nothing() {
    store =
        TieredCacheStore.builder()
            .tier(near)
            .clock(clock)
            .onAccess(
                (key, name, result) -> {
                  throw new IllegalStateException("meant to");
                })
            .onBreakerChange(
                change -> {
                  throw new IllegalStateException("meant to");
                })
            .build();
    join(store.put(KEY, entry("v", 10)));
    assertThat(value(store.get(KEY))).isEqualTo("v");
    assertThat(store.tiers().get(0).failures()).isZero();

    near.script(Fault.THROWS.script());
    for (int i = 0; i < 15; i++) {
      assertThat(value(store.get(KEY))).isNull();
    }
    assertThat(store.tiers().get(0).failures()).as("eight of ten calls").isEqualTo(8);
  }

  @Test
  void counts_for_each_store_and_for_all() {
    far.memory.put(KEY, entry("f", 10));
    join(store.get(KEY));
    join(store.get(KEY));
    join(store.get(OTHER));

    List<CacheStatistics> tiers = store.tiers();
    assertThat(tiers).extracting(CacheStatistics::name).containsExactly("near", "far");
    assertThat(tiers).extracting(CacheStatistics::hits).containsExactly(1L, 1L);
    assertThat(tiers).extracting(CacheStatistics::misses).containsExactly(2L, 1L);
    CacheStatistics all = store.statistics();
    assertThat(all.hits()).isEqualTo(2);
    assertThat(all.misses()).isEqualTo(1);
    assertThat(all.entries()).isEqualTo(1);
    assertThat(all.bytes()).isEqualTo(2L * (MemoryCacheStore.OVERHEAD + 1));
    assertThat(accesses).contains("near " + Result.MISS, "far " + Result.MISS);
  }

  @Test
  void closes_all_stores_though_one_throws_and_settles_what_hangs() {
    TieredCacheStore own =
        TieredCacheStore.builder()
            .tier(near, Duration.ofMillis(300))
            .tier(far, Duration.ofMillis(300))
            .build();
    near.script(CompletableFuture::new);
    CompletionStage<Optional<CacheEntry>> waiting = own.get(KEY);

    own.close();

    assertThat(near.calls).contains("close");
    assertThat(far.calls).contains("close");
    assertThat(waiting).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(Optional.empty());
    await().untilAsserted(() -> assertThat(CacheThreads.running()).isEmpty());
  }

  @Test
  void close_leaves_threads_alone_that_are_the_hosts() {
    store.close();
    assertThat(timer.isShutdown()).isFalse();
  }

  @Test
  void refuses_what_makes_no_sense() {
    assertThatThrownBy(() -> TieredCacheStore.of())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("at least one store");
    assertThatThrownBy(() -> TieredCacheStore.builder().tier(near, Duration.ZERO))
        .hasMessageContaining("timeout PT0S");
    assertThatThrownBy(() -> TieredCacheStore.of(new ScriptedStore(" ", clock)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("has no name");
  }

  private CacheEntry entry(String value, int seconds) {
    return new CacheEntry(
        value.getBytes(StandardCharsets.UTF_8), clock.instant().plusSeconds(seconds));
  }

  private static @Nullable String value(CompletionStage<Optional<CacheEntry>> stage) {
    return join(stage).map(entry -> new String(entry.value(), StandardCharsets.UTF_8)).orElse(null);
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
