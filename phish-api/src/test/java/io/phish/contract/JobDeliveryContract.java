package io.phish.contract;

import static io.phish.contract.JobQueueChecks.await;
import static io.phish.contract.JobQueueChecks.enqueue;
import static io.phish.contract.JobQueueChecks.find;
import static io.phish.contract.JobQueueChecks.ids;
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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.phish.spi.CancelOutcome;
import io.phish.spi.EnqueueOutcome;
import io.phish.spi.Job;
import io.phish.spi.JobLease;
import io.phish.spi.JobQueueStatistics;
import io.phish.spi.JobState;
import io.phish.spi.JobStatus;
import io.phish.spi.LeasedJobs;
import io.phish.spi.NewJob;
import io.phish.spi.Renewal;
import io.phish.spi.SettleOutcome.Settled;
import io.phish.spi.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What holds of how jobs reach those who do them. A part of {@link JobQueueContract}. */
@NullMarked
public interface JobDeliveryContract extends JobQueueFixture {

  @Test
  default void has_a_name_and_the_settings_it_was_made_with() throws Exception {
    test(
        patient(),
        queue -> {
          assertFalse(queue.name().isBlank());
          assertEquals(patient(), queue.settings());
        });
  }

  @Test
  default void is_empty_at_first() throws Exception {
    test(
        patient(),
        queue -> {
          assertEquals(List.of(), take(queue, 10));
          assertEquals(Optional.empty(), await(queue.status("job")));
          assertEquals(List.of(), await(queue.deadLetters(10)));
          assertEquals(CancelOutcome.UNKNOWN, await(queue.cancel("job")));
          assertFalse(await(queue.revive("job")));
          JobQueueStatistics statistics = await(queue.statistics());
          assertEquals(0, statistics.depth());
          assertEquals(0, statistics.dead());
          assertEquals(NewJob.PRIORITIES, statistics.priorities().size());
        });
  }

  @Test
  default void delivers_every_octet_from_nothing_to_a_mebibyte() throws Exception {
    test(
        patient(),
        queue -> {
          int[] lengths = {0, 1, 256, 65_535, 65_536, 1 << 20};
          Map<String, byte[]> payloads = new HashMap<>();
          for (int length : lengths) {
            byte[] payload = new byte[length];
            new SplittableRandom(length).nextBytes(payload);
            payloads.put("job-" + length, payload);
            enqueue(queue, job("job-" + length).withPayload(payload));
          }
          for (JobLease lease : take(queue, 10)) {
            Job job = lease.job();
            assertArrayEquals(payloads.remove(job.id()), job.payload(), job.id());
            byte[] result = job.payload();
            await(queue.settle(new Settlement.Success(lease, result)));
            assertArrayEquals(result, result(queue, job.id()), job.id());
          }
          assertEquals(Set.of(), payloads.keySet());
        });
  }

  @Test
  default void tells_the_worker_about_the_job() throws Exception {
    test(
        patient(),
        queue -> {
          enqueue(queue, job("a.b_c:1@x+y").withPriority(2));
          JobLease lease = leaseOne(queue);
          Job job = lease.job();
          assertEquals("worker", lease.worker());
          assertEquals("a.b_c:1@x+y", job.id());
          assertEquals(2, job.priority());
          assertEquals(1, job.attempt());
          JobStatus status = status(queue, job.id());
          assertEquals(status.enqueuedAt(), job.enqueuedAt());
          assertEquals(status.notBefore(), job.notBefore());
          assertFalse(job.notBefore().isBefore(job.enqueuedAt()));
        });
  }

  @Test
  default void keeps_the_order_within_a_priority() throws Exception {
    test(
        patient(),
        queue -> {
          List<String> ids = IntStream.range(0, 50).mapToObj(i -> "job-" + i).toList();
          for (String id : ids.subList(0, 25)) {
            enqueue(queue, job(id));
          }
          await(queue.enqueueAll(ids.subList(25, 50).stream().map(id -> job(id).build()).toList()));
          List<String> delivered = new ArrayList<>(ids(take(queue, 7)));
          delivered.addAll(ids(take(queue, 100)));
          assertEquals(ids, delivered);
        });
  }

  @Test
  default void prefers_what_is_urgent_and_starves_nothing() throws Exception {
    test(
        patient(),
        queue -> {
          for (int priority = NewJob.PRIORITIES; priority >= 1; priority--) {
            List<NewJob> jobs = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
              jobs.add(job("p" + priority + "-" + i).withPriority(priority).build());
            }
            await(queue.enqueueAll(jobs));
          }
          Map<Integer, Integer> sinceLast = new HashMap<>();
          int[] counts = new int[NewJob.PRIORITIES + 1];
          int deliveries = 0;
          while (deliveries < 186) {
            int max = 1 + deliveries % 5;
            for (JobLease lease : take(queue, max)) {
              int delivered = lease.job().priority();
              deliveries++;
              counts[delivered]++;
              for (int priority = 1; priority <= NewJob.PRIORITIES; priority++) {
                int waited = sinceLast.merge(priority, 1, Integer::sum);
                // Within one call the order is free: up to four more may be before it.
                int bound = (1 << priority) + 4;
                assertTrue(
                    waited < bound || priority == delivered,
                    () -> "priority " + lease.job() + " made another wait " + waited);
              }
              sinceLast.put(delivered, 0);
            }
          }
          // 16 : 8 : 4 : 2 : 1, to a delivery or two.
          for (int priority = 1; priority < NewJob.PRIORITIES; priority++) {
            int more = counts[priority];
            int less = counts[priority + 1];
            assertTrue(
                more >= 2 * less - 3 && more <= 2 * less + 3,
                () -> "deliveries " + Arrays.toString(counts));
          }
        });
  }

  @Test
  default void leaves_no_worker_idle_for_the_sake_of_priority() throws Exception {
    test(
        patient(),
        queue -> {
          for (int i = 0; i < 20; i++) {
            enqueue(queue, job("job-" + i).withPriority(5));
          }
          assertEquals(20, take(queue, 20).size());
        });
  }

  @Test
  default void gives_one_job_to_one_worker() throws Exception {
    test(
        patient(),
        queue -> {
          int jobs = 400;
          List<NewJob> added = new ArrayList<>();
          for (int i = 0; i < jobs; i++) {
            added.add(job("job-" + i).withPriority(1 + i % 5).build());
          }
          await(queue.enqueueAll(added));
          Map<String, Integer> deliveries = new ConcurrentHashMap<>();
          onThreads(
              16,
              () -> {
                List<JobLease> leases = take(queue, 3);
                while (!leases.isEmpty()) {
                  leases.forEach(lease -> deliveries.merge(lease.job().id(), 1, Integer::sum));
                  leases = take(queue, 3);
                }
              });
          assertEquals(jobs, deliveries.size(), "jobs delivered");
          assertEquals(Set.of(1), Set.copyOf(deliveries.values()), "deliveries of each");
        });
  }

  @Test
  default void a_delayed_job_waits_for_its_time() throws Exception {
    test(
        patient(),
        queue -> {
          enqueue(queue, job("second").withDelay(lease().dividedBy(2)));
          enqueue(queue, job("first").withDelay(Duration.ofMillis(1)));
          enqueue(queue, job("far").withDelay(Duration.ofDays(365)));
          assertEquals(JobState.QUEUED, status(queue, "second").state());
          pass(lease());
          assertEquals(List.of("first", "second"), ids(take(queue, 10)));
        });
  }

  @Test
  default void wakes_who_waits_for_a_job() throws Exception {
    test(
        patient(),
        queue -> {
          // A wake-up that is missed between asking and waiting would show in one of many rounds.
          for (int i = 0; i < 50; i++) {
            CompletableFuture<LeasedJobs> waiting =
                queue.lease("worker", 1, Duration.ofMinutes(5)).toCompletableFuture();
            enqueue(queue, job("job-" + i).withPriority(1 + i % 5));
            JobLease lease = only(await(waiting));
            assertEquals("job-" + i, lease.job().id());
            await(queue.settle(new Settlement.Success(lease, octets("x"))));
          }
        });
  }

  @Test
  default void wakes_who_waits_for_a_job_that_must_wait_itself() throws Exception {
    test(
        patient(),
        queue -> {
          CompletableFuture<LeasedJobs> waiting =
              queue.lease("worker", 1, Duration.ofMinutes(5)).toCompletableFuture();
          enqueue(queue, job("job").withDelay(lease()));
          pass(lease());
          assertEquals("job", only(await(waiting)).job().id());
        });
  }

  @Test
  default void waits_no_longer_than_it_was_told() throws Exception {
    test(
        patient(),
        queue -> {
          LeasedJobs none = await(queue.lease("worker", 1, Duration.ofMillis(50)));
          assertEquals(List.of(), none.leases());
          assertEquals(0, none.waiting());
        });
  }

  @Test
  default void does_many_at_once() throws Exception {
    test(
        patient(),
        queue -> {
          int count = 1_500;
          List<NewJob> jobs = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            jobs.add(job("job-" + i).withPayload(octets("payload " + i)).build());
          }
          List<EnqueueOutcome> enqueued = await(queue.enqueueAll(jobs));
          for (int i = 0; i < count; i++) {
            assertEquals(new EnqueueOutcome.Enqueued("job-" + i), enqueued.get(i));
          }
          List<JobLease> leases = new ArrayList<>(take(queue, 1_000));
          assertEquals(1_000, leases.size());
          leases.addAll(take(queue, 1_000));
          assertEquals(
              Collections.nCopies(count, Renewal.KEPT), await(queue.renew(leases)), "renewals");
          List<Settlement> settlements = new ArrayList<>();
          for (JobLease lease : leases) {
            settlements.add(new Settlement.Success(lease, lease.job().payload()));
          }
          assertEquals(
              Collections.nCopies(count, new Settled(JobState.SUCCEEDED)),
              await(queue.settleAll(settlements)));
          Map<String, JobStatus> statuses =
              await(queue.statuses(jobs.stream().map(NewJob::id).toList()));
          for (int i = 0; i < count; i++) {
            assertArrayEquals(
                octets("payload " + i), find(statuses, "job-" + i).output().orElseThrow());
          }
        });
  }

  @Test
  default void does_nothing_with_nothing() throws Exception {
    test(
        patient(),
        queue -> {
          assertEquals(List.of(), await(queue.enqueueAll(List.of())));
          assertEquals(List.of(), await(queue.renew(List.of())));
          assertEquals(List.of(), await(queue.settleAll(List.of())));
          assertEquals(Map.of(), await(queue.statuses(List.of())));
        });
  }
}
