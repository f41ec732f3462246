package io.phish.core.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.core.resilience.RateLimit.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  @Test
  void a_call_counts_while_it_runs_and_for_the_window_after_its_end() {
    RateLimit limit = new RateLimit(RateLimit.parse("2/s"));
    assertThat(limit.tryAcquire(0)).isZero();
    assertThat(limit.tryAcquire(0)).isZero();
    assertThat(limit.tryAcquire(5 * SECOND)).isEqualTo(Long.MAX_VALUE);
    limit.release(5 * SECOND);
    assertThat(limit.tryAcquire(5 * SECOND)).isEqualTo(SECOND + 2 * MILLI);
    limit.release(6 * SECOND);
    assertThat(limit.tryAcquire(6 * SECOND)).isEqualTo(2 * MILLI);
    assertThat(limit.tryAcquire(6 * SECOND + 2 * MILLI)).isZero();
  }

  @Test
  void the_tightest_window_decides() {
    RateLimit limit = new RateLimit(RateLimit.parse("2/s,3/m"));
    for (long second = 0; second < 3; second++) {
      assertThat(limit.tryAcquire(second * SECOND)).isZero();
      limit.release(second * SECOND);
    }
    assertThat(limit.tryAcquire(2 * SECOND)).isEqualTo(58 * SECOND + 61 * MILLI);
  }

  @Test
  void without_a_window_there_is_no_limit() {
    RateLimit limit = new RateLimit(List.of());
    for (int i = 0; i < 1_000; i++) {
      assertThat(limit.tryAcquire(0)).isZero();
    }
    limit.release(0);
    assertThat(limit.isUnused(0)).isFalse();
  }

  @Test
  void is_unused_when_all_windows_have_passed() {
    RateLimit limit = new RateLimit(RateLimit.parse("5/s,100/m"));
    assertThat(limit.isUnused(0)).isTrue();
    limit.tryAcquire(0);
    assertThat(limit.isUnused(0)).isFalse();
    limit.release(0);
    assertThat(limit.isUnused(60 * SECOND)).isFalse();
    assertThat(limit.isUnused(61 * SECOND)).isTrue();
  }

  /**
   * The server counts each call at a random moment while it runs. Whatever the arrivals, it never
   * counts more than the windows allow; and it is given as much as they allow when there is enough.
   */
  @Test
  void no_window_is_ever_exceeded_and_none_is_left_unused() {
    SplittableRandom random = new SplittableRandom(42);
    for (int round = 0; round < 200; round++) {
      List<Window> windows = windows(random);
      List<Long> counted = run(windows, random.split(), 1_500);
      for (Window window : windows) {
        assertThat(most(counted, window.length().toNanos()))
            .describedAs("%s of %s", window, windows)
            .isLessThanOrEqualTo(window.calls());
      }
    }
  }

  @Test
  void what_waits_is_let_through_at_the_rate_of_the_limit() {
    RateLimit limit = new RateLimit(RateLimit.parse("50/s,1000/h"));
    long now = 0;
    for (int i = 0; i < 3_000; i++) {
      for (long wait = limit.tryAcquire(now); wait > 0; wait = limit.tryAcquire(now)) {
        now += wait;
      }
      limit.release(now);
    }
    // 1,000 in the first 19 seconds of each hour, and hours that are longer by a thousandth.
    assertThat(now).isBetween(2 * 3_600 * SECOND, (2 * 3_608 + 21) * SECOND);
  }

  private static List<Window> windows(SplittableRandom random) {
    List<Window> windows = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      windows.add(new Window(random.nextInt(1, 60), Duration.ofMillis(random.nextInt(1, 5_000))));
    }
    return windows;
  }

  /** Calls in bursts or evenly, each running for up to 300 ms, and when the server counts them. */
  private static List<Long> run(List<Window> windows, SplittableRandom random, int calls) {
    RateLimit limit = new RateLimit(windows);
    PriorityQueue<Long> running = new PriorityQueue<>(Comparator.naturalOrder());
    List<Long> counted = new ArrayList<>();
    long now = 0;
    while (counted.size() < calls) {
      while (!running.isEmpty() && running.element() <= now) {
        limit.release(running.remove());
      }
      long wait = limit.tryAcquire(now);
      if (wait == 0) {
        long length = random.nextLong(300 * MILLI);
        running.add(now + length);
        counted.add(now + random.nextLong(length + 1));
        now += random.nextInt(4) == 0 ? random.nextLong(50 * MILLI) : 0;
      } else {
        long end = running.isEmpty() ? Long.MAX_VALUE : running.element();
        long until = wait == Long.MAX_VALUE ? Long.MAX_VALUE : now + wait;
        assertThat(Math.min(end, until)).isLessThan(Long.MAX_VALUE);
        now = Math.min(end, until);
      }
    }
    counted.sort(Comparator.naturalOrder());
    return counted;
  }

  private static int most(List<Long> times, long length) {
    int most = 0;
    int from = 0;
    for (int to = 0; to < times.size(); to++) {
      while (times.get(to) - times.get(from) > length) {
        from++;
      }
      most = Math.max(most, to - from + 1);
    }
    return most;
  }

  @Test
  void reads_windows() {
    assertThat(RateLimit.parse("50/s,1000/h,3/10s,5/2d"))
        .containsExactly(
            new Window(50, Duration.ofSeconds(1)),
            new Window(1000, Duration.ofHours(1)),
            new Window(3, Duration.ofSeconds(10)),
            new Window(5, Duration.ofDays(2)));
  }

  @Test
  void says_what_is_wrong_with_windows_and_where() {
    for (String wrong : new String[] {"", "5", "5/", "/s", "5/x", "a/s", "5/xs", "-1/s", "5/s "}) {
      assertThatThrownBy(() -> RateLimit.parse("1/s," + wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("rate '" + wrong + "' at 4");
    }
    assertThatThrownBy(() -> RateLimit.parse("0/s")).hasMessageContaining("calls 0");
    assertThatThrownBy(() -> RateLimit.parse("99999999999/s")).hasMessageContaining("no number");
    assertThatThrownBy(() -> RateLimit.parse("5/0s")).hasMessageContaining("length PT0S");
    assertThatThrownBy(() -> RateLimit.parse("5/32d")).hasMessageContaining("up to 31 d");
  }

  @Test
  void refuses_an_end_without_a_call() {
    assertThatThrownBy(() -> new RateLimit(List.of()).release(0))
        .isInstanceOf(IllegalStateException.class);
  }
}
