package com.example.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.phish.contract.FeatureExtractorContract;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every test of the contract fails an extractor that breaks it. */
class FeatureExtractorContractTest {

  static List<Arguments> broken() {
    return List.of(
        arguments(
            "descriptor_is_the_same_at_every_call",
            Broken.ChangingDescriptor.class,
            "unconfigured extractor"),
        arguments(
            "descriptor_is_the_same_at_every_call",
            Broken.DescriptorChangedBySettings.class,
            "after configure"),
        arguments(
            "descriptor_is_the_same_at_every_call",
            Broken.SlowDescriptor.class,
            "a thousand times, has not returned"),
        arguments("any_names_of_the_host_are_taken", Broken.OnlyAsciiBrands.class, "protect threw"),
        arguments("id_is_not_that_of_another_vendor", Broken.ReservedId.class, "is reserved"),
        arguments("api_version_is_supported", Broken.NewerApi.class, "API version 2"),
        arguments(
            "descriptor_and_schema_can_be_shown_to_people",
            Broken.UndescribedFeature.class,
            "odd has no description"),
        arguments(
            "descriptor_and_schema_can_be_shown_to_people",
            Broken.DescriptionOfTwoLines.class,
            "U+000A"),
        arguments("settings_may_be_left_out", Broken.NeedsSettings.class, "without settings"),
        arguments(
            "settings_may_be_left_out", Broken.UndeclaredSettings.class, "does not name: [key]"),
        arguments("answers_for_its_subject", Broken.NeverAnswersForItsSubject.class, "not today"),
        arguments("output_is_within_the_schema", Broken.OutOfRange.class, "digits is 1.5"),
        arguments("output_is_within_the_schema", Broken.Infinite.class, "length is Infinity"),
        arguments("output_is_within_the_schema", Broken.ForeignSchema.class, "[other]"),
        arguments(
            "output_is_within_the_schema", Broken.FreshForLessThanNothing.class, "freshFor is"),
        arguments(
            "facts_and_findings_have_no_control_characters", Broken.RawFact.class, "fact url has"),
        arguments("hostile_subjects_do_no_harm", Broken.Careless.class, "StringIndexOutOfBounds"),
        arguments(
            "hostile_subjects_do_no_harm", Broken.CarelessInStage.class, "StringIndexOutOfBounds"),
        arguments("hostile_subjects_do_no_harm", Broken.Recursive.class, "StackOverflowError"),
        arguments("hostile_subjects_do_no_harm", Broken.NullStage.class, "extract returned null"),
        arguments(
            "hostile_subjects_do_no_harm", Broken.NullObservation.class, "completed with null"),
        arguments("hostile_subjects_do_no_harm", Broken.HangsOnLong.class, "has not returned"),
        arguments("hostile_subjects_do_no_harm", Broken.NeverCompletes.class, "no answer for"),
        arguments("answers_are_the_same_every_time", Broken.Counting.class, "asked again"),
        arguments(
            "answers_are_the_same_every_time",
            Broken.InstancesDiffer.class,
            "asked of another instance"),
        arguments(
            "answers_are_the_same_on_64_threads", Broken.SharesState.class, "on one of 64 threads"),
        arguments(
            "an_inline_extractor_has_answered_on_return",
            Broken.InlineLater.class,
            "extract returned before"),
        arguments(
            "an_inline_extractor_has_answered_on_return",
            Broken.InlineElsewhere.class,
            "tasks given to the executor"),
        arguments(
            "nothing_waits_on_the_calling_thread",
            Broken.SleepsOnCaller.class,
            "how often the caller"),
        arguments(
            "nothing_waits_on_the_calling_thread", Broken.JoinsOnCaller.class, "has not returned"),
        arguments(
            "nothing_waits_on_the_calling_thread",
            Broken.BeginsThoughCancelled.class,
            "began after its cancellation"),
        arguments("a_full_executor_is_a_failure", Broken.SwallowsRejection.class, "no answer for"),
        arguments(
            "work_ends_when_it_is_cancelled", Broken.IgnoresInterrupts.class, "thread of the"),
        arguments(
            "work_ends_when_it_is_cancelled",
            Broken.NeverCompletes.class,
            "goes on after its cancellation"),
        arguments(
            "work_ends_when_it_is_cancelled", Broken.BlocksInOnCancel.class, "has not returned"),
        arguments(
            "work_ends_when_it_is_cancelled_before_it_began",
            Broken.IgnoresInterrupts.class,
            "thread of the executor"),
        arguments(
            "cancellation_after_the_end_does_nothing",
            Broken.ThrowsInOnCancel.class,
            "already over"),
        arguments("cache_key_is_the_same_at_every_call", Broken.ChangingKey.class, "key of"),
        arguments(
            "subjects_with_one_cache_key_have_one_answer",
            Broken.OneKeyForAll.class,
            "its cache key is that of"),
        arguments("makes_no_connection_unless_it_says_so", Broken.Connects.class, "socket://"),
        arguments("model_keeps_its_contract", Broken.BrokenModel.class, "assess threw"),
        arguments("model_keeps_its_contract", Broken.ModelOfSomethingElse.class, "knows none of"),
        arguments(
            "evidence_is_at_hand_for_every_feature", Broken.ThrowsEvidence.class, "length of"),
        arguments("evidence_is_at_hand_for_every_feature", Broken.NullEvidence.class, "has a null"),
        arguments(
            "evidence_is_at_hand_for_every_feature", Broken.ChangingEvidence.class, "asked again"),
        arguments(
            "evidence_is_at_hand_for_every_feature", Broken.WaitsForEvidence.class, "not returned"),
        arguments("close_leaves_no_thread_behind", Broken.LeavesThread.class, "left-behind"),
        arguments("close_may_be_called_twice", Broken.ClosesOnce.class, "close threw"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("broken")
  void contract_fails_what_is_broken(String test, Class<?> implementation, String words) {
    ContractRun.assertFails(implementation, test, words);
  }

  @Test
  void no_test_of_the_contract_is_without_proof() {
    assertThat(broken().stream().map(each -> each.get()[0]).collect(Collectors.toSet()))
        .isEqualTo(ContractRun.testsOf(FeatureExtractorContract.class));
  }
}
