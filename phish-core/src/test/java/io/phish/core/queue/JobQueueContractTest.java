package io.phish.core.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.contract.CacheStoreContract.ManualClock;
import io.phish.contract.JobQueueContract;
import io.phish.core.queue.BrokenQueues.Spoiler;
import io.phish.spi.JobQueue;
import io.phish.spi.JobQueueSettings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every test of the contract finds a queue out that breaks it. */
class JobQueueContractTest {

  /** A way to break the contract, and the tests that find it. */
  private record Break(String what, Supplier<Broken> queues, List<String> tests) {
    static Break of(String what, Supplier<Broken> queues, String... tests) {
      return new Break(what, queues, List.of(tests));
    }
  }

  /** Queues in memory with other settings than they should have, or other answers. */
  private record Broken(UnaryOperator<JobQueueSettings> settings, Spoiler spoiler)
      implements JobQueueContract {
    private static final ManualClock CLOCK = new ManualClock(Instant.parse("2026-11-20T10:15:30Z"));

    @Override
    public JobQueue create(JobQueueSettings right) {
      return BrokenQueues.spoilt(
          new MemoryJobQueue("memory", settings.apply(right), CLOCK), spoiler);
    }

    @Override
    public void pass(Duration time) {
      CLOCK.advance(time);
    }

    @Override
    public Duration patience() {
      return Duration.ofMillis(200);
    }
  }

  private static Supplier<Broken> settings(UnaryOperator<JobQueueSettings> change) {
    return () -> new Broken(change, BrokenQueues.NOT);
  }

  private static Supplier<Broken> answers(Supplier<Spoiler> spoiler) {
    return () -> new Broken(right -> right, spoiler.get());
  }

  private static List<Break> breaks() {
    return List.of(
        Break.of(
            "leases that run out early",
            settings(right -> right.withLease(right.lease().dividedBy(3))),
            "has_a_name_and_the_settings_it_was_made_with",
            "redelivers_a_job_after_its_lease_and_not_before",
            "keeps_a_lease_that_is_renewed"),
        Break.of(
            "leases that never run out",
            settings(right -> right.withLease(Duration.ofDays(1))),
            "redelivers_a_job_after_its_lease_and_not_before",
            "gives_up_a_job_that_kills_its_workers",
            "says_that_a_lease_is_lost",
            "takes_the_first_result_and_no_other"),
        Break.of(
            "more jobs than there is room for",
            settings(right -> right.withCapacity(right.capacity() + 1)),
            "says_when_it_is_full_and_how_full",
            "is_never_fuller_than_full"),
        Break.of(
            "poison that is delivered for ever",
            settings(right -> right.withMaxDeliveries(1_000)),
            "gives_up_after_so_many_deliveries",
            "gives_up_a_job_that_kills_its_workers",
            "revives_a_dead_job"),
        Break.of(
            "results and dead letters that are kept for too long",
            settings(
                right ->
                    right.withKeepFinished(Duration.ofDays(1)).withDead(100, Duration.ofDays(1))),
            "forgets_a_finished_job_after_its_time_and_not_before",
            "forgets_a_dead_letter_after_its_time",
            "keeps_the_latest_dead_letters_only",
            "knows_nothing_of_a_job_it_forgot"),
        Break.of(
            "renewals that are always kept",
            answers(BrokenQueues::keepsEveryLease),
            "says_that_a_lease_is_lost",
            "a_job_that_is_cancelled_while_it_runs_has_no_result"),
        Break.of(
            "waits that are not waited",
            answers(BrokenQueues::doesNotWait),
            "wakes_who_waits_for_a_job",
            "wakes_who_waits_for_a_job_that_must_wait_itself",
            "wakes_who_waits_for_the_job_of_a_dead_worker"),
        Break.of(
            "jobs where there are none",
            answers(BrokenQueues::seesJobsThatAreNotThere),
            "waits_no_longer_than_it_was_told"),
        Break.of(
            "waits that never end",
            answers(BrokenQueues::waitsForEver),
            "completes_every_stage_though_it_is_closed_meanwhile"),
        Break.of(
            "answers after the end",
            answers(BrokenQueues::goesOnWhenClosed),
            "fails_in_the_stage_when_it_is_closed"),
        Break.of(
            "payloads that are cut",
            answers(BrokenQueues::cuts),
            "delivers_every_octet_from_nothing_to_a_mebibyte"),
        Break.of(
            "priorities that are forgotten",
            answers(BrokenQueues::forgetsPriorities),
            "tells_the_worker_about_the_job",
            "tells_of_several_jobs_at_once",
            "measures_depth_and_age",
            "prefers_what_is_urgent_and_starves_nothing"),
        Break.of(
            "the last first", answers(BrokenQueues::reverses), "keeps_the_order_within_a_priority"),
        Break.of(
            "a few at a time",
            answers(BrokenQueues::givesFew),
            "leaves_no_worker_idle_for_the_sake_of_priority",
            "does_many_at_once"),
        Break.of(
            "jobs that two get", answers(BrokenQueues::givesTwice), "gives_one_job_to_one_worker"),
        Break.of(
            "delays that are forgotten",
            answers(BrokenQueues::doesNotDelay),
            "a_delayed_job_waits_for_its_time",
            "tries_again_after_the_delay"),
        Break.of(
            "jobs that nobody put in",
            answers(BrokenQueues::inventsJobs),
            "does_nothing_with_nothing"),
        Break.of(
            "jobs that are given back as if they had failed",
            answers(BrokenQueues::countsReleases),
            "takes_a_job_back_at_once_and_does_not_count_the_delivery"),
        Break.of(
            "failures that are tried again",
            answers(BrokenQueues::triesFailuresAgain),
            "a_failure_is_final"),
        Break.of(
            "results that are lost",
            answers(BrokenQueues::losesResults),
            "loses_nothing_among_16_workers_that_do_as_they_like"),
        Break.of(
            "workers that are forgotten",
            answers(BrokenQueues::forgetsWorkers),
            "keeps_state_and_result_under_the_id"),
        Break.of(
            "cancelling that is only said",
            answers(BrokenQueues::saysItCancelled),
            "is_empty_at_first",
            "a_cancelled_job_never_begins",
            "does_not_cancel_what_is_finished"),
        Break.of(
            "outcomes in another order",
            answers(BrokenQueues::mixesOutcomes),
            "settles_several_at_once_each_for_itself"),
        Break.of(
            "ends that have not come",
            answers(BrokenQueues::tellsTooEarly),
            "tells_who_waits_of_the_end_of_a_job"),
        Break.of(
            "ends that are not told",
            answers(BrokenQueues::tellsOfTheWrongJob),
            "says_at_once_what_has_ended_and_in_time_what_has_not"),
        Break.of(
            "the same page for ever",
            answers(BrokenQueues::turnsNoPages),
            "gives_dead_letters_page_by_page"),
        Break.of("ids that are forgotten", answers(BrokenQueues::forgetsIds), "knows_an_id_it_has"),
        Break.of(
            "arguments that make no sense",
            answers(BrokenQueues::takesAnything),
            "refuses_arguments_out_of_range"));
  }

  static Stream<Arguments> broken() {
    return breaks().stream()
        .flatMap(
            each -> each.tests.stream().map(test -> Arguments.of(test, each.what, each.queues)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("broken")
  void contract_fails_what_is_broken(String test, String what, Supplier<JobQueueContract> queues)
      throws NoSuchMethodException {
    Method method = JobQueueContract.class.getMethod(test);
    assertThatThrownBy(() -> run(method, queues.get())).as(what).isInstanceOf(AssertionError.class);
  }

  private static void run(Method test, JobQueueContract contract) throws Throwable {
    try {
      test.invoke(contract);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Test
  void every_test_of_the_contract_fails_something() {
    assertThat(breaks().stream().flatMap(each -> each.tests.stream()).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(JobQueueContract.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .toList());
  }
}
