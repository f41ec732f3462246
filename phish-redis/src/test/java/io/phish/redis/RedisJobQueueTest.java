package io.phish.redis;

import io.phish.contract.JobQueueContract;
import io.phish.redis.server.TestRedis;
import io.phish.spi.JobQueue;
import io.phish.spi.JobQueueSettings;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisJobQueueTest implements JobQueueContract {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static @Nullable TestRedis server;

  @BeforeAll
  static void start() {
    server = TestRedis.start();
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
    return Links.queue(server.uri(), "test-" + NAMES.incrementAndGet(), settings);
  }
}
