package io.phish.redis;

import io.phish.contract.JobQueueContract;
import io.phish.spi.JobQueue;
import io.phish.spi.JobQueueSettings;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class RedisJobQueueTest implements JobQueueContract {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static @Nullable QueueServer server;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = new QueueServer(folder);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  public JobQueue create(JobQueueSettings settings) {
    if (server == null) {
      throw new IllegalStateException("no server");
    }
    return QueueServer.queue(server.uri(), "test-" + NAMES.incrementAndGet(), settings);
  }
}
