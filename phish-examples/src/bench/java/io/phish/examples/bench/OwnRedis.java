package io.phish.examples.bench;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server of the benchmark's own on the loopback interface, which keeps nothing on disk. */
final class OwnRedis implements AutoCloseable {
  private final Process process;
  private final int port;

  private OwnRedis(Process process, int port) {
    this.process = process;
    this.port = port;
    // However this JVM ends, but for SIGKILL.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** Starts one and waits until it listens. */
  static OwnRedis start(Path program) throws IOException {
    int port = freePort();
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    OwnRedis redis = new OwnRedis(process, port);
    while (!redis.isListening()) {
      if (!process.isAlive()) {
        throw new IOException(program + " ended with " + process.exitValue());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    return redis;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** A section of what the server says of itself. */
  String info(String section) {
    try (RedisClient client = RedisClient.create(uri());
        StatefulRedisConnection<String, String> connection = client.connect()) {
      return connection.sync().info(section);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
