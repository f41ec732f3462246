package com.example.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.phish.contract.UpdateBusContract;
import io.phish.spi.UpdateBus;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every test of the contract fails a bus that breaks it, and none fails one that is plain. */
class UpdateBusContractTest implements UpdateBusContract {
  @Override
  public UpdateBus create(int kept) {
    return new PlainBus(kept);
  }

  static List<Arguments> broken() {
    return List.of(
        arguments(
            "brings_what_is_published_to_every_subscriber_in_order",
            BrokenBuses.Doubles.class,
            "[0, 0, 1, 1"),
        arguments("keeps_every_character", BrokenBuses.Trims.class, "expected"),
        arguments("keeps_topics_apart", BrokenBuses.MixesUsers.class, "for 0"),
        arguments("brings_nothing_from_before_a_subscription", BrokenBuses.Replays.class, "before"),
        arguments(
            "hands_over_no_more_than_was_requested", BrokenBuses.IgnoresDemand.class, "expected"),
        arguments(
            "drops_a_slow_subscriber_with_a_notice_and_nobody_else",
            BrokenBuses.NeverDrops.class,
            "onError did not come"),
        arguments(
            "drops_a_slow_subscriber_with_a_notice_and_nobody_else",
            BrokenBuses.DropsWithoutNotice.class,
            "onError did not come"),
        arguments(
            "holds_up_nobody_for_a_subscriber_that_blocks",
            BrokenBuses.OneThreadForAll.class,
            "did not come"),
        arguments(
            "numbers_the_updates_of_a_retained_topic", BrokenBuses.LeavesOutNumbers.class, "42-"),
        // Too few, or the wrong ones: whichever is seen first.
        arguments(
            "resumes_after_the_last_update_that_was_seen", BrokenBuses.ResumesOneLate.class, ""),
        arguments(
            "resumes_through_a_buffer_that_is_smaller_than_what_was_missed",
            BrokenBuses.ResumesOneLate.class,
            ""),
        arguments(
            "resumes_while_others_publish_without_loss_or_repetition",
            BrokenBuses.Doubles.class,
            "expected"),
        arguments(
            "tells_of_a_gap_if_what_was_missed_is_not_kept_any_more",
            BrokenBuses.HidesGaps.class,
            "Gap"),
        arguments(
            "tells_of_a_gap_if_what_was_missed_is_not_kept_any_more",
            BrokenBuses.KeepsNothing.class,
            "were kept"),
        arguments(
            "tells_of_a_gap_for_an_update_it_does_not_know",
            BrokenBuses.HidesGaps.class,
            "did not come"),
        arguments(
            "has_one_order_for_all_whoever_publishes",
            BrokenBuses.AnotherOrderForEach.class,
            ":50'"),
        arguments("tells_nothing_after_cancel", BrokenBuses.IgnoresCancel.class, "expected"),
        arguments(
            "goes_on_without_a_subscriber_that_throws",
            BrokenBuses.GoesOnAfterThrow.class,
            "expected"),
        arguments(
            "ends_a_subscription_that_requests_nothing",
            BrokenBuses.AcceptsNoDemand.class,
            "onError did not come"),
        arguments("refuses_too_much_in_the_stage", BrokenBuses.TakesAnything.class, "thrown"),
        arguments("refuses_too_much_in_the_stage", BrokenBuses.ThrowsAtOnce.class, "into a stage"),
        arguments("counts", BrokenBuses.CountsNothing.class, "subscribers"),
        arguments(
            "ends_subscriptions_when_it_is_closed",
            BrokenBuses.NeverEnds.class,
            "onComplete did not come"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("broken")
  void contract_fails_what_is_broken(String test, Class<?> implementation, String words) {
    ContractRun.assertFails(implementation, test, words);
  }

  @Test
  void every_test_of_the_contract_fails_something() {
    assertThat(broken().stream().map(row -> row.get()[0]).collect(Collectors.toSet()))
        .isEqualTo(ContractRun.testsOf(UpdateBusContract.class));
  }
}
