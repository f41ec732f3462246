package io.phish.redis.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import redis.embedded.core.ExecutableProvider;

/**
 * A server in a process of its own, on a free port of the loopback interface. It ends with this
 * JVM, however that ends: a shell waits for the end of what this JVM writes to it.
 *
 * <p>The program is that of the system property {@code phish.redis.server}, or else the one in the
 * embedded-redis jar. Where neither runs or speaks RESP3, tests are skipped.
 */
public final class TestRedis implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final int port;
  private final List<String> settings;
  private final Path directory;
  private @Nullable Process shell;
  private long pid;

  private TestRedis(int port, List<String> settings) throws IOException {
    this.port = port;
    this.settings = settings;
    this.directory = Files.createTempDirectory("phish-redis");
  }

  /** Starts a server that keeps nothing on disk, with these settings besides. */
  public static TestRedis start(String... settings) {
    return start(freePort(), settings);
  }

  /** Starts a server on this port. */
  public static TestRedis start(int port, String... settings) {
    try {
      TestRedis redis = new TestRedis(port, List.of(settings));
      redis.restart();
      return redis;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server that tests share, emptied. */
  public static TestRedis shared() {
    TestRedis shared = Shared.SERVER;
    shared.send("FLUSHALL");
    return shared;
  }

  private static final class Shared {
    static final TestRedis SERVER = startChecked();

    private static TestRedis startChecked() {
      TestRedis redis = null;
      try {
        redis = start();
        String hello = redis.send("HELLO 3");
        Assumptions.assumeTrue(hello.startsWith("%"), "the server does not speak RESP3: " + hello);
        return redis;
      } catch (RuntimeException e) {
        Assumptions.abort("no Redis runs here: " + e);
        throw e;
      }
    }
  }

  /** A port nobody listens on now. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String program() throws IOException {
    String given = System.getProperty("phish.redis.server", "");
    return given.isEmpty() ? Program.EMBEDDED : given;
  }

  private static final class Program {
    static final String EMBEDDED;

    static {
      try {
        EMBEDDED = ExecutableProvider.newJarResourceProvider().get().getPath();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Starts the server again after it was killed. */
  public void restart() {
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "\"$@\" > server.log 2>&1 < /dev/null & echo $!; cat > /dev/null; kill -9 $!",
                "sh"));
    try {
      command.add(program());
      command.addAll(arguments());
      Process started = new ProcessBuilder(command).directory(directory.toFile()).start();
      shell = started;
      pid =
          Long.parseLong(
              new BufferedReader(
                      new InputStreamReader(started.getInputStream(), StandardCharsets.US_ASCII))
                  .readLine()
                  .strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .failFast("the server ended", () -> !isAlive())
        .until(this::isListening);
  }

  private List<String> arguments() throws IOException {
    List<String> lines = new ArrayList<>(List.of("bind 127.0.0.1", "dir " + directory));
    boolean isSentinel = settings.stream().anyMatch(line -> line.startsWith("sentinel "));
    if (!isSentinel) {
      lines.add("save \"\"");
    }
    if (settings.stream().noneMatch(line -> line.startsWith("port "))) {
      lines.add("port " + port);
    }
    lines.addAll(settings);
    Path file = directory.resolve("redis.conf");
    if (!Files.exists(file)) {
      // Sentinel writes into it what it knows.
      Files.write(file, lines);
    }
    return isSentinel ? List.of(file.toString(), "--sentinel") : List.of(file.toString());
  }

  private boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isAlive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /** What the server wrote. */
  public String log() {
    try {
      return Files.readString(directory.resolve("server.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** Its URI without TLS. */
  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** Ends the server at once, as {@code kill -9} does. */
  public void kill() {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    Awaitility.await().atMost(PATIENCE).until(() -> !isListening());
  }

  /** Lets the server stand still, with its connections open. */
  public void pause() {
    signal("STOP");
  }

  /** Lets it go on. */
  public void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends a line past any client; the first octets of the answer. */
  public String send(String line) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      OutputStream out = socket.getOutputStream();
      out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
      byte[] answer = new byte[65_536];
      int read = socket.getInputStream().read(answer);
      return new String(answer, 0, Math.max(0, read), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Process last = shell;
    if (last != null) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      last.destroyForcibly();
      try {
        last.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
