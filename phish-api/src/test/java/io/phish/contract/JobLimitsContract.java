package io.phish.contract;

import static io.phish.contract.JobQueueChecks.assertFails;
import static io.phish.contract.JobQueueChecks.assertRefused;
import static io.phish.contract.JobQueueChecks.await;
import static io.phish.contract.JobQueueChecks.enqueue;
import static io.phish.contract.JobQueueChecks.enqueueNew;
import static io.phish.contract.JobQueueChecks.job;
import static io.phish.contract.JobQueueChecks.leaseOne;
import static io.phish.contract.JobQueueChecks.octets;
import static io.phish.contract.JobQueueChecks.onThreads;
import static io.phish.contract.JobQueueChecks.take;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.phish.spi.EnqueueOutcome;
import io.phish.spi.JobLease;
import io.phish.spi.JobQueue;
import io.phish.spi.JobQueueStatistics;
import io.phish.spi.JobState;
import io.phish.spi.JobStatus;
import io.phish.spi.LeasedJobs;
import io.phish.spi.NewJob;
import io.phish.spi.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * What holds of how much a queue takes, what it says of itself, and how it ends. A part of {@link
 * JobQueueContract}.
 */
@NullMarked
public interface JobLimitsContract extends JobQueueFixture {

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
          assertEquals(List.of(), take(queue, 10));
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
                () -> assertRefused(() -> queue.deadLetters(1_001)),
                () -> assertRefused(() -> queue.deadLetters(-1, 1)),
                () -> assertRefused(() -> queue.awaitFinished("a", Duration.ofMillis(-1)))));
  }

  @Test
  default void fails_in_the_stage_when_it_is_closed() throws Exception {
    JobQueue queue = create(patient());
    enqueue(queue, job("job"));
    JobLease lease = leaseOne(queue);
    CompletionStage<LeasedJobs> waiting = queue.lease("worker", 1, Duration.ofMinutes(5));
    CompletionStage<Optional<JobStatus>> awaiting =
        queue.awaitFinished("job", Duration.ofMinutes(5));
    queue.close();
    Settlement settlement = new Settlement.Success(lease, octets("x"));
    assertAll(
        () -> assertFails(() -> waiting),
        () -> assertFails(() -> awaiting),
        () -> assertFails(() -> queue.awaitFinished("job", Duration.ofMinutes(5))),
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
    CompletableFuture<?> all =
        CompletableFuture.allOf(
            stages.stream()
                .map(stage -> stage.toCompletableFuture().handle((value, e) -> value))
                .toArray(CompletableFuture<?>[]::new));
    assertDoesNotThrow(
        () -> all.get(patience().toNanos(), TimeUnit.NANOSECONDS), "a stage was never completed");
  }
}
