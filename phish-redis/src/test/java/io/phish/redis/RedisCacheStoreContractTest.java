package io.phish.redis;

import io.phish.contract.CacheStoreContract;
import io.phish.redis.server.TestRedis;
import io.phish.spi.CacheStore;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisCacheStoreContractTest implements CacheStoreContract {
  private static RedisLink link;

  @BeforeAll
  static void connect() {
    link =
        Links.connected(
            RedisOptions.builder(TestRedis.shared().uri())
                .waitLimit(Duration.ofSeconds(20))
                .build());
  }

  @AfterAll
  static void disconnect() {
    link.close();
  }

  @Override
  public CacheStore create(Clock clock) {
    TestRedis.shared();
    return RedisCacheStore.on(link, RedisCacheSettings.defaults(), clock);
  }
}
