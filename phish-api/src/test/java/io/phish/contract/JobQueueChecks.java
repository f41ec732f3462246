package io.phish.contract;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.phish.spi.EnqueueOutcome;
import io.phish.spi.JobLease;
import io.phish.spi.JobQueue;
import io.phish.spi.JobStatus;
import io.phish.spi.LeasedJobs;
import io.phish.spi.NewJob;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
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

/** What the tests of queues do again and again. */
final class JobQueueChecks {
  private JobQueueChecks() {}

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

  static Draft job(String id) {
    return new Draft(NewJob.of(octets("payload")).withId(id));
  }

  static void enqueue(JobQueue queue, Draft job) throws Exception {
    assertEquals(new EnqueueOutcome.Enqueued(job.build().id()), await(queue.enqueue(job.build())));
  }

  static EnqueueOutcome enqueueNew(JobQueue queue, AtomicInteger number) throws Exception {
    return await(queue.enqueue(job("job-" + number.getAndIncrement()).build()));
  }

  static List<JobLease> take(JobQueue queue, int max) throws Exception {
    List<JobLease> leases = await(queue.lease("worker", max, Duration.ZERO)).leases();
    assertTrue(leases.size() <= max, () -> leases.size() + " leases, more than " + max);
    return leases;
  }

  static JobLease only(LeasedJobs leased) {
    assertEquals(1, leased.leases().size(), "leases");
    return leased.leases().get(0);
  }

  static JobLease leaseOne(JobQueue queue) throws Exception {
    List<JobLease> leases = take(queue, 1);
    assertEquals(1, leases.size(), "leases");
    return leases.get(0);
  }

  static List<String> ids(List<JobLease> leases) {
    return leases.stream().map(lease -> lease.job().id()).collect(Collectors.toList());
  }

  static JobStatus status(JobQueue queue, String id) throws Exception {
    return await(queue.status(id)).orElseThrow(() -> new AssertionError("no status of " + id));
  }

  static JobStatus find(Map<String, JobStatus> statuses, String id) {
    JobStatus status = statuses.get(id);
    assertNotNull(status, id);
    return status;
  }

  static byte[] result(JobQueue queue, String id) throws Exception {
    return status(queue, id).output().orElseThrow();
  }

  /** Work that may fail. */
  @FunctionalInterface
  interface Work {
    /** Does it. */
    void run() throws Exception;
  }

  static void onThreads(int threads, Work work) throws Exception {
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

  static void assertRefused(Supplier<CompletionStage<?>> call) {
    assertThrows(IllegalArgumentException.class, call::get);
  }

  static void assertFails(Supplier<CompletionStage<?>> call) {
    CompletionStage<?> stage = assertDoesNotThrow(call::get, "failures belong into the stage");
    assertThrows(ExecutionException.class, () -> await(stage));
  }

  static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static <T> T await(CompletionStage<T> stage)
      throws InterruptedException, ExecutionException, TimeoutException {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
