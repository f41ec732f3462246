package io.phish.contract;

import static io.phish.contract.JobQueueChecks.await;
import static io.phish.contract.JobQueueChecks.enqueue;
import static io.phish.contract.JobQueueChecks.find;
import static io.phish.contract.JobQueueChecks.ids;
import static io.phish.contract.JobQueueChecks.job;
import static io.phish.contract.JobQueueChecks.leaseOne;
import static io.phish.contract.JobQueueChecks.octets;
import static io.phish.contract.JobQueueChecks.result;
import static io.phish.contract.JobQueueChecks.status;
import static io.phish.contract.JobQueueChecks.take;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.phish.spi.CancelOutcome;
import io.phish.spi.JobLease;
import io.phish.spi.JobState;
import io.phish.spi.JobStatus;
import io.phish.spi.Renewal;
import io.phish.spi.SettleOutcome;
import io.phish.spi.SettleOutcome.Settled;
import io.phish.spi.SettleOutcome.Superseded;
import io.phish.spi.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * What holds of how jobs end, and of what is known of them then. A part of {@link
 * JobQueueContract}.
 */
@NullMarked
public interface JobOutcomeContract extends JobQueueFixture {

  @Test
  default void keeps_state_and_result_under_the_id() throws Exception {
    test(
        patient(),
        queue -> {
          enqueue(queue, job("job"));
          JobStatus queued = status(queue, "job");
          assertEquals(JobState.QUEUED, queued.state());
          assertEquals(0, queued.attempts());
          assertNull(queued.worker());
          assertNull(queued.finishedAt());

          JobLease lease = leaseOne(queue);
          JobStatus running = status(queue, "job");
          assertEquals(JobState.RUNNING, running.state());
          assertEquals("worker", running.worker());
          assertEquals(1, running.attempts());
          assertEquals(Optional.empty(), running.output());

          assertEquals(
              new Settled(JobState.SUCCEEDED),
              await(queue.settle(new Settlement.Success(lease, octets("done")))));
          JobStatus done = status(queue, "job");
          assertEquals(JobState.SUCCEEDED, done.state());
          assertArrayEquals(octets("done"), done.output().orElseThrow());
          assertNotNull(done.finishedAt());
          assertNull(done.cause());
          assertEquals(0, await(queue.statistics()).depth());
        });
  }

  @Test
  default void tells_of_several_jobs_at_once() throws Exception {
    test(
        patient(),
        queue -> {
          enqueue(queue, job("a"));
          enqueue(queue, job("b").withPriority(4));
          Map<String, JobStatus> statuses = await(queue.statuses(List.of("a", "b", "c", "a")));
          assertEquals(Set.of("a", "b"), statuses.keySet());
          assertEquals(3, find(statuses, "a").priority());
          assertEquals(4, find(statuses, "b").priority());
        });
  }

  @Test
  default void tries_again_after_the_delay() throws Exception {
    test(
        patient(),
        queue -> {
          enqueue(queue, job("job"));
          assertEquals(
              new Settled(JobState.QUEUED),
              await(queue.settle(new Settlement.Retry(leaseOne(queue), "busy", lease()))));
          JobStatus status = status(queue, "job");
          assertEquals(JobState.QUEUED, status.state());
          assertEquals("busy", status.cause());
          assertTrue(status.notBefore().isAfter(status.enqueuedAt()));
          assertEquals(1, await(queue.statistics()).delayed());
          assertEquals(List.of(), take(queue, 10), "before its time");
          pass(lease().plusMillis(20));
          JobLease second = leaseOne(queue);
          assertEquals(2, second.job().attempt());
          assertEquals(status.notBefore(), second.job().notBefore());
          assertEquals(0, await(queue.statistics()).delayed());
        });
  }

  @Test
  default void gives_up_after_so_many_deliveries() throws Exception {
    test(
        patient().withMaxDeliveries(3),
        queue -> {
          enqueue(queue, job("poison").withPriority(2));
          for (int attempt = 1; attempt <= 3; attempt++) {
            JobLease lease = leaseOne(queue);
            assertEquals(attempt, lease.job().attempt());
            assertEquals(
                new Settled(attempt < 3 ? JobState.QUEUED : JobState.DEAD),
                await(queue.settle(new Settlement.Retry(lease, "no " + attempt, Duration.ZERO))));
          }
          assertEquals(List.of(), take(queue, 10));
          JobStatus dead = status(queue, "poison");
          assertEquals(JobState.DEAD, dead.state());
          assertEquals("no 3", dead.cause());
          assertEquals(3, dead.attempts());
          assertNotNull(dead.finishedAt());
          assertEquals(
              List.of("poison"), await(queue.deadLetters(10)).stream().map(JobStatus::id).toList());
          assertEquals(1, await(queue.statistics()).dead());
          assertEquals(0, await(queue.statistics()).depth());
        });
  }

  @Test
  default void revives_a_dead_job() throws Exception {
    test(
        patient().withMaxDeliveries(1),
        queue -> {
          enqueue(queue, job("job").withPriority(4));
          JobLease first = leaseOne(queue);
          await(queue.settle(new Settlement.Retry(first, "no", Duration.ZERO)));
          assertTrue(await(queue.revive("job")));
          assertEquals(List.of(), await(queue.deadLetters(10)));
          assertFalse(await(queue.revive("job")), "revived what is alive");
          JobLease second = leaseOne(queue);
          assertEquals(1, second.job().attempt());
          assertEquals(4, second.job().priority());
          assertArrayEquals(octets("payload"), second.job().payload());
          // The first worker's word counts for nothing, though both had attempt 1.
          assertEquals(
              new Superseded(JobState.RUNNING),
              await(queue.settle(new Settlement.Failure(first, "no"))));
          assertEquals(
              new Settled(JobState.SUCCEEDED),
              await(queue.settle(new Settlement.Success(second, octets("x")))));
        });
  }

  @Test
  default void keeps_the_latest_dead_letters_only() throws Exception {
    test(
        patient().withMaxDeliveries(1).withDead(3, Duration.ofDays(1)),
        queue -> {
          for (int i = 0; i < 5; i++) {
            enqueue(queue, job("job-" + i));
            await(queue.settle(new Settlement.Retry(leaseOne(queue), "no", Duration.ZERO)));
          }
          assertEquals(
              List.of("job-4", "job-3", "job-2"),
              await(queue.deadLetters(10)).stream().map(JobStatus::id).toList());
          assertEquals(
              List.of("job-4"), await(queue.deadLetters(1)).stream().map(JobStatus::id).toList());
          assertEquals(3, await(queue.statistics()).dead());
        });
  }

  @Test
  default void a_failure_is_final() throws Exception {
    test(
        patient(),
        queue -> {
          enqueue(queue, job("job"));
          String cause = "x".repeat(2 * Settlement.MAX_CAUSE);
          assertEquals(
              new Settled(JobState.FAILED),
              await(queue.settle(new Settlement.Failure(leaseOne(queue), cause))));
          JobStatus status = status(queue, "job");
          assertEquals(JobState.FAILED, status.state());
          assertEquals("x".repeat(Settlement.MAX_CAUSE), status.cause());
          assertEquals(List.of(), take(queue, 10));
          assertEquals(List.of(), await(queue.deadLetters(10)));
        });
  }

  @Test
  default void a_cancelled_job_never_begins() throws Exception {
    test(
        patient(),
        queue -> {
          enqueue(queue, job("a"));
          enqueue(queue, job("b"));
          enqueue(queue, job("later").withDelay(lease()));
          assertEquals(CancelOutcome.WAS_QUEUED, await(queue.cancel("a")));
          assertEquals(CancelOutcome.WAS_QUEUED, await(queue.cancel("later")));
          assertEquals(List.of("b"), ids(take(queue, 10)));
          pass(lease().plusMillis(20));
          assertEquals(List.of(), take(queue, 10));
          assertEquals(JobState.CANCELLED, status(queue, "a").state());
          assertEquals(CancelOutcome.WAS_FINISHED, await(queue.cancel("a")));
          assertEquals(1, await(queue.statistics()).depth());
        });
  }

  @Test
  default void a_job_that_is_cancelled_while_it_runs_has_no_result() throws Exception {
    test(
        patient(),
        queue -> {
          enqueue(queue, job("job"));
          JobLease lease = leaseOne(queue);
          assertEquals(CancelOutcome.WAS_RUNNING, await(queue.cancel("job")));
          assertEquals(List.of(Renewal.CANCELLED), await(queue.renew(List.of(lease))));
          assertEquals(
              new Superseded(JobState.CANCELLED),
              await(queue.settle(new Settlement.Success(lease, octets("x")))));
          assertEquals(Optional.empty(), status(queue, "job").output());
          assertEquals(0, await(queue.statistics()).depth());
        });
  }

  @Test
  default void does_not_cancel_what_is_finished() throws Exception {
    test(
        patient(),
        queue -> {
          enqueue(queue, job("job"));
          await(queue.settle(new Settlement.Success(leaseOne(queue), octets("x"))));
          assertEquals(CancelOutcome.WAS_FINISHED, await(queue.cancel("job")));
          assertEquals(JobState.SUCCEEDED, status(queue, "job").state());
        });
  }

  @Test
  default void settles_several_at_once_each_for_itself() throws Exception {
    test(
        patient().withMaxDeliveries(1),
        queue -> {
          for (String id : List.of("a", "b", "c", "d")) {
            enqueue(queue, job(id));
          }
          List<JobLease> leases = take(queue, 10);
          assertEquals(
              List.of(
                  new Settled(JobState.SUCCEEDED),
                  new Settled(JobState.FAILED),
                  new Settled(JobState.DEAD),
                  new Settled(JobState.QUEUED),
                  new Superseded(JobState.SUCCEEDED)),
              await(
                  queue.settleAll(
                      List.of(
                          new Settlement.Success(leases.get(0), octets("a")),
                          new Settlement.Failure(leases.get(1), "b"),
                          new Settlement.Retry(leases.get(2), "c", Duration.ZERO),
                          new Settlement.Release(leases.get(3)),
                          new Settlement.Success(leases.get(0), octets("again"))))));
          assertArrayEquals(octets("a"), result(queue, "a"));
          assertEquals("b", status(queue, "b").cause());
          assertEquals("c", status(queue, "c").cause());
          assertEquals(List.of("d"), ids(take(queue, 10)));
        });
  }

  @Test
  default void forgets_a_finished_job_after_its_time_and_not_before() throws Exception {
    test(
        patient().withKeepFinished(lease()),
        queue -> {
          enqueue(queue, job("job"));
          await(queue.settle(new Settlement.Success(leaseOne(queue), octets("x"))));
          enqueue(queue, job("waits"));
          assertArrayEquals(octets("x"), result(queue, "job"));
          pass(lease().plusMillis(20));
          assertEquals(Optional.empty(), await(queue.status("job")));
          assertEquals(JobState.QUEUED, status(queue, "waits").state());
          enqueue(queue, job("job"));
        });
  }

  @Test
  default void forgets_a_dead_letter_after_its_time() throws Exception {
    test(
        patient().withMaxDeliveries(1).withDead(10, lease()),
        queue -> {
          enqueue(queue, job("job"));
          await(queue.settle(new Settlement.Retry(leaseOne(queue), "no", Duration.ZERO)));
          assertEquals(1, await(queue.deadLetters(10)).size());
          pass(lease().plusMillis(20));
          assertEquals(List.of(), await(queue.deadLetters(10)));
          assertEquals(0, await(queue.statistics()).dead());
          assertFalse(await(queue.revive("job")));
        });
  }

  @Test
  default void knows_nothing_of_a_job_it_forgot() throws Exception {
    test(
        patient().withKeepFinished(lease()),
        queue -> {
          enqueue(queue, job("job"));
          JobLease lease = leaseOne(queue);
          await(queue.settle(new Settlement.Success(lease, octets("x"))));
          pass(lease().plusMillis(20));
          assertEquals(
              new SettleOutcome.Unknown(),
              await(queue.settle(new Settlement.Success(lease, octets("x")))));
          assertEquals(List.of(Renewal.LOST), await(queue.renew(List.of(lease))));
        });
  }

  @Test
  default void tells_who_waits_of_the_end_of_a_job() throws Exception {
    test(
        patient().withMaxDeliveries(1),
        queue -> {
          // A notice that is missed between asking and waiting would show in one of many rounds.
          for (int i = 0; i < 20; i++) {
            String id = "job-" + i;
            enqueue(queue, job(id));
            JobLease lease = leaseOne(queue);
            CompletionStage<Optional<JobStatus>> first =
                queue.awaitFinished(id, Duration.ofMinutes(5));
            CompletionStage<Optional<JobStatus>> second =
                queue.awaitFinished(id, Duration.ofMinutes(5));
            assertFalse(first.toCompletableFuture().isDone(), "the job has not ended");
            await(queue.settle(new Settlement.Success(lease, octets("result " + i))));
            assertArrayEquals(
                octets("result " + i), await(first).orElseThrow().output().orElseThrow());
            assertEquals(JobState.SUCCEEDED, await(second).orElseThrow().state());
          }
          enqueue(queue, job("poison"));
          CompletionStage<Optional<JobStatus>> dead =
              queue.awaitFinished("poison", Duration.ofMinutes(5));
          await(queue.settle(new Settlement.Retry(leaseOne(queue), "no", Duration.ZERO)));
          assertEquals(JobState.DEAD, await(dead).orElseThrow().state());
          enqueue(queue, job("unwanted"));
          CompletionStage<Optional<JobStatus>> cancelled =
              queue.awaitFinished("unwanted", Duration.ofMinutes(5));
          await(queue.cancel("unwanted"));
          assertEquals(JobState.CANCELLED, await(cancelled).orElseThrow().state());
        });
  }

  @Test
  default void says_at_once_what_has_ended_and_in_time_what_has_not() throws Exception {
    test(
        patient(),
        queue -> {
          assertEquals(
              Optional.empty(), await(queue.awaitFinished("unknown", Duration.ofMinutes(5))));
          enqueue(queue, job("done"));
          await(queue.settle(new Settlement.Success(leaseOne(queue), octets("x"))));
          assertEquals(
              JobState.SUCCEEDED,
              await(queue.awaitFinished("done", Duration.ofMinutes(5))).orElseThrow().state());
          enqueue(queue, job("waits"));
          assertEquals(
              JobState.QUEUED,
              await(queue.awaitFinished("waits", Duration.ofMillis(20))).orElseThrow().state());
        });
  }

  @Test
  default void gives_dead_letters_page_by_page() throws Exception {
    test(
        patient().withMaxDeliveries(1),
        queue -> {
          for (int i = 0; i < 7; i++) {
            enqueue(queue, job("job-" + i));
            await(queue.settle(new Settlement.Retry(leaseOne(queue), "no", Duration.ZERO)));
          }
          List<String> found = new ArrayList<>();
          for (int skip = 0; skip < 9; skip += 3) {
            List<JobStatus> page = await(queue.deadLetters(skip, 3));
            assertEquals(Math.min(3, 7 - skip), page.size());
            page.forEach(letter -> found.add(letter.id()));
          }
          assertEquals(
              List.of("job-6", "job-5", "job-4", "job-3", "job-2", "job-1", "job-0"), found);
          assertEquals(List.of(), await(queue.deadLetters(7, 3)));
        });
  }
}
