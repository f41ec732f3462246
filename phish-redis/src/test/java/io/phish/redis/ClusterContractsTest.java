package io.phish.redis;

import io.phish.redis.server.TestCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A cluster. */
class ClusterContractsTest extends SharedContracts {
  private TestCluster servers;

  @BeforeAll
  void start() {
    servers = TestCluster.start();
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
