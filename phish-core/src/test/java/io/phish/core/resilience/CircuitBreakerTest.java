package io.phish.core.resilience;

import static io.phish.core.resilience.CircuitBreaker.REFUSED;
import static io.phish.event.BreakerChanged.State.CLOSED;
import static io.phish.event.BreakerChanged.State.HALF_OPEN;
import static io.phish.event.BreakerChanged.State.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.core.resilience.CircuitBreaker.Settings;
import io.phish.event.BreakerChanged;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private static final Settings SETTINGS =
      new Settings(10, 4, 0.5, 0.75, Duration.ofNanos(100), Duration.ofNanos(1000), 3);

  /** So that the clock overflows under way, as System.nanoTime may. */
  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 500);

  private final List<BreakerChanged> changes = new CopyOnWriteArrayList<>();
  private final CircuitBreaker breaker =
      new CircuitBreaker("dns", SETTINGS, time::get, changes::add);

  @Test
  void opens_when_enough_of_enough_calls_failed() {
    succeed(1);
    fail(2);
    assertThat(breaker.state()).as("three calls are below the minimum").isEqualTo(CLOSED);

    fail(1);

    assertThat(breaker.state()).isEqualTo(OPEN);
    assertThat(breaker.tryAcquire()).isEqualTo(REFUSED);
    assertThat(changes).containsExactly(new BreakerChanged("dns", CLOSED, OPEN));
  }

  @Test
  void opens_when_enough_calls_are_slow_though_they_succeed() {
    succeed(1);
    for (int i = 0; i < 3; i++) {
      breaker.onSuccess(breaker.tryAcquire(), 100);
    }
    assertThat(breaker.state()).isEqualTo(OPEN);
  }

  @Test
  void a_call_just_below_the_slow_limit_is_not_slow() {
    for (int i = 0; i < 20; i++) {
      breaker.onSuccess(breaker.tryAcquire(), 99);
    }
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @Test
  void forgets_calls_that_left_the_window() {
    succeed(6);
    fail(4);
    succeed(6);
    fail(4); // pushes the first four failures out
    assertThat(breaker.state()).isEqualTo(CLOSED);
    fail(1); // pushes a success out
    assertThat(breaker.state()).isEqualTo(OPEN);
  }

  @Test
  void a_long_run_of_successes_weighs_no_more_than_the_window() {
    succeed(1_000);
    fail(4);
    assertThat(breaker.state()).isEqualTo(CLOSED);
    fail(1);
    assertThat(breaker.state()).isEqualTo(OPEN);
  }

  @Test
  void lets_trials_through_after_the_open_time_and_closes_when_they_succeed() {
    fail(4);
    time.addAndGet(999);
    assertThat(breaker.tryAcquire()).isEqualTo(REFUSED);
    time.addAndGet(1);

    long[] trials = {breaker.tryAcquire(), breaker.tryAcquire(), breaker.tryAcquire()};

    assertThat(trials).doesNotContain(REFUSED);
    assertThat(breaker.tryAcquire()).isEqualTo(REFUSED);
    assertThat(breaker.state()).isEqualTo(HALF_OPEN);
    breaker.onSuccess(trials[0], 1);
    assertThat(breaker.tryAcquire()).as("trials are counted in all").isEqualTo(REFUSED);
    breaker.onFailure(trials[1], 1);
    breaker.onSuccess(trials[2], 1);
    assertThat(breaker.state()).isEqualTo(CLOSED);
    assertThat(changes)
        .containsExactly(
            new BreakerChanged("dns", CLOSED, OPEN),
            new BreakerChanged("dns", OPEN, HALF_OPEN),
            new BreakerChanged("dns", HALF_OPEN, CLOSED));
  }

  @Test
  void opens_again_as_soon_as_the_trials_cannot_turn_out_well() {
    fail(4);
    time.addAndGet(1000);
    long first = breaker.tryAcquire();
    long second = breaker.tryAcquire();
    breaker.onFailure(first, 1);
    breaker.onFailure(second, 1);

    assertThat(breaker.state()).isEqualTo(OPEN);
    time.addAndGet(999);
    assertThat(breaker.tryAcquire()).as("the open time begins anew").isEqualTo(REFUSED);
  }

  @Test
  void an_ignored_trial_gives_its_place_back() {
    fail(4);
    time.addAndGet(1000);
    for (int i = 0; i < 100; i++) {
      long permit = breaker.tryAcquire();
      assertThat(permit).isNotEqualTo(REFUSED);
      breaker.onIgnored(permit);
    }
    assertThat(breaker.state()).isEqualTo(HALF_OPEN);
  }

  @Test
  void an_ignored_call_counts_for_nothing_when_closed() {
    fail(3);
    breaker.onIgnored(breaker.tryAcquire());
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @Test
  void what_a_call_admitted_before_a_change_comes_to_does_not_count_after_it() {
    long early = breaker.tryAcquire();
    fail(4);
    time.addAndGet(1000);
    long[] trials = {breaker.tryAcquire(), breaker.tryAcquire(), breaker.tryAcquire()};

    breaker.onFailure(early, 1);
    breaker.onFailure(early, 1);
    breaker.onIgnored(early);

    assertThat(breaker.state()).isEqualTo(HALF_OPEN);
    assertThat(breaker.tryAcquire()).isEqualTo(REFUSED);
    for (long trial : trials) {
      breaker.onSuccess(trial, 1);
    }
    assertThat(breaker.state()).isEqualTo(CLOSED);
    for (long trial : trials) {
      breaker.onFailure(trial, 1);
    }
    fail(3);
    assertThat(breaker.state()).as("old trials are not in the new window").isEqualTo(CLOSED);
  }

  @Test
  void agrees_with_a_simple_model_of_the_window() {
    SplittableRandom random = new SplittableRandom(20261120);
    for (int round = 0; round < 2_000; round++) {
      int window = random.nextInt(1, 20);
      int minimum = random.nextInt(1, window + 1);
      double failureRate = 1 - random.nextDouble();
      double slowRate = 1 - random.nextDouble();
      Settings settings =
          new Settings(
              window, minimum, failureRate, slowRate, Duration.ofNanos(100), SETTINGS.open(), 1);
      CircuitBreaker tried = new CircuitBreaker("x", settings, time::get, change -> {});
      double badness = random.nextDouble();
      Deque<boolean[]> model = new ArrayDeque<>();
      for (int call = 0; call < 100 && tried.state() == CLOSED; call++) {
        boolean fails = random.nextDouble() < badness * failureRate;
        boolean isSlow = random.nextDouble() < badness * slowRate;
        long permit = tried.tryAcquire();
        if (fails) {
          tried.onFailure(permit, isSlow ? 100 : 1);
        } else {
          tried.onSuccess(permit, isSlow ? 100 : 1);
        }
        model.addLast(new boolean[] {fails, isSlow});
        if (model.size() > window) {
          model.removeFirst();
        }
        boolean bad =
            model.size() >= minimum
                && (model.stream().filter(one -> one[0]).count() >= failureRate * model.size()
                    || model.stream().filter(one -> one[1]).count() >= slowRate * model.size());
        assertThat(tried.state())
            .as("round %s, call %s", round, call)
            .isEqualTo(bad ? OPEN : CLOSED);
      }
    }
  }

  @Test
  void never_lets_more_trials_through_than_set_however_many_ask() throws Exception {
    fail(4);
    time.addAndGet(1000);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger admitted = new AtomicInteger();
    Crowd.run(
        number -> {
          for (int i = 0; i < 5_000; i++) {
            long permit = breaker.tryAcquire();
            if (permit != REFUSED) {
              admitted.incrementAndGet();
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              for (int spin = 0; spin < 100; spin++) {
                Thread.onSpinWait();
              }
              running.decrementAndGet();
              breaker.onIgnored(permit);
            }
          }
        });
    assertThat(most).hasValueBetween(1, 3);
    assertThat(admitted).hasValueGreaterThan(3);
    assertThat(breaker.state()).isEqualTo(HALF_OPEN);
  }

  @Test
  void lets_exactly_the_set_number_through_in_every_half_open_period() throws Exception {
    AtomicInteger admitted = new AtomicInteger();
    for (int round = 0; round < 20; round++) {
      fail(4);
      time.addAndGet(1000);
      List<Long> trials = new CopyOnWriteArrayList<>();
      Crowd.run(
          number -> {
            long permit = breaker.tryAcquire();
            if (permit != REFUSED) {
              admitted.incrementAndGet();
              trials.add(permit);
            }
          });
      assertThat(trials).hasSize(3);
      trials.forEach(permit -> breaker.onSuccess(permit, 1));
      assertThat(breaker.state()).isEqualTo(CLOSED);
    }
    assertThat(changes).hasSize(60);
  }

  @Test
  void survives_a_storm_of_mixed_outcomes_and_still_works() throws Exception {
    Crowd.run(
        number -> {
          SplittableRandom random = new SplittableRandom(number);
          for (int i = 0; i < 5_000; i++) {
            long permit = breaker.tryAcquire();
            if (permit == REFUSED) {
              time.addAndGet(50);
              continue;
            }
            switch (random.nextInt(3)) {
              case 0 -> breaker.onSuccess(permit, random.nextInt(200));
              case 1 -> breaker.onFailure(permit, random.nextInt(200));
              default -> breaker.onIgnored(permit);
            }
          }
        });
    time.addAndGet(1000);
    while (breaker.state() != CLOSED) {
      long permit = breaker.tryAcquire();
      assertThat(permit).as("a leaked trial would refuse for ever").isNotEqualTo(REFUSED);
      breaker.onSuccess(permit, 1);
      if (breaker.state() == OPEN) {
        time.addAndGet(1000);
      }
    }
    for (int i = 1; i < changes.size(); i++) {
      assertThat(changes.get(i).to()).isNotEqualTo(changes.get(i).from());
    }
  }

  @Test
  void refuses_settings_that_make_no_sense() {
    Duration one = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new Settings(0, 1, 0.5, 0.5, one, one, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("window 0 is not at least 1");
    assertThatThrownBy(() -> new Settings(5, 6, 0.5, 0.5, one, one, 1))
        .hasMessageContaining("minimumCalls 6");
    assertThatThrownBy(() -> new Settings(5, 5, Double.NaN, 0.5, one, one, 1))
        .hasMessageContaining("failureRate NaN");
    assertThatThrownBy(() -> new Settings(5, 5, 0.5, 1.1, one, one, 1))
        .hasMessageContaining("slowRate 1.1");
    assertThatThrownBy(() -> new Settings(5, 5, 0.5, 0.5, Duration.ZERO, one, 1))
        .hasMessageContaining("slowCall PT0S");
    assertThatThrownBy(() -> new Settings(5, 5, 0.5, 0.5, one, Duration.ofDays(2), 1))
        .hasMessageContaining("open PT48H");
    assertThatThrownBy(() -> new Settings(5, 5, 0.5, 0.5, one, one, 0))
        .hasMessageContaining("trials 0");
  }

  private void succeed(int calls) {
    for (int i = 0; i < calls; i++) {
      breaker.onSuccess(breaker.tryAcquire(), 1);
    }
  }

  private void fail(int calls) {
    for (int i = 0; i < calls; i++) {
      breaker.onFailure(breaker.tryAcquire(), 1);
    }
  }
}
