package io.phish.core.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration BASE = Duration.ofMillis(100);
  private static final Duration CAP = Duration.ofSeconds(5);

  @Test
  void the_bound_doubles_up_to_the_cap_and_stays_there() {
    Backoff longest = new Backoff(BASE, CAP, bound -> bound - 1);
    long[] millis = {100, 200, 400, 800, 1600, 3200, 5000, 5000};
    for (int retry = 0; retry < millis.length; retry++) {
      assertThat(longest.nanos(retry)).isEqualTo(millis[retry] * 1_000_000);
    }
    for (int retry = 8; retry > 0; retry *= 2) {
      assertThat(longest.nanos(retry)).isEqualTo(CAP.toNanos());
    }
    assertThat(longest.nanos(Integer.MAX_VALUE)).isEqualTo(CAP.toNanos());
  }

  @Test
  void the_shortest_wait_is_none() {
    assertThat(new Backoff(BASE, CAP, bound -> 0).nanos(3)).isZero();
  }

  @Test
  void the_wait_is_spread_evenly_below_the_bound() {
    Backoff backoff = new Backoff(BASE, CAP, new SplittableRandom(7)::nextLong);
    int[] quarters = new int[4];
    long bound = 4 * BASE.toNanos();
    for (int i = 0; i < 10_000; i++) {
      long nanos = backoff.nanos(2);
      assertThat(nanos).isBetween(0L, bound);
      quarters[(int) Math.min(3, nanos * 4 / bound)]++;
    }
    for (int count : quarters) {
      assertThat(count).isBetween(2_300, 2_700);
    }
  }

  @Test
  void the_default_source_stays_within_the_bound() {
    Backoff backoff = Backoff.of(BASE, CAP);
    for (int i = 0; i < 1_000; i++) {
      assertThat(backoff.nanos(1)).isBetween(0L, 2 * BASE.toNanos());
    }
  }

  @Test
  void refuses_times_that_make_no_sense() {
    assertThatThrownBy(() -> Backoff.of(Duration.ZERO, CAP)).hasMessageContaining("base PT0S");
    assertThatThrownBy(() -> Backoff.of(CAP, BASE)).hasMessageContaining("cap PT0.1S");
    assertThatThrownBy(() -> Backoff.of(BASE, Duration.ofDays(2))).hasMessageContaining("a day");
    assertThatThrownBy(() -> Backoff.of(BASE, CAP).nanos(-1)).hasMessageContaining("retry -1");
  }
}
