package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.redis.server.FaultProxy;
import io.phish.redis.server.TestRedis;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is left of connections that were lost. */
class LostConnectionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void nothing_is_kept_of_a_connection_that_was_lost() {
    TestRedis redis = TestRedis.shared();
    List<WeakReference<Object>> lost = new ArrayList<>();
    try (FaultProxy proxy = new FaultProxy(redis.port());
        RedisLink link = RedisLink.open(RedisOptions.of(proxy.uri()))) {
      for (int i = 0; i < 5; i++) {
        Links.awaitUp(link, PATIENCE);
        WeakReference<Object> connection = connection(link);
        lost.add(connection);
        if (i % 2 == 0) {
          proxy.cut();
        } else {
          proxy.reset();
        }
        Awaitility.await()
            .atMost(PATIENCE)
            .until(() -> link.wire() == null || connection(link).get() != connection.get());
      }
      Links.awaitUp(link, PATIENCE);
      // Each has room for as many commands as may be pending: half a mebibyte by default.
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                System.gc();
                assertThat(lost).allMatch(connection -> connection.get() == null);
              });
    }
  }

  private static WeakReference<Object> connection(RedisLink link) {
    Wire wire = link.wire();
    return new WeakReference<>(wire == null ? new Object() : wire.stateful());
  }
}
