package io.phish.core.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

  @Test
  void allows_a_burst_and_then_only_what_calls_earn() {
    RetryBudget budget = new RetryBudget(0.1, 3);
    assertThat(budget.available()).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      assertThat(budget.tryRetry()).isTrue();
    }
    assertThat(budget.tryRetry()).isFalse();

    for (int i = 0; i < 9; i++) {
      budget.onCall();
    }
    assertThat(budget.tryRetry()).isFalse();
    budget.onCall();
    assertThat(budget.tryRetry()).isTrue();
    assertThat(budget.tryRetry()).isFalse();
  }

  @Test
  void saves_no_more_than_the_burst() {
    RetryBudget budget = new RetryBudget(1, 2);
    for (int i = 0; i < 100; i++) {
      budget.onCall();
    }
    assertThat(budget.available()).isEqualTo(2);
  }

  @Test
  void without_a_burst_there_are_no_retries() {
    RetryBudget budget = new RetryBudget(1, 0);
    budget.onCall();
    assertThat(budget.tryRetry()).isFalse();
  }

  @Test
  void neither_loses_nor_invents_retries_under_64_threads() throws Exception {
    int burst = 1_000;
    RetryBudget budget = new RetryBudget(0.25, burst);
    AtomicInteger retries = new AtomicInteger();
    while (budget.tryRetry()) {
      retries.incrementAndGet();
    }
    Crowd.run(
        number -> {
          for (int i = 0; i < 10_000; i++) {
            budget.onCall();
            // Two tries per call: far more than there is, so the balance never reaches the burst.
            for (int j = 0; j < 2; j++) {
              if (budget.tryRetry()) {
                retries.incrementAndGet();
              }
            }
          }
        });
    while (budget.tryRetry()) {
      retries.incrementAndGet();
    }
    assertThat(retries).hasValue(burst + Crowd.SIZE * 10_000 / 4);
  }

  @Test
  void refuses_numbers_that_make_no_sense() {
    assertThatThrownBy(() -> new RetryBudget(Double.NaN, 1)).hasMessageContaining("ratio NaN");
    assertThatThrownBy(() -> new RetryBudget(1.5, 1)).hasMessageContaining("ratio 1.5");
    assertThatThrownBy(() -> new RetryBudget(0.5, -1)).hasMessageContaining("burst -1");
  }
}
