package io.phish.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.resource.ClientResources;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a client of Lettuce and then its threads. */
final class Shutdown {
  private static final Logger log = LoggerFactory.getLogger(Shutdown.class);
  private static final long SECONDS = 2;

  private Shutdown() {}

  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for threads that end by themselves
  static void of(AbstractRedisClient client, ClientResources resources) {
    client
        .shutdownAsync(0, SECONDS, TimeUnit.SECONDS)
        .whenComplete(
            (done, e) -> {
              if (e != null) {
                log.debug("A client of Redis did not end in an orderly way", e);
              }
              resources.shutdown(0, SECONDS, TimeUnit.SECONDS);
            });
  }
}
