package io.phish.redis;

import io.phish.redis.server.TestSentinel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A master that Sentinel knows. */
class SentinelContractsTest extends SharedContracts {
  private TestSentinel servers;

  @BeforeAll
  void start() {
    servers = TestSentinel.start();
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
