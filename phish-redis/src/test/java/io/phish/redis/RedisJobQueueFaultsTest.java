package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.phish.core.queue.Worker;
import io.phish.core.queue.WorkerListener;
import io.phish.redis.server.TestRedis;
import io.phish.redis.server.TestSentinel;
import io.phish.spi.EnqueueOutcome;
import io.phish.spi.Job;
import io.phish.spi.JobLease;
import io.phish.spi.JobQueueSettings;
import io.phish.spi.JobQueueStatistics;
import io.phish.spi.JobState;
import io.phish.spi.JobStatus;
import io.phish.spi.NewJob;
import io.phish.spi.Renewal;
import io.phish.spi.SettleOutcome;
import io.phish.spi.Settlement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is lost and what is not when servers and workers die. */
class RedisJobQueueFaultsTest {
  private static final JobQueueSettings PATIENT =
      JobQueueSettings.defaults().withLease(Duration.ofMinutes(1));

  @ParameterizedTest
  @ValueSource(strings = {"always", "everysec"})
  void a_killed_server_knows_all_jobs_and_results_again(String appendfsync) throws Exception {
    try (TestRedis server = TestRedis.start("appendonly yes", "appendfsync " + appendfsync);
        RedisJobQueue queue = Links.queue(server.uri(), "restart", PATIENT)) {
      for (int i = 0; i < 200; i++) {
        accepted(queue, "job-" + i);
      }
      List<JobLease> leases = get(queue.lease("worker", 100, Duration.ZERO)).leases();
      for (JobLease lease : leases.subList(0, 50)) {
        done(queue, lease);
      }

      server.kill();
      server.restart();

      await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptions()
          .until(() -> get(queue.statistics()).depth() == 150);
      JobQueueStatistics statistics = get(queue.statistics());
      assertThat(statistics.waiting()).isEqualTo(100);
      assertThat(statistics.running()).isEqualTo(50);
      Map<String, JobStatus> statuses =
          get(queue.statuses(leases.stream().map(lease -> lease.job().id()).toList()));
      assertThat(statuses.values())
          .filteredOn(status -> status.state() == JobState.SUCCEEDED)
          .hasSize(50);
      // Who holds a lease holds it still.
      assertThat(get(queue.renew(leases.subList(50, 100)))).containsOnly(Renewal.KEPT);
      for (JobLease lease : leases.subList(50, 100)) {
        done(queue, lease);
      }
    }
  }

  @Test
  void a_failover_keeps_what_the_replica_had() throws Exception {
    try (TestSentinel trio = TestSentinel.start();
        RedisJobQueue queue = Links.queue(trio.uri(), "failover", PATIENT)) {
      for (int i = 0; i < 50; i++) {
        accepted(queue, "job-" + i);
      }
      JobLease lease = get(queue.lease("worker", 1, Duration.ZERO)).leases().get(0);
      await()
          .atMost(TestRedis.PATIENCE)
          .until(() -> get(Links.commands(queue.link()).waitForReplication(1, 1_000)) == 1);

      trio.master().kill();
      await()
          .atMost(TestRedis.PATIENCE)
          .until(() -> trio.replica().send("INFO replication").contains("role:master"));
      await()
          .atMost(TestRedis.PATIENCE)
          .ignoreExceptions()
          .until(() -> get(queue.statistics()).depth() == 50);

      assertThat(get(queue.renew(List.of(lease)))).containsExactly(Renewal.KEPT);
      done(queue, lease);
      assertThat(get(queue.lease("worker", 100, Duration.ZERO)).leases()).hasSize(49);
      accepted(queue, "after");
    }
  }

  @Test
  void works_on_when_everything_was_wiped() throws Exception {
    try (TestRedis server = TestRedis.start();
        RedisJobQueue queue = Links.queue(server.uri(), "flush", PATIENT)) {
      accepted(queue, "before");
      JobLease lease = get(queue.lease("worker", 1, Duration.ZERO)).leases().get(0);
      assertThat(server.send("FLUSHALL")).startsWith("+OK");
      assertThat(server.send("SCRIPT FLUSH")).startsWith("+OK");

      assertThat(get(queue.renew(List.of(lease)))).containsExactly(Renewal.LOST);
      assertThat(get(queue.settle(new Settlement.Success(lease, new byte[0]))))
          .isEqualTo(new SettleOutcome.Unknown());
      accepted(queue, "after");
      List<JobLease> leases = get(queue.lease("worker", 10, Duration.ZERO)).leases();
      assertThat(leases).extracting(each -> each.job().id()).containsExactly("after");
      done(queue, leases.get(0));
      assertThat(get(queue.statistics()).depth()).isZero();
    }
  }

  @Test
  void a_worker_outlives_its_server() throws Exception {
    Map<String, Integer> done = new ConcurrentHashMap<>();
    try (TestRedis server = TestRedis.start("appendonly yes", "appendfsync always");
        RedisJobQueue queue = Links.queue(server.uri(), "outlive", PATIENT);
        Worker worker = Worker.builder(queue, job -> count(done, job)).concurrency(1, 4).start()) {
      accepted(queue, "before");
      await().atMost(Duration.ofSeconds(20)).until(() -> done.containsKey("before"));
      server.kill();
      server.restart();
      await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptions()
          .until(() -> get(queue.enqueue(NewJob.of(octets("x")).withId("after"))).isAccepted());
      await().atMost(Duration.ofSeconds(20)).until(() -> done.containsKey("after"));
      assertThat(done).containsOnly(Map.entry("before", 1), Map.entry("after", 1));
      assertThat(worker.limit()).isPositive();
    }
  }

  @Test
  void renews_the_lease_of_a_job_that_takes_longer_and_stops_one_that_is_cancelled()
      throws Exception {
    JobQueueSettings settings = PATIENT.withLease(Duration.ofSeconds(1));
    Map<String, CompletableFuture<byte[]>> begun = new ConcurrentHashMap<>();
    Map<String, WorkerListener.StopReason> stopped = new ConcurrentHashMap<>();
    WorkerListener listener =
        new WorkerListener() {
          @Override
          public void onStopped(Job job, StopReason reason) {
            stopped.put(job.id(), reason);
          }
        };
    try (TestRedis server = TestRedis.start();
        RedisJobQueue queue = Links.queue(server.uri(), "long", settings);
        Worker worker =
            Worker.builder(
                    queue, job -> begun.computeIfAbsent(job.id(), id -> new CompletableFuture<>()))
                .concurrency(2, 2)
                .listener(listener)
                .start()) {
      accepted(queue, "long");
      accepted(queue, "cancelled");
      await().atMost(Duration.ofSeconds(20)).until(() -> begun.size() == 2);
      queue.cancel("cancelled");
      await().atMost(Duration.ofSeconds(10)).until(() -> stopped.containsKey("cancelled"));
      assertThat(get(queue.lease("thief", 1, Duration.ofSeconds(3))).leases()).isEmpty();
      find(begun, "long").complete(octets("done"));
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> status(queue, "long").state() == JobState.SUCCEEDED);
      assertThat(status(queue, "long").attempts()).isEqualTo(1);
      assertThat(stopped).containsOnly(Map.entry("cancelled", WorkerListener.StopReason.CANCELLED));
      assertThat(find(begun, "cancelled")).isCancelled();
      assertThat(worker.running()).isLessThanOrEqualTo(2);
    }
  }

  private static CompletionStage<byte[]> count(Map<String, Integer> done, Job job) {
    done.merge(job.id(), 1, Integer::sum);
    return CompletableFuture.completedFuture(job.payload());
  }

  private static <T> T find(Map<String, T> map, String key) {
    T value = map.get(key);
    assertThat(value).isNotNull();
    return value;
  }

  private static void accepted(RedisJobQueue queue, String id) throws Exception {
    assertThat(get(queue.enqueue(NewJob.of(octets("payload")).withId(id))))
        .isEqualTo(new EnqueueOutcome.Enqueued(id));
  }

  private static void done(RedisJobQueue queue, JobLease lease) throws Exception {
    assertThat(get(queue.settle(new Settlement.Success(lease, octets("done")))))
        .isEqualTo(new SettleOutcome.Settled(JobState.SUCCEEDED));
  }

  private static JobStatus status(RedisJobQueue queue, String id) throws Exception {
    return get(queue.status(id)).orElseThrow();
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static <T> T get(CompletionStage<T> stage)
      throws InterruptedException, java.util.concurrent.ExecutionException, TimeoutException {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
