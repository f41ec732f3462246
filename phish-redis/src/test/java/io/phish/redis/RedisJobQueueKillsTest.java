package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.phish.core.queue.Worker;
import io.phish.redis.server.TestRedis;
import io.phish.spi.EnqueueOutcome;
import io.phish.spi.JobQueueStatistics;
import io.phish.spi.JobState;
import io.phish.spi.JobStatus;
import io.phish.spi.NewJob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers that are processes are killed in the midst of their work: nothing is lost, and nothing is
 * done again but what the dead had begun.
 */
class RedisJobQueueKillsTest {
  private static final String QUEUE = "kill";

  /** So many processes at once. */
  private static final int SLOTS = 2;

  /** So many jobs wait at least, so that every worker is at one when it is killed. */
  private static final int AHEAD = 200;

  @TempDir Path folder;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void a_killed_worker_loses_nothing(TestReporter reporter) throws Exception {
    killWorkers(4, reporter);
  }

  @Test
  @Tag("slow")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void a_hundred_killed_workers_lose_nothing(TestReporter reporter) throws Exception {
    killWorkers(100, reporter);
  }

  private void killWorkers(int kills, TestReporter reporter) throws Exception {
    try (TestRedis server = TestRedis.start();
        RedisJobQueue queue = Links.queue(server.uri(), QUEUE, WorkerProcess.SETTINGS)) {
      RedisClusterAsyncCommands<byte[], byte[]> redis = Links.commands(queue.link());
      AtomicInteger jobs = new AtomicInteger();
      AtomicInteger killed = new AtomicInteger();
      ExecutorService slots = Executors.newFixedThreadPool(SLOTS);
      try {
        List<Future<?>> ends = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
          SplittableRandom random = new SplittableRandom(slot);
          ends.add(
              slots.submit(
                  () -> {
                    for (int kill = killed.getAndIncrement();
                        kill < kills;
                        kill = killed.getAndIncrement()) {
                      killOne(server, redis, "victim-" + kill, 1 + random.nextInt(50));
                    }
                    return null;
                  }));
        }
        while (!ends.stream().allMatch(Future::isDone)) {
          feed(queue, jobs);
        }
        for (Future<?> end : ends) {
          end.get();
        }
      } finally {
        slots.shutdownNow();
      }

      try (Worker survivor =
          Worker.builder(
                  queue,
                  job ->
                      redis
                          .hincrby(
                              WorkerProcess.octets(WorkerProcess.RUNS),
                              WorkerProcess.octets(job.id()),
                              1)
                          .thenApply(runs -> job.payload()))
              .concurrency(1, 100)
              .start()) {
        await()
            .atMost(TestRedis.PATIENCE)
            .until(() -> get(queue.statistics()).depth() == 0 && survivor.running() == 0);
      }
      long duplicates = 0;
      for (byte[] runs : get(redis.hvals(WorkerProcess.octets(WorkerProcess.RUNS)))) {
        duplicates += Integer.parseInt(new String(runs, StandardCharsets.US_ASCII)) - 1;
      }
      int done = 0;
      for (int i = 0; i < jobs.get(); i++) {
        JobStatus status = get(queue.status("job-" + i)).orElseThrow();
        done += status.state() == JobState.SUCCEEDED ? 1 : 0;
      }
      JobQueueStatistics statistics = get(queue.statistics());
      reporter.publishEntry(
          kills
              + " workers killed: "
              + jobs
              + " jobs accepted, "
              + (jobs.get() - done)
              + " lost, "
              + duplicates
              + " done twice, "
              + statistics.dead()
              + " dead");
      assertThat(done).isEqualTo(jobs.get());
      assertThat(duplicates).isLessThanOrEqualTo(kills);
      assertThat(statistics.dead()).isZero();
    }
  }

  private void killOne(
      TestRedis server, RedisClusterAsyncCommands<byte[], byte[]> redis, String name, int after)
      throws Exception {
    Process victim = WorkerProcess.start(server.uri(), QUEUE, name, folder.resolve(name + ".log"));
    try {
      await()
          .atMost(TestRedis.PATIENCE)
          .pollInterval(Duration.ofMillis(2))
          .failFast("the worker ended", () -> !victim.isAlive())
          .until(
              () -> {
                byte[] done =
                    get(
                        redis.hget(
                            WorkerProcess.octets(WorkerProcess.WORKERS),
                            WorkerProcess.octets(name)));
                return done != null
                    && Integer.parseInt(new String(done, StandardCharsets.US_ASCII)) >= after;
              });
    } finally {
      victim.destroyForcibly().waitFor();
    }
  }

  /** Puts in what is missing, and waits a little if nothing is. */
  private static void feed(RedisJobQueue queue, AtomicInteger jobs) throws Exception {
    long missing = AHEAD - get(queue.statistics()).waiting();
    if (missing <= 0) {
      assertThat(get(queue.awaitFinished("job-" + (jobs.get() - 1), Duration.ofMillis(5))))
          .isPresent();
      return;
    }
    List<NewJob> more = new ArrayList<>();
    for (int i = 0; i < missing; i++) {
      more.add(
          NewJob.of(new byte[100])
              .withId("job-" + jobs.getAndIncrement())
              .withPriority(1 + i % NewJob.PRIORITIES));
    }
    assertThat(get(queue.enqueueAll(more))).allMatch(EnqueueOutcome::isAccepted);
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    CompletableFuture<T> future = stage.toCompletableFuture();
    return future.get(TestRedis.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
