package io.phish.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.phish.core.queue.Worker;
import io.phish.spi.Job;
import io.phish.spi.JobQueueSettings;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

/** A worker in a process of its own, which can be killed as a worker can be. */
final class WorkerProcess {
  /** What it has from the queue and how long it keeps it. */
  static final JobQueueSettings SETTINGS =
      JobQueueSettings.defaults().withLease(Duration.ofSeconds(2)).withMaxDeliveries(20);

  /** How often each job was done, and how many each worker did: hashes. */
  static final String RUNS = "runs";

  static final String WORKERS = "workers";

  private WorkerProcess() {}

  /** Works for ever, one job at a time, and writes down what it did before it says so. */
  public static void main(String[] args) throws InterruptedException {
    String uri = args[0];
    String name = args[2];
    try (RedisJobQueue queue = Links.queue(uri, args[1], SETTINGS);
        Worker worker =
            Worker.builder(queue, job -> done(queue, name, job))
                .name(name)
                .concurrency(1, 1)
                .start()) {
      new CountDownLatch(1).await();
      worker.drain().join();
    }
  }

  private static CompletionStage<byte[]> done(RedisJobQueue queue, String name, Job job) {
    RedisClusterAsyncCommands<byte[], byte[]> redis = Links.commands(queue.link());
    return redis
        .hincrby(octets(RUNS), octets(job.id()), 1)
        .thenCompose(runs -> redis.hincrby(octets(WORKERS), octets(name), 1))
        .thenApply(jobs -> job.payload());
  }

  static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static Process start(String uri, String queue, String name, Path log) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            List.of(
                java,
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerProcess.class.getName(),
                uri,
                queue,
                name))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())))
        .start();
  }
}
