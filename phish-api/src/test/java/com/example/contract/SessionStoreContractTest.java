package com.example.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.phish.contract.SessionStoreContract;
import io.phish.spi.SessionLimits;
import io.phish.spi.SessionStore;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every test of the contract fails a store that breaks it, and none fails one that is plain. */
class SessionStoreContractTest implements SessionStoreContract {
  @Override
  public SessionStore create(SessionLimits limits, Clock clock) {
    return new PlainSessions(limits, clock);
  }

  static List<Arguments> broken() {
    return List.of(
        arguments(
            "begins_a_session_that_its_token_finds",
            BrokenSessions.LosesAttributes.class,
            "expected"),
        arguments(
            "finds_nothing_for_a_token_it_did_not_give",
            BrokenSessions.FindsAnything.class,
            "expected"),
        arguments(
            "gives_another_token_to_every_session_and_shows_it_to_nobody",
            BrokenSessions.GivesOneToken.class,
            "came twice"),
        arguments(
            "a_session_lives_on_while_somebody_looks_at_it",
            BrokenSessions.DoesNotMove.class,
            "expected"),
        arguments(
            "an_update_makes_it_live_on_and_lists_do_not",
            BrokenSessions.NeverExpires.class,
            "expected"),
        arguments("a_session_ends_at_its_lifetime", BrokenSessions.LivesForEver.class, "lifetime"),
        arguments(
            "an_update_holds_if_nobody_else_made_one", BrokenSessions.LastWins.class, "Conflict"),
        arguments(
            "an_update_of_a_session_that_ended_does_not_bring_it_back",
            BrokenSessions.BringsBack.class,
            "expected"),
        arguments(
            "updates_by_many_threads_are_not_lost", BrokenSessions.LosesUpdates.class, "updates"),
        arguments(
            "lists_sessions_of_users_and_tenants_the_last_used_first",
            BrokenSessions.AnyOrder.class,
            "expected"),
        arguments(
            "lists_sessions_of_users_and_tenants_the_last_used_first",
            BrokenSessions.MixesTenants.class,
            "expected"),
        arguments("ends_one_session", BrokenSessions.DoesNotRevoke.class, "ended twice"),
        arguments(
            "ends_nothing_for_what_is_no_handle", BrokenSessions.RevokesByPrefix.class, "expected"),
        arguments(
            "ends_all_sessions_of_a_user_or_a_tenant",
            BrokenSessions.RevokesEverybody.class,
            "expected"),
        arguments(
            "one_session_too_many_ends_the_users_least_recently_used",
            BrokenSessions.EndsTheNewest.class,
            "the second is alive"),
        arguments(
            "refuses_one_session_too_many_of_a_tenant",
            BrokenSessions.NeverFull.class,
            "TenantFull"),
        arguments(
            "keeps_its_limits_for_many_threads",
            BrokenSessions.NeverFullForMany.class,
            "sessions of the tenant"),
        arguments("refuses_what_is_too_long_in_the_stage", BrokenSessions.TakesAnything.class, ""),
        arguments("fails_in_the_stage_when_it_is_closed", BrokenSessions.NeverCloses.class, ""));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("broken")
  void contract_fails_what_is_broken(String test, Class<?> implementation, String words) {
    ContractRun.assertFails(implementation, test, words);
  }

  @Test
  void no_test_of_the_contract_is_without_proof() {
    assertThat(broken().stream().map(each -> each.get()[0]).collect(Collectors.toSet()))
        .isEqualTo(ContractRun.testsOf(SessionStoreContract.class));
  }
}
