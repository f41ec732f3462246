package io.phish.redis;

import static org.awaitility.Awaitility.await;

import io.phish.spi.JobQueueSettings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A Redis of the tests' own that can be killed and started again on the same port. */
final class QueueServer implements AutoCloseable {
  private final Path folder;
  private final List<String> settings;
  private final int port = freePort();
  private @Nullable Process process;

  /** Started, with its files in this folder. */
  QueueServer(Path folder, String... settings) {
    this.folder = folder;
    this.settings = List.of(settings);
    start();
  }

  /** A queue that is connected. */
  static RedisJobQueue queue(String uri, String name, JobQueueSettings settings) {
    RedisJobQueue queue = RedisJobQueue.open(RedisOptions.of(uri), name, settings);
    Links.awaitUp(queue.link(), Duration.ofSeconds(20));
    return queue;
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  void start() {
    List<String> command = new ArrayList<>(List.of(executable().toString(), "--port", "" + port));
    command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--dir", folder.toString()));
    command.addAll(settings);
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("redis.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await().atMost(Duration.ofSeconds(20)).until(this::answers);
  }

  /** The system takes it away: nothing is flushed that it had not handed to the system. */
  void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().onExit().join();
    }
  }

  /** Sends a command without arguments that need quotes, and gives the first line of the answer. */
  String command(String line) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[4_096];
      int length = socket.getInputStream().read(answer);
      return new String(answer, 0, Math.max(0, length), StandardCharsets.US_ASCII).trim();
    }
  }

  private boolean answers() {
    try {
      return command("PING").equals("+PONG");
    } catch (IOException e) {
      return false;
    }
  }

  private static File executable() {
    try {
      return ExecutableProvider.newJarResourceProvider().get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
