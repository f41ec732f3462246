package com.example.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.phish.contract.ScoringModelContract;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every test of the contract fails a model that breaks it. */
class ScoringModelContractTest {

  static List<Arguments> broken() {
    return List.of(
        arguments("version_and_card_are_complete", BrokenModels.NoCard.class, "has no card"),
        arguments("version_and_card_are_complete", BrokenModels.WrongHash.class, "'ABC'"),
        arguments(
            "version_and_card_are_complete", BrokenModels.ChangingVersion.class, "second call"),
        arguments("schema_is_the_same_at_every_call", BrokenModels.NoFeatures.class, "no features"),
        arguments(
            "schema_is_the_same_at_every_call", BrokenModels.ChangingSchema.class, "second call"),
        arguments("prior_is_a_share", BrokenModels.ImpossiblePrior.class, "the prior is 1.0"),
        arguments("prior_is_a_share", BrokenModels.ChangingPrior.class, "second call"),
        arguments(
            "assesses_a_vector_of_which_nothing_is_known",
            BrokenModels.FailsOnUnknown.class,
            "assess threw"),
        arguments(
            "assesses_a_vector_of_which_nothing_is_known",
            BrokenModels.NullAssessment.class,
            "assess returned null"),
        arguments(
            "assesses_a_vector_of_which_nothing_is_known",
            BrokenModels.Hangs.class,
            "has not returned"),
        arguments(
            "assesses_extreme_values",
            BrokenModels.ContributesInfinity.class,
            "length contributes Infinity"),
        arguments(
            "assesses_random_values", BrokenModels.ContributesTooMuch.class, "one to a feature"),
        arguments(
            "assesses_random_values",
            BrokenModels.ContributesUnknown.class,
            "length contributes NaN"),
        arguments(
            "assesses_alike_every_time", BrokenModels.Counting.class, "contribution 0 asked again"),
        arguments(
            "assesses_alike_on_64_threads",
            BrokenModels.SharesState.class,
            "on one of 64 threads"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("broken")
  void contract_fails_what_is_broken(String test, Class<?> implementation, String words) {
    ContractRun.assertFails(implementation, test, words);
  }

  @Test
  void no_test_of_the_contract_is_without_proof() {
    assertThat(broken().stream().map(each -> each.get()[0]).collect(Collectors.toSet()))
        .isEqualTo(ContractRun.testsOf(ScoringModelContract.class));
  }
}
