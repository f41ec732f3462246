package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.phish.redis.server.TestRedis;
import io.phish.spi.JobQueueSettings;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;

/** Links for tests. */
final class Links {
  private Links() {}

  /** Options for tests that are not about time: no pause of a busy machine is too long for them. */
  static RedisOptions.Builder patient(String uri) {
    return RedisOptions.builder(uri)
        .waitLimit(Duration.ofSeconds(30))
        .commandTimeout(Duration.ofSeconds(30))
        .connectTimeout(Duration.ofSeconds(30));
  }

  /** A link that is connected. */
  static RedisLink connected(RedisOptions options) {
    RedisLink link = RedisLink.open(options);
    awaitUp(link, TestRedis.PATIENCE);
    return link;
  }

  /** A queue that is connected. */
  static RedisJobQueue queue(String uri, String name, JobQueueSettings settings) {
    RedisJobQueue queue = RedisJobQueue.open(patient(uri).build(), name, settings);
    awaitUp(queue.link(), TestRedis.PATIENCE);
    return queue;
  }

  /** The server's commands, of a link that is up. */
  static RedisClusterAsyncCommands<byte[], byte[]> commands(RedisLink link) {
    return Objects.requireNonNull(link.wire()).async();
  }

  /** Waits until a link is well. */
  static void awaitUp(RedisLink link, Duration atMost) {
    Awaitility.await()
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(() -> assertThat(link.health().problem()).isNull());
  }
}
