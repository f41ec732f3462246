package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;

/** Links for tests. */
final class Links {
  private Links() {}

  /** A link that is connected. */
  static RedisLink connected(RedisOptions options) {
    RedisLink link = RedisLink.open(options);
    awaitUp(link, Duration.ofSeconds(20));
    return link;
  }

  /** Waits until a link is well. */
  static void awaitUp(RedisLink link, Duration atMost) {
    Awaitility.await()
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(() -> assertThat(link.health().problem()).isNull());
  }
}
