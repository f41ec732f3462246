package io.phish.redis;

import io.phish.redis.server.TestRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** One server. */
class RedisContractsTest extends SharedContracts {
  private TestRedis servers;

  @BeforeAll
  void start() {
    servers = TestRedis.start();
  }

  @AfterAll
  void stop() {
    servers.close();
  }

  @Override
  RedisOptions.Builder options() {
    return Links.patient(servers.uri());
  }
}
