package io.phish.redis;

import io.phish.core.queue.Worker;
import io.phish.spi.JobQueueSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** A worker in a process of its own, which can be killed as a worker can be. */
final class WorkerProcess {
  /** What it has from the queue and how long it keeps it. */
  static final JobQueueSettings SETTINGS =
      JobQueueSettings.defaults().withLease(Duration.ofSeconds(2)).withMaxDeliveries(20);

  private WorkerProcess() {}

  /** Works for ever. A job "hang" is never done by a worker whose name begins with "victim". */
  public static void main(String[] args) throws InterruptedException {
    String uri = args[0];
    String queueName = args[1];
    String name = args[2];
    try (RedisJobQueue queue = Links.queue(uri, queueName, SETTINGS);
        Worker worker =
            Worker.builder(
                    queue,
                    job -> {
                      if (name.startsWith("victim")) {
                        new CountDownLatch(1).await();
                      }
                      return CompletableFuture.completedFuture(job.payload());
                    })
                .name(name)
                .concurrency(1, 4)
                .start()) {
      new CountDownLatch(1).await();
      worker.drain().join();
    }
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
