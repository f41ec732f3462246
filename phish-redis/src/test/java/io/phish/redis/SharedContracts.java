package io.phish.redis;

import io.phish.contract.JobQueueContract;
import io.phish.contract.RateLimiterContract;
import io.phish.contract.SessionStoreContract;
import io.phish.contract.UpdateBusContract;
import io.phish.spi.JobQueue;
import io.phish.spi.JobQueueSettings;
import io.phish.spi.RateLimiter;
import io.phish.spi.SessionLimits;
import io.phish.spi.SessionStore;
import io.phish.spi.UpdateBus;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** What holds of every implementation holds over real servers, however they are set up. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SharedContracts {
  private final AtomicInteger prefixes = new AtomicInteger();
  private final List<RedisLink> links = new ArrayList<>();

  /** Where the servers are, with a patience that no pause exceeds. */
  abstract RedisOptions.Builder options();

  /** Each test has keys of its own. */
  private RedisLink link() {
    RedisLink link = RedisLink.open(options().prefix("t" + prefixes.incrementAndGet()).build());
    Awaitility.await().until(() -> link.health().isUp());
    links.add(link);
    return link;
  }

  @AfterEach
  void close() {
    links.forEach(RedisLink::close);
    links.clear();
  }

  @Nested
  class Limiter implements RateLimiterContract {
    @Override
    public RateLimiter create(Clock clock) {
      return new RedisRateLimiter(link(), clock);
    }
  }

  @Nested
  class Sessions implements SessionStoreContract {
    @Override
    public SessionStore create(SessionLimits limits, Clock clock) {
      return new RedisSessionStore(link(), limits, clock);
    }
  }

  @Nested
  class Updates implements UpdateBusContract {
    @Override
    public UpdateBus create(int kept) {
      return new RedisUpdateBus(link(), kept);
    }
  }

  @Nested
  class Jobs implements JobQueueContract {
    @Override
    public JobQueue create(JobQueueSettings settings) {
      return RedisJobQueue.on(link(), "jobs", settings);
    }
  }
}
