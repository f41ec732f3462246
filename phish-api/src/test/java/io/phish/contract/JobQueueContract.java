package io.phish.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.phish.spi.CancelOutcome;
import io.phish.spi.EnqueueOutcome;
import io.phish.spi.Job;
import io.phish.spi.JobLease;
import io.phish.spi.JobQueue;
import io.phish.spi.JobQueueSettings;
import io.phish.spi.JobQueueStatistics;
import io.phish.spi.JobState;
import io.phish.spi.JobStatus;
import io.phish.spi.LeasedJobs;
import io.phish.spi.NewJob;
import io.phish.spi.Renewal;
import io.phish.spi.SettleOutcome;
import io.phish.spi.SettleOutcome.Settled;
import io.phish.spi.SettleOutcome.Superseded;
import io.phish.spi.Settlement;
import java.nio.charset.StandardCharsets;
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
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * What every {@link JobQueue} must keep. To test yours:
 *
 * <pre>{@code
 * class MyQueueTest implements JobQueueContract {
 *   public JobQueue create(JobQueueSettings settings) { return new MyQueue(settings); }
 * }
 * }</pre>
 *
 * <p>Needs JUnit Jupiter on the class path beside phish-api and the test-jar this is in. If the
 * queue's clock can be set, override {@link #pass}; otherwise the tests wait, in all about twenty
 * times {@link #lease}.
 */
@NullMarked
public interface JobQueueContract {

  /** A new, empty queue. It is closed when a test is done. */
  JobQueue create(JobQueueSettings settings);

  /** Lets time pass for the queues that this has made. */
  default void pass(Duration time) throws InterruptedException {
    assertFalse(new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** A lease that the tests wait for. A third of it must be enough for a few calls. */
  default Duration lease() {
    return Duration.ofMillis(1_500);
  }

  /** What a test does with a queue. */
  @FunctionalInterface
  interface Use {
    /** Does it. */
    void with(JobQueue queue) throws Exception;
  }

  private JobQueueSettings patient() {
    return JobQueueSettings.defaults().withLease(Duration.ofMinutes(10));
  }

  private JobQueueSettings impatient() {
    return JobQueueSettings.defaults().withLease(lease());
  }

  private void test(JobQueueSettings settings, Use use) throws Exception {
    try (JobQueue queue = create(settings)) {
      use.with(queue);
    }
  }

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
          assertEquals(List.of(), lease(queue, 10));
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
          for (JobLease lease : lease(queue, 10)) {
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
          List<String> delivered = new ArrayList<>(ids(lease(queue, 7)));
          delivered.addAll(ids(lease(queue, 100)));
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
            for (JobLease lease : lease(queue, max)) {
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
          assertEquals(20, lease(queue, 20).size());
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
                List<JobLease> leases = lease(queue, 3);
                while (!leases.isEmpty()) {
                  leases.forEach(lease -> deliveries.merge(lease.job().id(), 1, Integer::sum));
                  leases = lease(queue, 3);
                }
              });
          assertEquals(jobs, deliveries.size(), "jobs delivered");
          assertEquals(Set.of(1), Set.copyOf(deliveries.values()), "deliveries of each");
        });
  }

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
  default void redelivers_a_job_after_its_lease_and_not_before() throws Exception {
    test(
        impatient(),
        queue -> {
          enqueue(queue, job("job"));
          leaseOne(queue);
          pass(lease().dividedBy(2));
          assertEquals(List.of(), lease(queue, 10));
          pass(lease().dividedBy(2).plusMillis(20));
          JobLease second = leaseOne(queue);
          assertEquals("job", second.job().id());
          assertArrayEquals(octets("payload"), second.job().payload());
          assertEquals(2, second.job().attempt());
          assertEquals(List.of(), lease(queue, 10));
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
            assertEquals(List.of(), lease(queue, 10), "delivered though renewed");
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
          assertEquals(List.of(), lease(queue, 10));
          assertEquals(0, await(queue.statistics()).depth());
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
          assertEquals(List.of(), lease(queue, 10), "before its time");
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
          assertEquals(List.of(), lease(queue, 10));
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
  default void gives_up_a_job_that_kills_its_workers() throws Exception {
    test(
        impatient().withMaxDeliveries(2),
        queue -> {
          enqueue(queue, job("killer"));
          leaseOne(queue);
          pass(lease().plusMillis(20));
          leaseOne(queue);
          pass(lease().plusMillis(20));
          assertEquals(List.of(), lease(queue, 10));
          JobStatus dead = status(queue, "killer");
          assertEquals(JobState.DEAD, dead.state());
          assertNotNull(dead.cause());
          assertTrue(dead.cause().contains("worker"), dead.cause());
          assertEquals(1, await(queue.deadLetters(10)).size());
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
          assertEquals(List.of(), lease(queue, 10));
          assertEquals(List.of(), await(queue.deadLetters(10)));
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
  default void a_cancelled_job_never_begins() throws Exception {
    test(
        patient(),
        queue -> {
          enqueue(queue, job("a"));
          enqueue(queue, job("b"));
          enqueue(queue, job("later").withDelay(lease()));
          assertEquals(CancelOutcome.WAS_QUEUED, await(queue.cancel("a")));
          assertEquals(CancelOutcome.WAS_QUEUED, await(queue.cancel("later")));
          assertEquals(List.of("b"), ids(lease(queue, 10)));
          pass(lease().plusMillis(20));
          assertEquals(List.of(), lease(queue, 10));
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
  default void says_when_it_is_full_and_how_full() throws Exception {
    test(
        patient().withCapacity(3),
        queue -> {
          enqueue(queue, job("running"));
          JobLease lease = leaseOne(queue);
          enqueue(queue, job("later").withDelay(Duration.ofHours(1)));
          enqueue(queue, job("waiting"));
          assertEquals(
              new EnqueueOutcome.Full("more", 3, 3), await(queue.enqueue(job("more").build())));
          assertEquals(Optional.empty(), await(queue.status("more")));
          assertInstanceOf(
              EnqueueOutcome.Duplicate.class, await(queue.enqueue(job("waiting").build())));

          await(queue.settle(new Settlement.Success(lease, octets("x"))));
          List<EnqueueOutcome> outcomes =
              await(queue.enqueueAll(List.of(job("x").build(), job("y").build())));
          assertEquals(
              List.of(new EnqueueOutcome.Enqueued("x"), new EnqueueOutcome.Full("y", 3, 3)),
              outcomes);
          assertEquals(3, await(queue.statistics()).depth());
          assertEquals(3, await(queue.statistics()).capacity());
        });
  }

  @Test
  default void is_never_fuller_than_full() throws Exception {
    int capacity = 100;
    test(
        patient().withCapacity(capacity),
        queue -> {
          AtomicInteger number = new AtomicInteger();
          AtomicInteger accepted = new AtomicInteger();
          onThreads(
              16,
              () -> {
                for (int i = 0; i < 10; i++) {
                  if (enqueueNew(queue, number) instanceof EnqueueOutcome.Enqueued) {
                    accepted.incrementAndGet();
                  }
                  List<NewJob> jobs = new ArrayList<>();
                  jobs.add(job("job-" + number.getAndIncrement()).build());
                  jobs.add(job("job-" + number.getAndIncrement()).withPriority(1).build());
                  for (EnqueueOutcome outcome : await(queue.enqueueAll(jobs))) {
                    accepted.addAndGet(outcome.isAccepted() ? 1 : 0);
                  }
                }
              });
          assertEquals(capacity, accepted.get());
          assertEquals(capacity, await(queue.statistics()).depth());
        });
  }

  @Test
  default void knows_an_id_it_has() throws Exception {
    test(
        patient(),
        queue -> {
          assertEquals(
              List.of(
                  new EnqueueOutcome.Enqueued("job"),
                  new EnqueueOutcome.Duplicate("job", JobState.QUEUED)),
              await(queue.enqueueAll(List.of(job("job").build(), job("job").build()))));
          JobLease lease = leaseOne(queue);
          assertEquals(
              new EnqueueOutcome.Duplicate("job", JobState.RUNNING),
              await(queue.enqueue(job("job").build())));
          await(queue.settle(new Settlement.Success(lease, octets("x"))));
          assertEquals(
              new EnqueueOutcome.Duplicate("job", JobState.SUCCEEDED),
              await(queue.enqueue(job("job").build())));
          assertEquals(List.of(), lease(queue, 10));
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
          assertEquals(List.of("first", "second"), ids(lease(queue, 10)));
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
  default void wakes_who_waits_for_a_job() throws Exception {
    test(
        patient(),
        queue -> {
          // A wake-up that is missed between asking and waiting would show in one of many rounds.
          for (int i = 0; i < 50; i++) {
            CompletableFuture<LeasedJobs> waiting =
                queue.lease("worker", 1, Duration.ofMinutes(5)).toCompletableFuture();
            enqueue(queue, job("job-" + i).withPriority(1 + i % 5));
            JobLease lease = await(waiting).leases().get(0);
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
          assertEquals("job", await(waiting).leases().get(0).job().id());
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
          assertEquals(2, await(waiting).leases().get(0).job().attempt());
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
  default void measures_depth_and_age() throws Exception {
    test(
        patient(),
        queue -> {
          enqueue(queue, job("a").withPriority(1));
          enqueue(queue, job("b").withPriority(5));
          pass(lease());
          enqueue(queue, job("c").withPriority(5));
          enqueue(queue, job("d").withDelay(Duration.ofHours(1)));

          JobQueueStatistics statistics = await(queue.statistics());

          assertEquals(queue.name(), statistics.name());
          assertEquals(4, statistics.depth());
          assertEquals(3, statistics.waiting());
          assertEquals(1, statistics.delayed());
          assertEquals(0, statistics.running());
          assertEquals(
              List.of(1L, 0L, 0L, 0L, 2L),
              statistics.priorities().stream().map(each -> each.waiting()).toList());
          assertNull(statistics.priorities().get(1).age());
          Duration age = statistics.priorities().get(4).age();
          assertNotNull(age);
          assertTrue(age.compareTo(lease()) >= 0 && age.toMinutes() < 2, age::toString);

          LeasedJobs leased = await(queue.lease("worker", 2, Duration.ZERO));
          assertEquals(1, leased.waiting());
          statistics = await(queue.statistics());
          assertEquals(1, statistics.waiting());
          assertEquals(2, statistics.running());
          Duration next = statistics.priorities().get(4).age();
          assertNotNull(next);
          assertTrue(next.compareTo(age) < 0, () -> next + " after " + age);
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
          List<JobLease> leases = new ArrayList<>(lease(queue, 1_000));
          assertEquals(1_000, leases.size());
          leases.addAll(lease(queue, 1_000));
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

  @Test
  default void settles_several_at_once_each_for_itself() throws Exception {
    test(
        patient().withMaxDeliveries(1),
        queue -> {
          for (String id : List.of("a", "b", "c", "d")) {
            enqueue(queue, job(id));
          }
          List<JobLease> leases = lease(queue, 10);
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
          assertEquals(List.of("d"), ids(lease(queue, 10)));
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
                  for (JobLease lease : lease(queue, 1 + random.nextInt(8))) {
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

  @Test
  default void refuses_arguments_out_of_range() throws Exception {
    test(
        patient(),
        queue ->
            assertAll(
                () -> assertRefused(() -> queue.lease("worker", 0, Duration.ZERO)),
                () -> assertRefused(() -> queue.lease("worker", 1_001, Duration.ZERO)),
                () -> assertRefused(() -> queue.lease("worker", 1, Duration.ofMillis(-1))),
                () -> assertRefused(() -> queue.lease("", 1, Duration.ZERO)),
                () -> assertRefused(() -> queue.deadLetters(0)),
                () -> assertRefused(() -> queue.deadLetters(1_001))));
  }

  @Test
  default void fails_in_the_stage_when_it_is_closed() throws Exception {
    JobQueue queue = create(patient());
    enqueue(queue, job("job"));
    JobLease lease = leaseOne(queue);
    CompletionStage<LeasedJobs> waiting = queue.lease("worker", 1, Duration.ofMinutes(5));
    queue.close();
    Settlement settlement = new Settlement.Success(lease, octets("x"));
    assertAll(
        () -> assertFails(() -> waiting),
        () -> assertFails(() -> queue.enqueue(job("x").build())),
        () -> assertFails(() -> queue.enqueueAll(List.of(job("x").build()))),
        () -> assertFails(() -> queue.lease("worker", 1, Duration.ZERO)),
        () -> assertFails(() -> queue.renew(List.of(lease))),
        () -> assertFails(() -> queue.settle(settlement)),
        () -> assertFails(() -> queue.settleAll(List.of(settlement))),
        () -> assertFails(() -> queue.cancel("job")),
        () -> assertFails(() -> queue.status("job")),
        () -> assertFails(() -> queue.statuses(List.of("job"))),
        () -> assertFails(() -> queue.deadLetters(1)),
        () -> assertFails(() -> queue.revive("job")),
        () -> assertFails(queue::statistics),
        () -> assertDoesNotThrow(queue::settings),
        () -> assertDoesNotThrow(queue::close, "closing twice"));
  }

  @Test
  default void completes_every_stage_though_it_is_closed_meanwhile() throws Exception {
    JobQueue queue = create(patient());
    List<CompletionStage<?>> stages = Collections.synchronizedList(new ArrayList<>());
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      CyclicBarrier start = new CyclicBarrier(2);
      Future<?> work =
          executor.submit(
              () -> {
                start.await(30, TimeUnit.SECONDS);
                for (int i = 0; i < 300; i++) {
                  stages.add(queue.enqueue(job("job-" + i).build()));
                  stages.add(queue.lease("worker", 1, Duration.ofMinutes(i % 2 == 0 ? 0 : 5)));
                }
                return null;
              });
      start.await(30, TimeUnit.SECONDS);
      queue.close();
      work.get(30, TimeUnit.SECONDS);
    } finally {
      executor.shutdownNow();
    }
    for (CompletionStage<?> stage : stages) {
      try {
        await(stage);
      } catch (ExecutionException e) {
        assertNotNull(e.getCause());
      }
    }
  }

  /** A job in the making. */
  record Draft(NewJob build) {
    Draft withPayload(byte[] payload) {
      return new Draft(new NewJob(build.id(), payload, build.priority(), build.delay()));
    }

    Draft withPriority(int priority) {
      return new Draft(build.withPriority(priority));
    }

    Draft withDelay(Duration delay) {
      return new Draft(build.withDelay(delay));
    }
  }

  private static Draft job(String id) {
    return new Draft(NewJob.of(octets("payload")).withId(id));
  }

  private static void enqueue(JobQueue queue, Draft job) throws Exception {
    assertEquals(new EnqueueOutcome.Enqueued(job.build().id()), await(queue.enqueue(job.build())));
  }

  private static EnqueueOutcome enqueueNew(JobQueue queue, AtomicInteger number) throws Exception {
    return await(queue.enqueue(job("job-" + number.getAndIncrement()).build()));
  }

  private static List<JobLease> lease(JobQueue queue, int max) throws Exception {
    List<JobLease> leases = await(queue.lease("worker", max, Duration.ZERO)).leases();
    assertTrue(leases.size() <= max, () -> leases.size() + " leases, more than " + max);
    return leases;
  }

  private static JobLease leaseOne(JobQueue queue) throws Exception {
    List<JobLease> leases = lease(queue, 1);
    assertEquals(1, leases.size(), "leases");
    return leases.get(0);
  }

  private static List<String> ids(List<JobLease> leases) {
    return leases.stream().map(lease -> lease.job().id()).collect(Collectors.toList());
  }

  private static JobStatus status(JobQueue queue, String id) throws Exception {
    return await(queue.status(id)).orElseThrow(() -> new AssertionError("no status of " + id));
  }

  private static JobStatus find(Map<String, JobStatus> statuses, String id) {
    JobStatus status = statuses.get(id);
    assertNotNull(status, id);
    return status;
  }

  private static byte[] result(JobQueue queue, String id) throws Exception {
    return status(queue, id).output().orElseThrow();
  }

  /** Work that may fail. */
  @FunctionalInterface
  interface Work {
    /** Does it. */
    void run() throws Exception;
  }

  private static void onThreads(int threads, Work work) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      Callable<Void> task =
          () -> {
            start.await(30, TimeUnit.SECONDS);
            work.run();
            return null;
          };
      for (Future<Void> done :
          executor.invokeAll(Collections.nCopies(threads, task), 90, TimeUnit.SECONDS)) {
        done.get();
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private static void assertRefused(Supplier<CompletionStage<?>> call) {
    assertThrows(IllegalArgumentException.class, call::get);
  }

  private static void assertFails(Supplier<CompletionStage<?>> call) {
    CompletionStage<?> stage = assertDoesNotThrow(call::get, "failures belong into the stage");
    assertThrows(ExecutionException.class, () -> await(stage));
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static <T> T await(CompletionStage<T> stage)
      throws InterruptedException, ExecutionException, TimeoutException {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
