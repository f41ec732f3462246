package io.phish.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.contract.CacheStoreContract.ManualClock;
import io.phish.contract.RateLimiterContract;
import io.phish.spi.RateDecision.Granted;
import io.phish.spi.RateDecision.Refused;
import io.phish.spi.RateLimiter;
import io.phish.spi.RateWindow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryRateLimiterTest implements RateLimiterContract {
  private static final List<RateWindow> ONE_A_SECOND =
      List.of(new RateWindow(1, Duration.ofSeconds(1), 1));

  @Override
  public RateLimiter create(Clock clock) {
    return new MemoryRateLimiter(1_000, clock);
  }

  @Test
  void refuses_new_keys_while_all_that_it_keeps_count() {
    ManualClock clock = new ManualClock(Instant.parse("2026-11-21T00:00:00Z"));
    try (MemoryRateLimiter limiter = new MemoryRateLimiter(10, clock)) {
      for (int i = 0; i < 10; i++) {
        assertThat(limiter.tryAcquire("key " + i, ONE_A_SECOND).toCompletableFuture().join())
            .isInstanceOf(Granted.class);
      }
      assertThat(limiter.tryAcquire("another", ONE_A_SECOND).toCompletableFuture().join())
          .isInstanceOf(Refused.class);
      clock.advance(Duration.ofSeconds(1));
      for (int i = 0; i < 100; i++) {
        assertThat(limiter.tryAcquire("new " + i, ONE_A_SECOND).toCompletableFuture().join())
            .isInstanceOf(i < 10 ? Granted.class : Refused.class);
      }
      assertThat(limiter.keys()).isEqualTo(10);
    }
  }

  @Test
  void windows_that_come_later_count_from_then_on_and_others_go_on() {
    ManualClock clock = new ManualClock(Instant.parse("2026-11-21T00:00:00Z"));
    RateWindow hour = new RateWindow(2, Duration.ofHours(1), 2);
    try (MemoryRateLimiter limiter = new MemoryRateLimiter(10, clock)) {
      assertThat(limiter.tryAcquire("k", List.of(hour)).toCompletableFuture().join())
          .isEqualTo(new Granted(1, false));
      List<RateWindow> both = List.of(ONE_A_SECOND.get(0), hour);
      assertThat(limiter.tryAcquire("k", both).toCompletableFuture().join())
          .isEqualTo(new Granted(0, false));
      clock.advance(Duration.ofSeconds(1));
      assertThat(limiter.tryAcquire("k", both).toCompletableFuture().join())
          .isInstanceOf(Refused.class);
    }
  }

  @Test
  void takes_its_time_from_a_monotonic_clock_by_default() {
    try (MemoryRateLimiter limiter = new MemoryRateLimiter()) {
      List<RateWindow> windows = List.of(new RateWindow(1, Duration.ofDays(1), 1));
      assertThat(limiter.tryAcquire("k", windows).toCompletableFuture().join())
          .isInstanceOf(Granted.class);
      assertThat(limiter.tryAcquire("k", windows).toCompletableFuture().join())
          .isInstanceOf(Refused.class);
    }
  }
}
