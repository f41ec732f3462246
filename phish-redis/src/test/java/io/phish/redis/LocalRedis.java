package io.phish.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import redis.embedded.RedisServer;

/** A server of this test's own. */
final class LocalRedis implements AutoCloseable {
  private final int port;
  private RedisServer server;

  LocalRedis() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    server = start();
  }

  /** A server's commands, of a link that is up. */
  static RedisClusterAsyncCommands<byte[], byte[]> commands(RedisLink link) {
    return Objects.requireNonNull(link.wire()).async();
  }

  private RedisServer start() throws IOException {
    RedisServer started =
        RedisServer.newRedisServer()
            .port(port)
            .setting("bind 127.0.0.1")
            .setting("save \"\"")
            .setting("appendonly no")
            .build();
    started.start();
    return started;
  }

  int port() {
    return port;
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  void stop() throws IOException {
    server.stop();
  }

  void restart() throws IOException {
    Assertions.assertThat(server.isActive()).isFalse();
    server = start();
  }

  @Override
  public void close() throws IOException {
    server.stop();
  }
}
