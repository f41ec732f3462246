package io.phish.examples.bench;

import io.phish.core.queue.Worker;
import io.phish.core.queue.WorkerListener;
import io.phish.redis.RedisJobQueue;
import io.phish.redis.RedisOptions;
import io.phish.spi.EnqueueOutcome;
import io.phish.spi.Job;
import io.phish.spi.JobQueueSettings;
import io.phish.spi.NewJob;
import io.phish.spi.SettleOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * How many jobs a second are enqueued, worked and acknowledged over a Redis on this machine: jobs
 * of 100 octets, batches of 500, one worker whose handler returns the payload. The median of the
 * rounds.
 */
public final class QueueThroughput {
  private static final int BATCH = 500;

  private QueueThroughput() {}

  /** Measures: URI, jobs in a round, rounds. */
  public static void main(String[] args) throws InterruptedException {
    int jobs = Integer.parseInt(args[1]);
    double[] rates = new double[Integer.parseInt(args[2])];
    for (int round = 0; round < rates.length; round++) {
      rates[round] = measure(args[0], jobs);
      System.out.printf("round %d: %.0f jobs/s%n", round + 1, rates[round]);
    }
    Arrays.sort(rates);
    System.out.printf("median: %.0f jobs/s%n", rates[rates.length / 2]);
  }

  private static double measure(String uri, int jobs) throws InterruptedException {
    byte[] payload = "x".repeat(100).getBytes(StandardCharsets.US_ASCII);
    JobQueueSettings settings =
        JobQueueSettings.defaults().withCapacity(jobs).withKeepFinished(Duration.ofSeconds(10));
    String name = "bench-" + UUID.randomUUID();
    CountDownLatch settled = new CountDownLatch(jobs);
    long began = System.nanoTime();
    try (RedisJobQueue queue = RedisJobQueue.open(RedisOptions.of(uri), name, settings);
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
      return jobs / seconds;
    }
  }

  private record Settled(CountDownLatch latch) implements WorkerListener {
    @Override
    public void onSettled(Job job, SettleOutcome outcome, Duration elapsed) {
      latch.countDown();
    }
  }
}
