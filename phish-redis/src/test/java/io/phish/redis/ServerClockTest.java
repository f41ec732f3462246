package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ServerClockTest {
  private static final long NOW = 1_800_000_000_000L;

  @Test
  void finds_any_skew_to_within_half_the_round_trip() {
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 10_000; i++) {
      long skew = random.nextLong(-86_400_000, 86_400_000);
      long there = random.nextLong(0, 400);
      long back = random.nextLong(0, 400);
      ServerClock clock = new ServerClock();
      clock.onAnswer(NOW + there + skew, NOW, NOW + there + back);
      long bound = (there + back + 1) / 2 + 6;
      assertThat(clock.aheadMillis() - skew).isBetween(-bound, bound);
    }
  }

  @Test
  void takes_clocks_that_agree_within_what_can_be_known_for_the_same() {
    for (long skew : List.of(0L, 1L, -1L, 5L, -5L)) {
      ServerClock clock = new ServerClock();
      clock.onAnswer(NOW + 10 + skew, NOW, NOW + 20);
      assertThat(clock.aheadMillis()).isZero();
    }
  }

  @Test
  void does_not_wander_with_answers_that_say_the_same() {
    ServerClock clock = new ServerClock();
    clock.onAnswer(NOW + 60_000, NOW, NOW + 2);
    long known = clock.aheadMillis();
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 1; i < 1_000; i++) {
      long sent = NOW + 5_000L * i;
      long there = random.nextLong(0, 40);
      clock.onAnswer(sent + there + 60_000, sent, sent + 2 * there);
      assertThat(clock.aheadMillis()).isEqualTo(known);
    }
  }

  @Test
  void follows_a_clock_that_was_set_and_ignores_answers_that_tell_nothing() {
    ServerClock clock = new ServerClock();
    clock.onAnswer(NOW - 3_600_000, NOW, NOW + 2);
    assertThat(clock.aheadMillis()).isBetween(-3_600_005L, -3_599_995L);
    clock.onAnswer(NOW + 5_000, NOW, NOW + 10_000); // too late
    clock.onAnswer(NOW + 5_000, NOW, NOW - 10_000); // our own clock was set back meanwhile
    assertThat(clock.aheadMillis()).isBetween(-3_600_005L, -3_599_995L);
    clock.onAnswer(NOW + 3_600_000, NOW, NOW + 2);
    assertThat(clock.aheadMillis()).isBetween(3_599_995L, 3_600_005L);
  }
}
