package io.phish.contract;

import static io.phish.contract.JobQueueChecks.await;
import static io.phish.contract.JobQueueChecks.enqueue;
import static io.phish.contract.JobQueueChecks.job;
import static io.phish.contract.JobQueueChecks.leaseOne;
import static io.phish.contract.JobQueueChecks.octets;
import static io.phish.contract.JobQueueChecks.onThreads;
import static io.phish.contract.JobQueueChecks.only;
import static io.phish.contract.JobQueueChecks.result;
import static io.phish.contract.JobQueueChecks.status;
import static io.phish.contract.JobQueueChecks.take;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.phish.spi.JobLease;
import io.phish.spi.JobQueue;
import io.phish.spi.JobState;
import io.phish.spi.JobStatus;
import io.phish.spi.LeasedJobs;
import io.phish.spi.Renewal;
import io.phish.spi.SettleOutcome.Settled;
import io.phish.spi.SettleOutcome.Superseded;
import io.phish.spi.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * What holds of leases, and of what becomes of jobs whose workers die. A part of {@link
 * JobQueueContract}.
 */
@NullMarked
public interface JobLeaseContract extends JobQueueFixture {

  @Test
  default void redelivers_a_job_after_its_lease_and_not_before() throws Exception {
    test(
        impatient(),
        queue -> {
          enqueue(queue, job("job"));
          leaseOne(queue);
          pass(lease().dividedBy(2));
          assertEquals(List.of(), take(queue, 10));
          pass(lease().dividedBy(2).plusMillis(20));
          JobLease second = leaseOne(queue);
          assertEquals("job", second.job().id());
          assertArrayEquals(octets("payload"), second.job().payload());
          assertEquals(2, second.job().attempt());
          assertEquals(List.of(), take(queue, 10));
        });
  }

  @Test
  default void keeps_a_lease_that_is_renewed() throws Exception {
    test(
        impatient(),
        queue -> {
          enqueue(queue, job("job"));
          JobLease lease = leaseOne(queue);
          for (int i = 0; i < 4; i++) {
            pass(lease().multipliedBy(3).dividedBy(5));
            assertEquals(List.of(Renewal.KEPT), await(queue.renew(List.of(lease))));
            assertEquals(List.of(), take(queue, 10), "delivered though renewed");
          }
          assertEquals(1, status(queue, "job").attempts());
          assertEquals(
              new Settled(JobState.SUCCEEDED),
              await(queue.settle(new Settlement.Success(lease, octets("late")))));
        });
  }

  @Test
  default void says_that_a_lease_is_lost() throws Exception {
    test(
        impatient(),
        queue -> {
          enqueue(queue, job("job"));
          JobLease first = leaseOne(queue);
          pass(lease().plusMillis(20));
          JobLease second = leaseOne(queue);
          assertEquals(
              List.of(Renewal.LOST, Renewal.KEPT), await(queue.renew(List.of(first, second))));
          assertEquals(
              new Superseded(JobState.RUNNING),
              await(queue.settle(new Settlement.Retry(first, "slow", Duration.ZERO))));
          assertEquals(
              new Superseded(JobState.RUNNING),
              await(queue.settle(new Settlement.Failure(first, "slow"))));
          assertEquals(
              new Superseded(JobState.RUNNING), await(queue.settle(new Settlement.Release(first))));
          await(queue.settle(new Settlement.Success(second, octets("second"))));
          assertEquals(List.of(Renewal.LOST), await(queue.renew(List.of(second))));
        });
  }

  @Test
  default void takes_the_first_result_and_no_other() throws Exception {
    test(
        impatient(),
        queue -> {
          enqueue(queue, job("job"));
          JobLease first = leaseOne(queue);
          pass(lease().plusMillis(20));
          JobLease second = leaseOne(queue);
          assertEquals(
              new Settled(JobState.SUCCEEDED),
              await(queue.settle(new Settlement.Success(first, octets("first")))));
          assertEquals(
              new Superseded(JobState.SUCCEEDED),
              await(queue.settle(new Settlement.Success(second, octets("second")))));
          assertEquals(
              new Superseded(JobState.SUCCEEDED),
              await(queue.settle(new Settlement.Failure(second, "no"))));
          assertArrayEquals(octets("first"), result(queue, "job"));
          assertEquals(List.of(), take(queue, 10));
          assertEquals(0, await(queue.statistics()).depth());
        });
  }

  @Test
  default void gives_up_a_job_that_kills_its_workers() throws Exception {
    test(
        impatient().withMaxDeliveries(2),
        queue -> {
          enqueue(queue, job("killer"));
          leaseOne(queue);
          pass(lease().plusMillis(20));
          leaseOne(queue);
          pass(lease().plusMillis(20));
          assertEquals(List.of(), take(queue, 10));
          JobStatus dead = status(queue, "killer");
          assertEquals(JobState.DEAD, dead.state());
          assertNotNull(dead.cause());
          assertTrue(dead.cause().contains("worker"), dead.cause());
          assertEquals(1, await(queue.deadLetters(10)).size());
        });
  }

  @Test
  default void wakes_who_waits_for_the_job_of_a_dead_worker() throws Exception {
    test(
        impatient(),
        queue -> {
          enqueue(queue, job("job"));
          leaseOne(queue);
          CompletableFuture<LeasedJobs> waiting =
              queue.lease("worker", 1, Duration.ofMinutes(5)).toCompletableFuture();
          pass(lease());
          assertEquals(2, only(await(waiting)).job().attempt());
        });
  }

  @Test
  default void takes_a_job_back_at_once_and_does_not_count_the_delivery() throws Exception {
    test(
        patient().withMaxDeliveries(1),
        queue -> {
          enqueue(queue, job("job"));
          for (int i = 0; i < 3; i++) {
            JobLease lease = leaseOne(queue);
            assertEquals(1, lease.job().attempt());
            assertEquals(
                new Settled(JobState.QUEUED), await(queue.settle(new Settlement.Release(lease))));
          }
          assertEquals(0, status(queue, "job").attempts());
        });
  }

  @Test
  default void loses_nothing_among_16_workers_that_do_as_they_like() throws Exception {
    int jobs = 600;
    test(
        patient().withMaxDeliveries(1_000),
        queue -> {
          AtomicInteger seeds = new AtomicInteger();
          AtomicInteger left = new AtomicInteger(jobs);
          for (int i = 0; i < jobs; i++) {
            enqueue(queue, job("job-" + i).withPriority(1 + i % 5));
          }
          onThreads(
              16,
              () -> {
                SplittableRandom random = new SplittableRandom(seeds.getAndIncrement());
                while (left.get() > 0) {
                  for (JobLease lease : take(queue, 1 + random.nextInt(8))) {
                    left.addAndGet(-settleSomehow(queue, lease, random));
                  }
                }
              });
          assertEquals(0, left.get(), "finished more than once");
          assertEquals(0, await(queue.statistics()).depth());
          for (int i = 0; i < jobs; i++) {
            assertArrayEquals(octets("result of job-" + i), result(queue, "job-" + i));
          }
        });
  }

  /** How many jobs it finished. */
  private static int settleSomehow(JobQueue queue, JobLease lease, SplittableRandom random)
      throws Exception {
    Settlement settlement =
        switch (random.nextInt(4)) {
          case 0 -> new Settlement.Retry(lease, "again", Duration.ZERO);
          case 1 -> new Settlement.Release(lease);
          default -> new Settlement.Success(lease, octets("result of " + lease.job().id()));
        };
    boolean finishes = settlement instanceof Settlement.Success;
    JobState state = finishes ? JobState.SUCCEEDED : JobState.QUEUED;
    assertEquals(new Settled(state), await(queue.settle(settlement)));
    return finishes ? 1 : 0;
  }
}
