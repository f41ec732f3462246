package io.phish.core.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.phish.core.queue.WorkerListener.StopReason;
import io.phish.spi.Job;
import io.phish.spi.JobQueue;
import io.phish.spi.JobQueueSettings;
import io.phish.spi.JobState;
import io.phish.spi.JobStatus;
import io.phish.spi.LeasedJobs;
import io.phish.spi.NewJob;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerTest {
  private static final JobQueueSettings SETTINGS =
      JobQueueSettings.defaults().withLease(Duration.ofMillis(400)).withMaxDeliveries(2);

  /** Longer than any pause of a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final MemoryJobQueue queue = new MemoryJobQueue("memory", SETTINGS);
  private final Map<String, StopReason> stopped = new ConcurrentHashMap<>();
  private final AtomicInteger highestLimit = new AtomicInteger();
  private @Nullable Worker worker;

  private final WorkerListener listener =
      new WorkerListener() {
        @Override
        public void onStopped(Job job, StopReason reason) {
          stopped.put(job.id(), reason);
        }

        @Override
        public void onLimitChanged(int limit) {
          highestLimit.accumulateAndGet(limit, Math::max);
          throw new IllegalStateException("a listener that fails harms nobody");
        }
      };

  @AfterEach
  void close() {
    if (worker != null) {
      worker.close();
    }
    queue.close();
  }

  private Worker.Builder builder(JobHandler handler) {
    return builder(queue, handler);
  }

  private Worker.Builder builder(JobQueue from, JobHandler handler) {
    return Worker.builder(from, handler)
        .name("tester")
        .backoff(Duration.ofMillis(1), Duration.ofMillis(2))
        .drainLimit(Duration.ofMillis(200))
        .listener(listener);
  }

  private void start(Worker.Builder builder) {
    worker = builder.start();
  }

  @Test
  void does_jobs_and_keeps_their_results() {
    start(builder(job -> CompletableFuture.completedFuture(job.payload())).concurrency(1, 8));
    for (int i = 0; i < 500; i++) {
      enqueue("job-" + i);
    }
    for (int i = 0; i < 500; i++) {
      String id = "job-" + i;
      awaitState(id, JobState.SUCCEEDED);
      assertThat(status(id).output().orElseThrow()).isEqualTo(octets(id));
      assertThat(status(id).worker()).isEqualTo("tester");
    }
  }

  @Test
  @SuppressWarnings("NullAway") // that is the point
  void gives_up_what_throws_returns_null_or_gives_null() {
    start(
        builder(
            job ->
                switch (job.id()) {
                  case "throws" -> throw new java.io.IOException("no luck");
                  case "error" -> throw new StackOverflowError();
                  case "null" -> null;
                  case "gives-null" -> CompletableFuture.completedFuture(null);
                  case "fails" -> CompletableFuture.failedFuture(new IllegalStateException("late"));
                  case "too-large" ->
                      CompletableFuture.completedFuture(new byte[NewJob.MAX_OCTETS + 1]);
                  default -> throw new JobFailedException("never");
                }));
    for (String id :
        List.of("throws", "error", "null", "gives-null", "fails", "too-large", "hopeless")) {
      enqueue(id);
    }
    awaitState("throws", JobState.DEAD);
    assertThat(status("throws").cause()).isEqualTo("java.io.IOException: no luck");
    assertThat(status("throws").attempts()).isEqualTo(2);
    awaitState("error", JobState.DEAD);
    awaitState("null", JobState.DEAD);
    assertThat(status("null").cause()).isEqualTo("the handler returned null");
    awaitState("gives-null", JobState.DEAD);
    assertThat(status("gives-null").cause()).isEqualTo("the handler gave null");
    awaitState("fails", JobState.DEAD);
    assertThat(status("fails").cause()).contains("late");
    awaitState("too-large", JobState.FAILED);
    assertThat(status("too-large").cause()).contains("octets");
    awaitState("hopeless", JobState.FAILED);
    assertThat(status("hopeless").attempts()).isEqualTo(1);
    assertThat(status("hopeless").cause()).isEqualTo("never");
  }

  @Test
  void renews_the_lease_of_what_takes_longer() {
    CompletableFuture<byte[]> slow = new CompletableFuture<>();
    start(builder(job -> slow));
    enqueue("slow");
    awaitState("slow", JobState.RUNNING);
    // Nobody gets it for as long as three leases.
    assertThat(
            queue.lease("thief", 1, Duration.ofMillis(1_200)).toCompletableFuture().join().leases())
        .isEmpty();
    slow.complete(octets("done"));
    awaitState("slow", JobState.SUCCEEDED);
    assertThat(status("slow").attempts()).isEqualTo(1);
  }

  @Test
  void interrupts_what_is_cancelled() {
    CountDownLatch interrupted = new CountDownLatch(1);
    start(builder(job -> hang(interrupted)));
    enqueue("job");
    awaitState("job", JobState.RUNNING);
    queue.cancel("job");
    await().atMost(PATIENCE).until(() -> interrupted.getCount() == 0);
    assertThat(stopped).containsEntry("job", StopReason.CANCELLED);
    assertThat(status("job").state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void interrupts_what_takes_too_long_and_tries_it_again() {
    CountDownLatch interrupted = new CountDownLatch(2);
    start(builder(job -> hang(interrupted)).timeLimit(Duration.ofMillis(100)));
    enqueue("job");
    awaitState("job", JobState.DEAD);
    assertThat(status("job").cause()).contains("longer");
    await().atMost(PATIENCE).until(() -> interrupted.getCount() == 0);
    assertThat(stopped).containsEntry("job", StopReason.TOO_LONG);
  }

  /** Waits for jobs end when the test says so: nobody waits for that. */
  private final Queue<CompletableFuture<LeasedJobs>> waits = new ConcurrentLinkedQueue<>();

  private JobQueue queueWithoutTime() {
    return BrokenQueues.spoilt(
        queue,
        (method, args, right) -> {
          if (!method.equals("lease")) {
            return right.call();
          }
          args[2] = Duration.ZERO;
          LeasedJobs leased =
              (LeasedJobs)
                  ((CompletionStage<?>) Objects.requireNonNull(right.call()))
                      .toCompletableFuture()
                      .join();
          if (!leased.leases().isEmpty()) {
            return CompletableFuture.completedStage(leased);
          }
          CompletableFuture<LeasedJobs> wait = new CompletableFuture<>();
          waits.add(wait);
          CompletionStage<LeasedJobs> answer = wait;
          return answer;
        });
  }

  /** What a worker hears that waited in vain. */
  private void endWaits() {
    for (var wait = waits.poll(); wait != null; wait = waits.poll()) {
      wait.complete(LeasedJobs.NONE);
    }
  }

  @Test
  void grows_while_jobs_wait_and_shrinks_when_none_do_and_keeps_its_limits() {
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Queue<CompletableFuture<byte[]>> open = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 100; i++) {
      enqueue("job-" + i);
    }
    start(
        builder(
                queueWithoutTime(),
                job -> {
                  most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                  CompletableFuture<byte[]> result = new CompletableFuture<>();
                  open.add(result);
                  return result;
                })
            .concurrency(2, 12));
    await().atMost(PATIENCE).until(() -> atOnce.get() == 12);
    assertThat(highestLimit).hasValue(12);
    assertThat(worker().limit()).isEqualTo(12);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              for (var each = open.poll(); each != null; each = open.poll()) {
                atOnce.decrementAndGet();
                each.complete(octets("x"));
              }
              return queue.statistics().toCompletableFuture().join().depth() == 0;
            });
    assertThat(most).hasValue(12);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              endWaits();
              return worker().limit() == 2;
            });
    endWaits();
    assertThat(worker().limit()).isEqualTo(2);
  }

  @Test
  void finishes_what_it_has_when_it_is_closed_and_takes_no_more() {
    CompletableFuture<byte[]> slow = new CompletableFuture<>();
    start(builder(job -> slow).concurrency(1, 1).drainLimit(Duration.ofSeconds(20)));
    enqueue("begun");
    awaitState("begun", JobState.RUNNING);
    enqueue("waits");
    CompletableFuture<Void> drained = worker().drain();
    assertThat(drained).isNotDone();
    slow.complete(octets("done"));
    await().atMost(PATIENCE).until(drained::isDone);
    assertThat(status("begun").state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(status("waits").state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void gives_back_what_is_not_done_within_the_drain_limit() {
    CountDownLatch interrupted = new CountDownLatch(1);
    start(builder(job -> hang(interrupted)));
    enqueue("job");
    awaitState("job", JobState.RUNNING);
    worker().close();
    assertThat(stopped).containsEntry("job", StopReason.CLOSING);
    assertThat(interrupted.getCount()).isZero();
    assertThat(status("job").state()).isEqualTo(JobState.QUEUED);
    assertThat(status("job").attempts()).isZero();
  }

  private static CompletableFuture<byte[]> hang(CountDownLatch interrupted) {
    try {
      assertThat(new CountDownLatch(1).await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      interrupted.countDown();
      Thread.currentThread().interrupt();
    }
    return CompletableFuture.completedFuture(octets("too late"));
  }

  private Worker worker() {
    if (worker == null) {
      throw new IllegalStateException("not started");
    }
    return worker;
  }

  private void enqueue(String id) {
    assertThat(
            queue
                .enqueue(NewJob.of(octets(id)).withId(id))
                .toCompletableFuture()
                .join()
                .isAccepted())
        .isTrue();
  }

  private void awaitState(String id, JobState state) {
    if (state.isFinal()) {
      assertThat(queue.awaitFinished(id, PATIENCE).toCompletableFuture().join())
          .hasValueSatisfying(status -> assertThat(status.state()).isEqualTo(state));
      return;
    }
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> status(id).state() == state);
  }

  private JobStatus status(String id) {
    return queue.status(id).toCompletableFuture().join().orElseThrow();
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
