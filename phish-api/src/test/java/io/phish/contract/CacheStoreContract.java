package io.phish.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStatistics;
import io.phish.spi.CacheStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link CacheStore} must keep. To test yours:
 *
 * <pre>{@code
 * class MyStoreTest implements CacheStoreContract {
 *   public CacheStore create(Clock clock) { return new MyStore(clock); }
 * }
 * }</pre>
 *
 * <p>Needs JUnit Jupiter on the class path beside phish-api and the test-jar this is in. Takes 16
 * MiB of room in the store: a store that drops what it is given sooner than that fails.
 */
@NullMarked
public interface CacheStoreContract {

  /**
   * A new, empty store. It is closed when a test is done.
   *
   * @param clock what tells the store the time; does not go by itself
   */
  CacheStore create(Clock clock);

  /** A clock that stands still until it is told to go, in either direction. */
  final class ManualClock extends Clock {
    private volatile Instant now;

    /** A clock that shows this time. */
    public ManualClock(Instant now) {
      this.now = now;
    }

    /** Sets the clock forward, or back if the duration is negative. For one thread. */
    public void advance(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return Clock.fixed(instant(), zone);
    }
  }

  /** What a test does with a store. */
  @FunctionalInterface
  interface Use {
    /** Does it. */
    void with(CacheStore store, ManualClock clock) throws Exception;
  }

  private void test(Use use) throws Exception {
    ManualClock clock = new ManualClock(Instant.parse("2026-11-20T10:15:30.123456789Z"));
    try (CacheStore store = create(clock)) {
      use.with(store, clock);
    }
  }

  @Test
  default void has_a_name() throws Exception {
    test((store, clock) -> assertFalse(store.name().isBlank()));
  }

  @Test
  default void is_empty_at_first() throws Exception {
    test(
        (store, clock) -> {
          assertEquals(Optional.empty(), await(store.get(key(1))));
          assertEquals(Map.of(), await(store.getAll(List.of(key(1), key(2)))));
        });
  }

  @Test
  default void gives_back_what_was_put_from_nothing_to_a_mebibyte() throws Exception {
    test(
        (store, clock) -> {
          int[] lengths = {0, 1, 255, 256, 65_535, 65_536, 1 << 20};
          Map<CacheKey, byte[]> values = new HashMap<>();
          for (int length : lengths) {
            byte[] value = new byte[length];
            new SplittableRandom(length).nextBytes(value);
            values.put(key(length), value);
            await(store.put(key(length), entry(value, clock, Duration.ofHours(1))));
          }
          for (int length : lengths) {
            CacheEntry found = await(store.get(key(length))).orElseThrow();
            assertArrayEquals(values.get(key(length)), found.value());
          }
        });
  }

  @Test
  default void keeps_every_octet() throws Exception {
    test(
        (store, clock) -> {
          byte[] value = new byte[256];
          for (int i = 0; i < value.length; i++) {
            value[i] = (byte) i;
          }
          await(store.put(key(1), entry(value, clock, Duration.ofHours(1))));
          assertArrayEquals(value, await(store.get(key(1))).orElseThrow().value());
        });
  }

  @Test
  default void writes_into_no_array_it_was_given() throws Exception {
    test(
        (store, clock) -> {
          byte[] value = octets("mine");
          await(store.put(key(1), entry(value, clock, Duration.ofHours(1))));
          await(store.get(key(1)));
          await(store.put(key(1), entry(octets("else"), clock, Duration.ofHours(1))));
          await(store.remove(key(1)));
          assertArrayEquals(octets("mine"), value);
        });
  }

  @Test
  default void keeps_the_expiry_to_the_millisecond_and_never_lengthens_it() throws Exception {
    test(
        (store, clock) -> {
          CacheEntry put = entry(octets("x"), clock, Duration.ofDays(3));
          await(store.put(key(1), put));
          Instant kept = await(store.get(key(1))).orElseThrow().expiresAt();
          assertFalse(kept.isAfter(put.expiresAt()), () -> kept + " > " + put.expiresAt());
          assertTrue(
              Duration.between(kept, put.expiresAt()).compareTo(Duration.ofMillis(1)) < 0,
              () -> kept + " is a millisecond or more before " + put.expiresAt());
        });
  }

  @Test
  default void an_entry_is_gone_when_its_time_is_up_and_not_before() throws Exception {
    test(
        (store, clock) -> {
          await(store.put(key(1), entry(octets("a"), clock, Duration.ofSeconds(10))));
          await(store.put(key(2), entry(octets("b"), clock, Duration.ofSeconds(20))));

          clock.advance(Duration.ofMillis(9_998));
          assertTrue(await(store.get(key(1))).isPresent());
          clock.advance(Duration.ofMillis(2));
          assertEquals(Optional.empty(), await(store.get(key(1))));
          assertTrue(await(store.get(key(2))).isPresent());
          assertEquals(Set.of(key(2)), await(store.getAll(List.of(key(1), key(2)))).keySet());
          clock.advance(Duration.ofSeconds(10));
          assertEquals(Map.of(), await(store.getAll(List.of(key(1), key(2)))));
        });
  }

  @Test
  default void gives_no_expired_entry_after_the_clock_jumped() throws Exception {
    test(
        (store, clock) -> {
          await(store.put(key(1), entry(octets("a"), clock, Duration.ofMinutes(30))));
          await(store.put(key(2), entry(octets("b"), clock, Duration.ofHours(2))));

          clock.advance(Duration.ofHours(1));
          assertEquals(Optional.empty(), await(store.get(key(1))));
          assertTrue(await(store.get(key(2))).isPresent());

          clock.advance(Duration.ofHours(-2));
          await(store.put(key(3), entry(octets("c"), clock, Duration.ofMinutes(30))));
          assertTrue(await(store.get(key(3))).isPresent());
          clock.advance(Duration.ofHours(1));
          assertEquals(Optional.empty(), await(store.get(key(3))));
        });
  }

  @Test
  default void keeps_an_entry_that_expires_at_the_end_of_time() throws Exception {
    test(
        (store, clock) -> {
          await(store.put(key(1), new CacheEntry(octets("x"), Instant.MAX)));
          clock.advance(Duration.ofDays(36_500));
          assertTrue(await(store.get(key(1))).isPresent());
        });
  }

  @Test
  default void does_not_keep_an_entry_whose_time_is_up_nor_what_it_replaces() throws Exception {
    test(
        (store, clock) -> {
          await(store.put(key(1), entry(octets("old"), clock, Duration.ofHours(1))));
          await(store.put(key(1), new CacheEntry(octets("new"), clock.instant())));
          assertEquals(Optional.empty(), await(store.get(key(1))));

          await(store.put(key(2), new CacheEntry(octets("long ago"), Instant.MIN)));
          assertEquals(Optional.empty(), await(store.get(key(2))));
        });
  }

  @Test
  default void a_later_entry_replaces_an_earlier_one_with_its_expiry() throws Exception {
    test(
        (store, clock) -> {
          await(store.put(key(1), entry(octets("long"), clock, Duration.ofHours(1))));
          await(store.put(key(1), entry(octets("short"), clock, Duration.ofSeconds(1))));
          assertArrayEquals(octets("short"), await(store.get(key(1))).orElseThrow().value());
          clock.advance(Duration.ofSeconds(1));
          assertEquals(Optional.empty(), await(store.get(key(1))));

          await(store.put(key(1), entry(octets("long"), clock, Duration.ofHours(1))));
          clock.advance(Duration.ofMinutes(59));
          assertTrue(await(store.get(key(1))).isPresent());
        });
  }

  @Test
  default void tells_keys_apart_by_space_and_by_both_halves_of_the_hash() throws Exception {
    test(
        (store, clock) -> {
          List<CacheKey> keys =
              List.of(
                  new CacheKey("a", 1, 2),
                  new CacheKey("b", 1, 2),
                  new CacheKey("A", 1, 2),
                  new CacheKey("a", 2, 1),
                  new CacheKey("a", 1, 3),
                  new CacheKey("a", -1, 2),
                  new CacheKey("a", Long.MIN_VALUE, Long.MAX_VALUE),
                  new CacheKey("a", Long.MAX_VALUE, Long.MIN_VALUE),
                  new CacheKey("phish.whois@1.2+x:y_z-" + "0".repeat(106), 1, 2));
          for (CacheKey key : keys) {
            await(store.put(key, entry(octets(key.toString()), clock, Duration.ofHours(1))));
          }
          for (CacheKey key : keys) {
            assertArrayEquals(octets(key.toString()), await(store.get(key)).orElseThrow().value());
          }
          await(store.remove(keys.get(0)));
          assertEquals(
              Set.copyOf(keys.subList(1, keys.size())), await(store.getAll(keys)).keySet());
        });
  }

  @Test
  default void puts_and_gets_many_at_once() throws Exception {
    test(
        (store, clock) -> {
          Map<CacheKey, CacheEntry> entries = new HashMap<>();
          List<CacheKey> keys = new ArrayList<>();
          for (int i = 0; i < 1_500; i++) {
            entries.put(key(i), entry(octets("value " + i), clock, Duration.ofHours(1)));
            keys.add(key(i));
            keys.add(key(-1 - i)); // never put
          }
          keys.add(key(7)); // twice
          await(store.putAll(entries));

          Map<CacheKey, CacheEntry> found = await(store.getAll(keys));

          assertEquals(entries.keySet(), found.keySet());
          for (int i = 0; i < 1_500; i++) {
            assertValue("value " + i, found.get(key(i)));
          }
        });
  }

  @Test
  default void puts_many_as_it_puts_one() throws Exception {
    test(
        (store, clock) -> {
          await(store.put(key(1), entry(octets("old"), clock, Duration.ofHours(1))));
          await(store.put(key(2), entry(octets("old"), clock, Duration.ofHours(1))));
          await(
              store.putAll(
                  Map.of(
                      key(1), entry(octets("new"), clock, Duration.ofHours(1)),
                      key(2), new CacheEntry(octets("expired"), clock.instant()),
                      key(3), new CacheEntry(octets("expired"), clock.instant()))));
          Map<CacheKey, CacheEntry> found = await(store.getAll(List.of(key(1), key(2), key(3))));
          assertEquals(Set.of(key(1)), found.keySet());
          assertValue("new", found.get(key(1)));
        });
  }

  @Test
  default void does_nothing_with_nothing() throws Exception {
    test(
        (store, clock) -> {
          assertEquals(Map.of(), await(store.getAll(List.of())));
          await(store.putAll(Map.of()));
        });
  }

  @Test
  default void removes_one_entry() throws Exception {
    test(
        (store, clock) -> {
          await(store.put(key(1), entry(octets("a"), clock, Duration.ofHours(1))));
          await(store.put(key(2), entry(octets("b"), clock, Duration.ofHours(1))));
          await(store.remove(key(1)));
          await(store.remove(key(3)));
          assertEquals(Optional.empty(), await(store.get(key(1))));
          assertTrue(await(store.get(key(2))).isPresent());
        });
  }

  @Test
  default void clears_everything_and_can_be_used_again() throws Exception {
    test(
        (store, clock) -> {
          for (int i = 0; i < 100; i++) {
            await(store.put(key(i), entry(octets("a"), clock, Duration.ofHours(1))));
          }
          await(store.clear());
          for (int i = 0; i < 100; i++) {
            assertEquals(Optional.empty(), await(store.get(key(i))));
          }
          await(store.put(key(1), entry(octets("a"), clock, Duration.ofHours(1))));
          assertTrue(await(store.get(key(1))).isPresent());
        });
  }

  @Test
  default void counts_hits_and_misses() throws Exception {
    test(
        (store, clock) -> {
          assertEquals(0, store.statistics().hits() + store.statistics().misses());
          await(store.put(key(1), entry(octets("a"), clock, Duration.ofSeconds(1))));
          await(store.get(key(1)));
          await(store.getAll(List.of(key(1), key(2), key(3))));
          clock.advance(Duration.ofSeconds(1));
          await(store.get(key(1)));

          CacheStatistics statistics = store.statistics();

          assertEquals(2, statistics.hits(), "hits");
          assertEquals(3, statistics.misses(), "misses");
          assertEquals(0, statistics.failures(), "failures");
          assertEquals(store.name(), statistics.name());
          assertTrue(statistics.entries() >= -1, "entries");
          assertTrue(statistics.bytes() >= -1, "bytes");
        });
  }

  @Test
  default void serves_64_threads_without_mixing_anything_up() throws Exception {
    test(
        (store, clock) -> {
          int threads = 64;
          int keys = 50;
          ExecutorService executor = Executors.newFixedThreadPool(threads);
          try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
              SplittableRandom random = new SplittableRandom(t);
              calls.add(
                  () -> {
                    start.await(30, TimeUnit.SECONDS);
                    int hits = 0;
                    for (int i = 0; i < 100; i++) {
                      hits += useAtRandom(store, clock, random, keys);
                    }
                    return hits;
                  });
            }
            int hits = 0;
            for (Future<Integer> call : executor.invokeAll(calls, 120, TimeUnit.SECONDS)) {
              hits += call.get();
            }
            assertTrue(hits > 0, "nothing was ever found");
          } finally {
            executor.shutdownNow();
          }
        });
  }

  private static int useAtRandom(CacheStore store, Clock clock, SplittableRandom random, int keys)
      throws Exception {
    CacheKey key = key(random.nextInt(keys));
    CacheKey other = key(random.nextInt(keys));
    switch (random.nextInt(8)) {
      case 0, 1 -> await(store.put(key, own(key, random, clock)));
      case 2 -> await(store.putAll(new HashMap<>(Map.of(key, own(key, random, clock)))));
      case 3 -> await(store.remove(key));
      case 4 -> {
        Map<CacheKey, CacheEntry> found = await(store.getAll(List.of(key, other)));
        found.forEach(CacheStoreContract::assertOwn);
        assertTrue(Set.of(key).equals(Set.of(other)) || found.size() <= 2);
        return found.size();
      }
      default -> {
        Optional<CacheEntry> found = await(store.get(key));
        found.ifPresent(entry -> assertOwn(key, entry));
        return found.isPresent() ? 1 : 0;
      }
    }
    return 0;
  }

  /** An entry that shows whose it is. */
  private static CacheEntry own(CacheKey key, SplittableRandom random, Clock clock) {
    String value = key + " " + "#".repeat(random.nextInt(2_000));
    return entry(octets(value), clock, Duration.ofHours(1));
  }

  private static void assertOwn(CacheKey key, CacheEntry entry) {
    String value = new String(entry.value(), StandardCharsets.US_ASCII);
    assertTrue(value.startsWith(key + " "), () -> value + " under " + key);
  }

  @Test
  default void fails_in_the_stage_when_it_is_closed() throws Exception {
    ManualClock clock = new ManualClock(Instant.parse("2026-11-20T10:15:30Z"));
    CacheStore store = create(clock);
    CacheEntry entry = entry(octets("a"), clock, Duration.ofHours(1));
    await(store.put(key(1), entry));
    store.close();
    assertAll(
        () -> assertFails(() -> store.get(key(1))),
        () -> assertFails(() -> store.getAll(List.of(key(1)))),
        () -> assertFails(() -> store.put(key(1), entry)),
        () -> assertFails(() -> store.putAll(Map.of(key(1), entry))),
        () -> assertFails(() -> store.remove(key(1))),
        () -> assertFails(store::clear),
        () -> assertDoesNotThrow(store::statistics),
        () -> assertDoesNotThrow(store::close, "closing twice"));
  }

  @Test
  default void completes_every_stage_though_it_is_closed_meanwhile() throws Exception {
    ManualClock clock = new ManualClock(Instant.parse("2026-11-20T10:15:30Z"));
    CacheStore store = create(clock);
    List<CompletionStage<?>> stages = Collections.synchronizedList(new ArrayList<>());
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      CyclicBarrier start = new CyclicBarrier(2);
      Future<?> work =
          executor.submit(
              () -> {
                start.await(30, TimeUnit.SECONDS);
                for (int i = 0; i < 500; i++) {
                  stages.add(store.put(key(i), entry(octets("a"), clock, Duration.ofHours(1))));
                  stages.add(store.get(key(i)));
                }
                return null;
              });
      start.await(30, TimeUnit.SECONDS);
      store.close();
      work.get(30, TimeUnit.SECONDS);
    } finally {
      executor.shutdownNow();
    }
    for (CompletionStage<?> stage : stages) {
      try {
        await(stage);
      } catch (ExecutionException e) {
        assertNotNull(e.getCause());
      }
    }
  }

  private static void assertValue(String expected, @Nullable CacheEntry entry) {
    assertNotNull(entry, expected);
    assertEquals(expected, new String(entry.value(), StandardCharsets.US_ASCII));
  }

  private static void assertFails(Supplier<CompletionStage<?>> call) {
    CompletionStage<?> stage = assertDoesNotThrow(call::get, "failures belong into the stage");
    assertThrows(ExecutionException.class, () -> await(stage));
  }

  private static CacheKey key(int number) {
    return CacheKey.of("contract@1", "key " + number);
  }

  private static CacheEntry entry(byte[] value, Clock clock, Duration timeToLive) {
    return new CacheEntry(value, clock.instant().plus(timeToLive));
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static <T> T await(CompletionStage<T> stage)
      throws InterruptedException, ExecutionException, TimeoutException {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
