package com.example.shared;

import io.phish.core.limit.MemoryRateLimiter;
import io.phish.redis.RedisLink;
import io.phish.redis.RedisOptions;
import io.phish.redis.RedisRateLimiter;
import io.phish.spi.RateDecision;
import io.phish.spi.RateLimiter;
import io.phish.spi.RateWindow;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Asks a registry no more often than it allows, however many instances of this there are. */
public final class SharedLimit implements AutoCloseable {
  private static final List<RateWindow> WINDOWS =
      List.of(
          new RateWindow(10, Duration.ofSeconds(1), 2), RateWindow.of(5_000, Duration.ofDays(1)));

  private final RedisLink link;
  private final RateLimiter local = new MemoryRateLimiter();
  private final RateLimiter limiter;

  public SharedLimit(String uri, String user, String password) {
    RedisOptions options =
        RedisOptions.builder(uri) // rediss://, redis-sentinel://, redis-cluster://
            .credentials(user, () -> password)
            .build();
    link = RedisLink.open(options); // does not wait, and fails nothing if Redis is away
    limiter = new RedisRateLimiter(link).withFallback(local, 4); // of four instances at most
  }

  public CompletionStage<RateDecision> mayAsk(String registry) {
    return limiter.acquire(registry, WINDOWS, 1, Duration.ofMillis(500));
  }

  @Override
  public void close() {
    limiter.close();
    local.close();
    link.close();
  }
}
