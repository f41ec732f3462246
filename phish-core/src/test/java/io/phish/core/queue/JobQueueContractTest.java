package io.phish.core.queue;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.contract.CacheStoreContract.ManualClock;
import io.phish.contract.JobQueueContract;
import io.phish.spi.JobQueue;
import io.phish.spi.JobQueueSettings;
import io.phish.spi.Renewal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** That the contract finds queues out that do not keep it. */
class JobQueueContractTest {

  /** What a spoilt queue does instead of a call; null if that is as it should be. */
  @FunctionalInterface
  private interface Spoiler {
    @Nullable Object instead(Method method, Object[] args);
  }

  /** By queues in memory with other settings than they should have, and other answers. */
  private static JobQueueContract contract(
      UnaryOperator<JobQueueSettings> settings, Spoiler spoiler) {
    ManualClock clock = new ManualClock(Instant.parse("2026-11-20T10:15:30Z"));
    return new JobQueueContract() {
      @Override
      public JobQueue create(JobQueueSettings right) {
        return spoilt(new MemoryJobQueue("memory", settings.apply(right), clock), spoiler);
      }

      @Override
      public void pass(Duration time) {
        clock.advance(time);
      }
    };
  }

  private static JobQueue spoilt(JobQueue queue, Spoiler spoiler) {
    return (JobQueue)
        Proxy.newProxyInstance(
            JobQueueContractTest.class.getClassLoader(),
            new Class<?>[] {JobQueue.class},
            (proxy, method, args) -> {
              Object[] given = args == null ? new Object[0] : args;
              Object instead = spoiler.instead(method, given);
              if (instead != null) {
                return instead;
              }
              try {
                return method.invoke(queue, given);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static JobQueueContract with(UnaryOperator<JobQueueSettings> settings) {
    return contract(settings, (method, args) -> null);
  }

  private static void assertFound(ThrowingCallable test) {
    assertThatThrownBy(test).isInstanceOf(AssertionError.class);
  }

  @Test
  void leases_that_run_out_early() {
    JobQueueContract contract = with(right -> right.withLease(right.lease().dividedBy(3)));
    assertFound(contract::redelivers_a_job_after_its_lease_and_not_before);
    assertFound(contract::keeps_a_lease_that_is_renewed);
    assertFound(contract::has_a_name_and_the_settings_it_was_made_with);
  }

  @Test
  void leases_that_never_run_out() {
    JobQueueContract contract = with(right -> right.withLease(Duration.ofDays(1)));
    assertFound(contract::redelivers_a_job_after_its_lease_and_not_before);
    assertFound(contract::gives_up_a_job_that_kills_its_workers);
    assertFound(contract::says_that_a_lease_is_lost);
    assertFound(contract::takes_the_first_result_and_no_other);
  }

  @Test
  void more_jobs_than_there_is_room_for() {
    JobQueueContract contract = with(right -> right.withCapacity(right.capacity() + 1));
    assertFound(contract::says_when_it_is_full_and_how_full);
    assertFound(contract::is_never_fuller_than_full);
  }

  @Test
  void poison_that_is_delivered_for_ever() {
    JobQueueContract contract = with(right -> right.withMaxDeliveries(1_000));
    assertFound(contract::gives_up_after_so_many_deliveries);
    assertFound(contract::gives_up_a_job_that_kills_its_workers);
    assertFound(contract::revives_a_dead_job);
  }

  @Test
  void results_and_dead_letters_that_are_kept_for_too_long() {
    JobQueueContract contract =
        with(right -> right.withKeepFinished(Duration.ofDays(1)).withDead(100, Duration.ofDays(1)));
    assertFound(contract::forgets_a_finished_job_after_its_time_and_not_before);
    assertFound(contract::forgets_a_dead_letter_after_its_time);
    assertFound(contract::keeps_the_latest_dead_letters_only);
    assertFound(contract::knows_nothing_of_a_job_it_forgot);
  }

  @Test
  void renewals_that_are_always_kept() {
    JobQueueContract contract =
        contract(
            right -> right,
            (method, args) ->
                method.getName().equals("renew")
                    ? CompletableFuture.completedFuture(
                        Collections.nCopies(((List<?>) args[0]).size(), Renewal.KEPT))
                    : null);
    assertFound(contract::says_that_a_lease_is_lost);
    assertFound(contract::a_job_that_is_cancelled_while_it_runs_has_no_result);
    assertFound(contract::keeps_a_lease_that_is_renewed);
  }

  @Test
  void waits_that_are_not_waited() {
    JobQueueContract contract =
        contract(
            right -> right,
            (method, args) -> {
              if (method.getName().equals("lease")) {
                args[2] = Duration.ZERO;
              }
              return null;
            });
    assertThatThrownBy(contract::wakes_who_waits_for_a_job).isInstanceOf(Throwable.class);
    assertThatThrownBy(contract::wakes_who_waits_for_the_job_of_a_dead_worker)
        .isInstanceOf(Throwable.class);
  }
}
