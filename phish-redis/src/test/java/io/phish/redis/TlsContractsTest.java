package io.phish.redis;

import io.phish.redis.server.Certificates;
import io.phish.redis.server.TestRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A server that speaks TLS only and knows its clients by their certificates. */
class TlsContractsTest extends SharedContracts {
  private final Certificates certificates = new Certificates();
  private TestRedis server;

  @BeforeAll
  void start() {
    server = certificates.server("server", "IP:127.0.0.1", true, "yes");
    certificates.certificate("client", "DNS:client.example", true);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Override
  RedisOptions.Builder options() {
    return Links.patient("rediss://127.0.0.1:" + server.port())
        .caFile(certificates.authority())
        .clientCertificate(
            certificates.authority().resolveSibling("client.pem"),
            certificates.authority().resolveSibling("client.key"));
  }
}
