package io.phish.redis;

import io.phish.redis.server.TestRedis;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RedisLinkTest {
  private static final int LINKS = 60;
  private static final long STEP_NANOS = 500_000;

  /** From before there is a connection until long after it is used. */
  @Test
  void what_is_done_on_every_connection_is_done_whenever_it_was_asked_for() {
    TestRedis redis = TestRedis.shared();
    for (int i = 0; i < LINKS; i++) {
      AtomicInteger done = new AtomicInteger();
      try (RedisLink link = RedisLink.open(RedisOptions.of(redis.uri()))) {
        long at = System.nanoTime() + i * STEP_NANOS;
        while (System.nanoTime() - at < 0) {
          Thread.onSpinWait();
        }
        link.onConnect(
            wire -> {
              done.incrementAndGet();
              return CompletableFuture.completedFuture(null);
            });
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .pollInterval(Duration.ofMillis(2))
            .until(() -> done.get() == 1);
      }
    }
  }
}
