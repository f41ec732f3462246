package io.phish.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.phish.contract.CacheStoreContract.ManualClock;
import io.phish.spi.RateDecision;
import io.phish.spi.RateDecision.Granted;
import io.phish.spi.RateDecision.Refused;
import io.phish.spi.RateLimiter;
import io.phish.spi.RateWindow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RateLimiter} must keep. To test yours:
 *
 * <pre>{@code
 * class MyLimiterTest implements RateLimiterContract {
 *   public RateLimiter create(Clock clock) { return new MyLimiter(clock); }
 * }
 * }</pre>
 *
 * <p>Needs JUnit Jupiter on the class path beside phish-api and the test-jar this is in.
 */
@NullMarked
public interface RateLimiterContract {

  /**
   * A new limiter of which nothing is used. It is closed when a test is done.
   *
   * @param clock what tells the limiter the time; does not go by itself. Waits last as long as they
   *     last.
   */
  RateLimiter create(Clock clock);

  /** What a test does with a limiter. */
  @FunctionalInterface
  interface Use {
    /** Does it. */
    void with(RateLimiter limiter, ManualClock clock) throws Exception;
  }

  private void test(Use use) throws Exception {
    ManualClock clock = new ManualClock(Instant.parse("2026-11-20T10:15:30.123456Z"));
    try (RateLimiter limiter = create(clock)) {
      use.with(limiter, clock);
    }
  }

  @Test
  default void grants_a_burst_and_then_one_by_one() throws Exception {
    test(
        (limiter, clock) -> {
          List<RateWindow> windows = List.of(new RateWindow(10, Duration.ofSeconds(1), 4));
          for (int remaining = 3; remaining >= 0; remaining--) {
            assertEquals(new Granted(remaining, false), await(limiter.tryAcquire("k", windows)));
          }
          for (int i = 0; i < 5; i++) {
            Duration wait = refused(limiter.tryAcquire("k", windows)).retryAfter();
            // One is due every 1 s / (10 - 4 + 1).
            assertTrue(wait.toMillis() >= 140 && wait.toMillis() <= 144, () -> "wait is " + wait);
            clock.advance(wait.minusNanos(1_000));
            assertEquals(
                Duration.ofNanos(1_000), refused(limiter.tryAcquire("k", windows)).retryAfter());
            clock.advance(Duration.ofNanos(1_000));
            assertEquals(new Granted(0, false), await(limiter.tryAcquire("k", windows)));
          }
          clock.advance(Duration.ofSeconds(1));
          assertEquals(new Granted(3, false), await(limiter.tryAcquire("k", windows)));
        });
  }

  @Test
  default void no_time_of_the_length_of_a_window_ever_holds_more() throws Exception {
    test(
        (limiter, clock) -> {
          SplittableRandom random = new SplittableRandom(1);
          for (int round = 0; round < 12; round++) {
            int permits = 1 + random.nextInt(20);
            Duration length = Duration.ofNanos(1_000L * (1_000 + random.nextInt(10_000_000)));
            RateWindow window = new RateWindow(permits, length, 1 + random.nextInt(permits));
            Deque<Instant> granted = new ArrayDeque<>();
            for (int i = 0; i < 150; i++) {
              int wanted = 1 + random.nextInt(window.burst());
              RateDecision decision =
                  await(limiter.acquire("k" + round, List.of(window), wanted, Duration.ZERO));
              if (decision instanceof Granted) {
                for (int p = 0; p < wanted; p++) {
                  granted.add(clock.instant());
                }
              }
              while (!granted.isEmpty() && !granted.peek().plus(length).isAfter(clock.instant())) {
                granted.remove();
              }
              assertTrue(
                  granted.size() <= permits,
                  () -> granted.size() + " were granted within " + window);
              boolean isPatient = decision instanceof Refused && random.nextInt(3) > 0;
              clock.advance(
                  isPatient
                      ? ((Refused) decision).retryAfter()
                      : length.dividedBy(1 + random.nextInt(200)).truncatedTo(ChronoUnit.MICROS));
            }
          }
        });
  }

  @Test
  default void grants_in_the_long_run_what_a_window_allows() throws Exception {
    test(
        (limiter, clock) -> {
          RateWindow window = new RateWindow(50, Duration.ofSeconds(1), 5);
          int granted = 0;
          for (int i = 0; i < 1_000; i++) {
            granted += await(limiter.tryAcquire("k", List.of(window))) instanceof Granted ? 1 : 0;
            clock.advance(Duration.ofMillis(5));
          }
          // Five seconds of 50 - 5 + 1 each, and the burst; a step of 5 ms is lost at times.
          assertTrue(granted >= 195 && granted <= 235, granted + " in five seconds");
        });
  }

  @Test
  default void takes_from_all_windows_or_none() throws Exception {
    test(
        (limiter, clock) -> {
          List<RateWindow> windows =
              List.of(
                  new RateWindow(2, Duration.ofSeconds(1), 2),
                  new RateWindow(3, Duration.ofMinutes(1), 3));
          assertInstanceOf(Granted.class, await(limiter.tryAcquire("k", windows)));
          assertInstanceOf(Granted.class, await(limiter.tryAcquire("k", windows)));
          for (int i = 0; i < 10; i++) {
            assertEquals(
                Duration.ofSeconds(1), refused(limiter.tryAcquire("k", windows)).retryAfter());
          }
          clock.advance(Duration.ofSeconds(1));
          assertInstanceOf(Granted.class, await(limiter.tryAcquire("k", windows)), "of the minute");
          clock.advance(Duration.ofSeconds(5));
          assertEquals(
              Duration.ofSeconds(54), refused(limiter.tryAcquire("k", windows)).retryAfter());
          clock.advance(Duration.ofSeconds(54));
          assertInstanceOf(Granted.class, await(limiter.tryAcquire("k", windows)));
        });
  }

  @Test
  default void keeps_keys_apart() throws Exception {
    test(
        (limiter, clock) -> {
          List<RateWindow> windows = List.of(new RateWindow(1, Duration.ofHours(1), 1));
          for (String key : List.of("a", "A", "a ", "{a}", "a:b", "\u00e4", "x".repeat(256))) {
            assertInstanceOf(Granted.class, await(limiter.tryAcquire(key, windows)), key);
            assertInstanceOf(Refused.class, await(limiter.tryAcquire(key, windows)), key);
          }
        });
  }

  @Test
  default void grants_several_permits_or_none() throws Exception {
    test(
        (limiter, clock) -> {
          List<RateWindow> windows = List.of(new RateWindow(10, Duration.ofSeconds(1), 6));
          assertEquals(
              new Granted(2, false), await(limiter.acquire("k", windows, 4, Duration.ZERO)));
          assertInstanceOf(Refused.class, await(limiter.acquire("k", windows, 3, Duration.ZERO)));
          assertEquals(
              new Granted(0, false), await(limiter.acquire("k", windows, 2, Duration.ZERO)));
        });
  }

  @Test
  default void counts_in_the_smallest_and_the_largest_windows() throws Exception {
    test(
        (limiter, clock) -> {
          int most = RateWindow.MAX_PERMITS;
          Duration month = Duration.ofDays(31);
          List<RateWindow> rare = List.of(new RateWindow(1, month, 1));
          assertInstanceOf(Granted.class, await(limiter.tryAcquire("rare", rare)));
          assertEquals(month, refused(limiter.tryAcquire("rare", rare)).retryAfter());

          List<RateWindow> often = List.of(new RateWindow(most, Duration.ofMillis(1), most));
          assertEquals(
              new Granted(0, false), await(limiter.acquire("often", often, most, Duration.ZERO)));
          assertInstanceOf(Refused.class, await(limiter.tryAcquire("often", often)));

          List<RateWindow> many = List.of(new RateWindow(1_000, month, 1_000));
          assertEquals(
              new Granted(0, false), await(limiter.acquire("many", many, 1_000, Duration.ZERO)));
          assertEquals(month, refused(limiter.tryAcquire("many", many)).retryAfter());
        });
  }

  @Test
  default void waits_for_permits_in_turn() throws Exception {
    test(
        (limiter, clock) -> {
          List<RateWindow> windows = List.of(new RateWindow(20, Duration.ofSeconds(1), 1));
          long begin = System.nanoTime();
          List<CompletionStage<Long>> stages = new ArrayList<>();
          for (int i = 0; i < 5; i++) {
            stages.add(
                limiter
                    .acquire("k", windows, 1, Duration.ofSeconds(10))
                    .thenApply(
                        decision -> {
                          assertInstanceOf(Granted.class, decision);
                          return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
                        }));
          }
          Refused refused = refused(limiter.tryAcquire("k", windows));
          assertEquals(Duration.ofMillis(250), refused.retryAfter(), "behind four who wait");
          for (int i = 0; i < 5; i++) {
            int number = i;
            long micros = await(stages.get(i));
            assertTrue(
                micros >= 50_000L * i, () -> number + " of five came after " + micros + " us");
          }
        });
  }

  @Test
  default void refuses_at_once_what_would_have_to_wait_too_long() throws Exception {
    test(
        (limiter, clock) -> {
          List<RateWindow> windows = List.of(new RateWindow(1, Duration.ofHours(1), 1));
          assertInstanceOf(Granted.class, await(limiter.tryAcquire("k", windows)));
          for (int i = 0; i < 3; i++) {
            Refused refused = refused(limiter.acquire("k", windows, 1, Duration.ofMinutes(10)));
            assertEquals(Duration.ofHours(1), refused.retryAfter());
          }
          clock.advance(Duration.ofHours(1));
          assertInstanceOf(Granted.class, await(limiter.tryAcquire("k", windows)));
        });
  }

  @Test
  default void grants_many_threads_no_more_than_one() throws Exception {
    test(
        (limiter, clock) -> {
          List<RateWindow> windows =
              List.of(
                  new RateWindow(1_000, Duration.ofHours(1), 100),
                  new RateWindow(10_000, Duration.ofDays(1), 150));
          AtomicInteger granted = new AtomicInteger();
          Checks.onThreads(
              16,
              number -> {
                for (int i = 0; i < 20; i++) {
                  granted.addAndGet(
                      await(limiter.tryAcquire("k", windows)) instanceof Granted ? 1 : 0);
                }
              });
          assertEquals(100, granted.get(), "permits that were granted");
        });
  }

  @Test
  default void refuses_arguments_in_the_stage() throws Exception {
    test(
        (limiter, clock) -> {
          List<RateWindow> windows = List.of(new RateWindow(10, Duration.ofSeconds(1), 4));
          Duration none = Duration.ZERO;
          assertAll(
              () -> assertRefused(() -> limiter.acquire("", windows, 1, none)),
              () -> assertRefused(() -> limiter.acquire("x".repeat(257), windows, 1, none)),
              () -> assertRefused(() -> limiter.acquire("k", List.of(), 1, none)),
              () -> assertRefused(() -> limiter.acquire("k", windows, 0, none)),
              () -> assertRefused(() -> limiter.acquire("k", windows, 5, none)),
              () -> assertRefused(() -> limiter.acquire("k", windows, 1, Duration.ofNanos(-1))),
              () -> assertRefused(() -> limiter.acquire("k", windows, 1, Duration.ofMinutes(11))));
        });
  }

  @Test
  default void fails_in_the_stage_when_it_is_closed() throws Exception {
    RateLimiter limiter = create(new ManualClock(Instant.parse("2026-11-20T10:15:30Z")));
    List<RateWindow> windows = List.of(new RateWindow(1, Duration.ofMinutes(5), 1));
    assertInstanceOf(Granted.class, await(limiter.tryAcquire("k", windows)));
    CompletionStage<RateDecision> waiting = limiter.acquire("k", windows, 1, RateLimiter.MAX_WAIT);
    limiter.close();
    assertAll(
        () -> assertFails(() -> waiting),
        () -> assertFails(() -> limiter.tryAcquire("k", windows)),
        () -> assertDoesNotThrow(limiter::close, "closing twice"));
  }

  private static Refused refused(CompletionStage<RateDecision> stage) throws Exception {
    Refused refused = assertInstanceOf(Refused.class, await(stage));
    assertFalse(refused.isLocal());
    return refused;
  }

  private static Throwable assertFails(Supplier<CompletionStage<?>> call) {
    CompletionStage<?> stage = assertDoesNotThrow(call::get, "failures belong into the stage");
    ExecutionException failure = assertThrows(ExecutionException.class, () -> await(stage));
    assertNotNull(failure.getCause());
    return failure.getCause();
  }

  private static void assertRefused(Supplier<CompletionStage<?>> call) {
    assertInstanceOf(IllegalArgumentException.class, assertFails(call));
  }

  private static <T> T await(CompletionStage<T> stage)
      throws InterruptedException, ExecutionException, TimeoutException {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
