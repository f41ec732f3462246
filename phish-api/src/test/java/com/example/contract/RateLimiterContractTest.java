package com.example.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.phish.contract.RateLimiterContract;
import io.phish.spi.RateLimiter;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every test of the contract fails a limiter that breaks it, and none fails one that is plain. */
class RateLimiterContractTest implements RateLimiterContract {
  @Override
  public RateLimiter create(Clock clock) {
    return new PlainLimiter(clock);
  }

  static List<Arguments> broken() {
    return List.of(
        arguments("grants_a_burst_and_then_one_by_one", BrokenLimiters.NoBurst.class, "Granted"),
        arguments(
            "no_time_of_the_length_of_a_window_ever_holds_more",
            BrokenLimiters.TokenBucket.class,
            "were granted within"),
        arguments(
            "grants_in_the_long_run_what_a_window_allows",
            BrokenLimiters.CountsRefusals.class,
            "in five seconds"),
        arguments("takes_from_all_windows_or_none", BrokenLimiters.CountsRefusals.class, "PT1S"),
        arguments("keeps_keys_apart", BrokenLimiters.OneKey.class, "Granted"),
        arguments("grants_several_permits_or_none", BrokenLimiters.OnePermitForAll.class, "2"),
        arguments(
            "counts_in_the_smallest_and_the_largest_windows",
            BrokenLimiters.WrapsAround.class,
            "expected"),
        arguments("waits_for_permits_in_turn", BrokenLimiters.DoesNotWait.class, "of five came"),
        arguments(
            "refuses_at_once_what_would_have_to_wait_too_long",
            BrokenLimiters.CountsRefusals.class,
            "PT1H"),
        arguments(
            "grants_many_threads_no_more_than_one", BrokenLimiters.Races.class, "expected: <100>"),
        arguments("refuses_arguments_in_the_stage", BrokenLimiters.TakesAnything.class, "failures"),
        arguments(
            "fails_in_the_stage_when_it_is_closed", BrokenLimiters.NeverCloses.class, "failures"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("broken")
  void contract_fails_what_is_broken(String test, Class<?> implementation, String words) {
    ContractRun.assertFails(implementation, test, words);
  }

  @Test
  void no_test_of_the_contract_is_without_proof() {
    assertThat(broken().stream().map(each -> each.get()[0]).collect(Collectors.toSet()))
        .isEqualTo(ContractRun.testsOf(RateLimiterContract.class));
  }
}
