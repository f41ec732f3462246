package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.phish.core.queue.Worker;
import io.phish.redis.server.FaultProxy;
import io.phish.redis.server.TestRedis;
import io.phish.spi.EnqueueOutcome;
import io.phish.spi.JobQueueSettings;
import io.phish.spi.JobQueueStatistics;
import io.phish.spi.JobState;
import io.phish.spi.NewJob;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of jobs while the network between the queue, its users and its workers fails. */
class RedisJobQueueNetworkTest {
  private static final JobQueueSettings SETTINGS =
      JobQueueSettings.defaults().withLease(Duration.ofSeconds(2)).withMaxDeliveries(100);

  /** What a network does to what is under way, and how it is well again. */
  private record Fault(Consumer<FaultProxy> begins, Consumer<FaultProxy> ends) {}

  static Stream<Named<Fault>> faults() {
    return Stream.of(
        Named.of("cut", new Fault(FaultProxy::cut, proxy -> {})),
        Named.of("reset", new Fault(FaultProxy::reset, proxy -> {})),
        Named.of(
            "cut and refused",
            new Fault(
                proxy -> {
                  proxy.refuse(true);
                  proxy.cut();
                },
                proxy -> proxy.refuse(false))),
        Named.of(
            "delayed beyond the time-out",
            new Fault(
                proxy -> proxy.delay(Duration.ofMillis(400)), proxy -> proxy.delay(Duration.ZERO))),
        Named.of(
            "half open", new Fault(proxy -> proxy.swallow(true), proxy -> proxy.swallow(false))));
  }

  private static RedisJobQueue through(FaultProxy proxy) {
    RedisOptions options =
        RedisOptions.builder(proxy.uri()).commandTimeout(Duration.ofMillis(300)).build();
    RedisJobQueue queue = RedisJobQueue.open(options, "network", SETTINGS);
    Links.awaitUp(queue.link(), TestRedis.PATIENCE);
    return queue;
  }

  @ParameterizedTest
  @MethodSource("faults")
  void nothing_accepted_is_lost_and_nothing_is_taken_twice(Fault fault, TestReporter reporter)
      throws Exception {
    Map<String, Integer> runs = new ConcurrentHashMap<>();
    try (TestRedis server = TestRedis.start();
        FaultProxy users = new FaultProxy(server.port());
        FaultProxy workers = new FaultProxy(server.port());
        RedisJobQueue direct = Links.queue(server.uri(), "network", SETTINGS);
        RedisJobQueue theirs = through(users);
        RedisJobQueue ours = through(workers);
        Worker worker =
            Worker.builder(
                    ours,
                    job -> {
                      runs.merge(job.id(), 1, Integer::sum);
                      return CompletableFuture.completedFuture(job.payload());
                    })
                .concurrency(4, 16)
                .start()) {
      int jobs = 0;
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 50; i++) {
          accepted(theirs, "job-" + jobs++);
        }
        // These are under way when it happens, or are tried in vain while it lasts.
        CompletableFuture<?> first =
            theirs.enqueue(job("job-" + jobs)).toCompletableFuture().handle((done, e) -> done);
        fault.begins.accept(users);
        fault.begins.accept(workers);
        CompletableFuture<?> second =
            theirs
                .enqueue(job("job-" + (jobs + 1)))
                .toCompletableFuture()
                .handle((done, e) -> done);
        CompletableFuture.allOf(first, second)
            .get(TestRedis.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        fault.ends.accept(users);
        fault.ends.accept(workers);
        long began = System.nanoTime();
        // Whoever does not know whether a job was taken puts it in again under the same id.
        accepted(theirs, "job-" + jobs++);
        accepted(theirs, "job-" + jobs++);
        reporter.publishEntry(
            "taken again after " + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms");
      }
      int all = jobs;
      await().atMost(TestRedis.PATIENCE).until(() -> get(direct.statistics()).depth() == 0);
      for (int i = 0; i < all; i++) {
        assertThat(get(direct.status("job-" + i)).orElseThrow().state())
            .isEqualTo(JobState.SUCCEEDED);
      }
      JobQueueStatistics statistics = get(direct.statistics());
      assertThat(statistics.dead()).isZero();
      assertThat(runs).hasSize(all);
      long twice = runs.values().stream().mapToLong(each -> each - 1).sum();
      reporter.publishEntry(all + " jobs, 0 lost, " + twice + " done more than once");
      assertThat(worker.limit()).isBetween(4, 16);
    }
  }

  @Test
  void who_waits_is_served_though_the_notice_is_lost() throws Exception {
    try (TestRedis server = TestRedis.start();
        RedisLink thief = Links.connected(Links.patient(server.uri()).build());
        RedisJobQueue queue = Links.queue(server.uri(), "notice", SETTINGS)) {
      // Who blocked first is served first.
      byte[] key = "phish:1:queue:{notice}:wake".getBytes(StandardCharsets.US_ASCII);
      var stolen = Links.commands(thief).blpop(0.0, key);
      awaitBlocked(server, 1);
      var waiting = queue.lease("worker", 1, Duration.ofMinutes(5)).toCompletableFuture();
      awaitBlocked(server, 2);
      accepted(queue, "job");
      assertThat(get(stolen).getValue()).isNotNull();
      assertThat(get(waiting).leases()).hasSize(1);
    }
  }

  private static void awaitBlocked(TestRedis server, int clients) {
    await()
        .atMost(TestRedis.PATIENCE)
        .until(() -> server.send("INFO clients").contains("blocked_clients:" + clients));
  }

  private static NewJob job(String id) {
    return NewJob.of(new byte[10]).withId(id);
  }

  private static void accepted(RedisJobQueue queue, String id) {
    await()
        .atMost(TestRedis.PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .ignoreException(ExecutionException.class)
        .until(() -> get(queue.enqueue(job(id))), EnqueueOutcome::isAccepted);
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(TestRedis.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
