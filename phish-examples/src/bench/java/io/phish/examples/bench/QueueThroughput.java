package io.phish.examples.bench;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.phish.core.queue.Worker;
import io.phish.core.queue.WorkerListener;
import io.phish.redis.RedisJobQueue;
import io.phish.redis.RedisLink;
import io.phish.redis.RedisOptions;
import io.phish.spi.EnqueueOutcome;
import io.phish.spi.Job;
import io.phish.spi.JobQueueSettings;
import io.phish.spi.NewJob;
import io.phish.spi.SettleOutcome;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToDoubleFunction;

/**
 * How many jobs a second are enqueued, worked and acknowledged over a Redis on this machine: jobs
 * of 100 octets, batches of 500, one worker whose handler returns the payload. Beside it, what a
 * job costs this process and Redis in processor time, which other load on the machine does not
 * change. The medians of the rounds, of which the first two are left out, as the JVM warms up.
 */
public final class QueueThroughput {
  private static final int BATCH = 500;
  private static final int WARM_UP = 2;

  private QueueThroughput() {}

  private record Round(double rate, double ourMicros, double redisMicros) {}

  /** Measures: URI, jobs in a round, rounds. */
  public static void main(String[] args) throws Exception {
    int jobs = Integer.parseInt(args[1]);
    List<Round> rounds = new ArrayList<>();
    RedisClient observer = RedisClient.create(args[0]);
    try (StatefulRedisConnection<String, String> redis = observer.connect();
        RedisLink link = RedisLink.open(RedisOptions.of(args[0]))) {
      link.whenConnected().toCompletableFuture().join();
      for (int i = 1; i <= Integer.parseInt(args[2]); i++) {
        Round round = measure(link, redis.sync(), jobs);
        System.out.printf(
            "round %d: %.0f jobs/s, %.1f us a job here, %.1f us in Redis%n",
            i, round.rate, round.ourMicros, round.redisMicros);
        if (i > WARM_UP) {
          rounds.add(round);
        }
      }
    } finally {
      observer.shutdown();
    }
    System.out.printf(
        "median: %.0f jobs/s, %.1f us a job here, %.1f us in Redis%n",
        median(rounds, Round::rate),
        median(rounds, Round::ourMicros),
        median(rounds, Round::redisMicros));
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }

  /** Processor time in microseconds. */
  private static double redisCpu(RedisCommands<String, String> redis) {
    return redis
        .info("cpu")
        .lines()
        .filter(line -> line.startsWith("used_cpu_user:") || line.startsWith("used_cpu_sys:"))
        .mapToDouble(line -> 1e6 * Double.parseDouble(line.substring(line.indexOf(':') + 1)))
        .sum();
  }

  private static double ourCpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e3;
  }

  private static Round measure(RedisLink link, RedisCommands<String, String> redis, int jobs)
      throws InterruptedException {
    byte[] payload = "x".repeat(100).getBytes(StandardCharsets.US_ASCII);
    JobQueueSettings settings =
        JobQueueSettings.defaults().withCapacity(jobs).withKeepFinished(Duration.ofSeconds(10));
    String name = "bench-" + UUID.randomUUID();
    CountDownLatch settled = new CountDownLatch(jobs);
    double redisBefore = redisCpu(redis);
    double oursBefore = ourCpu();
    long began = System.nanoTime();
    try (RedisJobQueue queue = RedisJobQueue.on(link, name, settings);
        Worker worker =
            Worker.builder(queue, job -> CompletableFuture.completedFuture(job.payload()))
                .concurrency(64, 1_000)
                .threads(1)
                .listener(new Settled(settled))
                .start()) {
      for (int from = 0; from < jobs; from += BATCH) {
        List<NewJob> batch = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
          batch.add(NewJob.of(payload).withPriority(1 + i % NewJob.PRIORITIES));
        }
        List<EnqueueOutcome> outcomes = queue.enqueueAll(batch).toCompletableFuture().join();
        if (!outcomes.stream().allMatch(EnqueueOutcome::isAccepted)) {
          throw new IllegalStateException("the queue is full");
        }
      }
      settled.await();
      double seconds = (System.nanoTime() - began) / 1e9;
      System.out.printf("limit %d, ", worker.limit());
      return new Round(
          jobs / seconds, (ourCpu() - oursBefore) / jobs, (redisCpu(redis) - redisBefore) / jobs);
    }
  }

  private record Settled(CountDownLatch latch) implements WorkerListener {
    @Override
    public void onSettled(Job job, SettleOutcome outcome, Duration elapsed) {
      latch.countDown();
    }
  }
}
