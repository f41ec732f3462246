package io.phish.redis.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;
import redis.embedded.core.ExecutableProvider;

/**
 * A server in a process of its own, on a free port of the loopback interface. It ends with this
 * JVM, however that ends: a shell waits for the end of what this JVM writes to it.
 *
 * <p>The program is that of the system property {@code phish.redis.server}, or else the one in the
 * embedded-redis jar. Where neither runs or speaks RESP3, tests are skipped.
 */
public final class TestRedis implements AutoCloseable {
  /** How long whatever must happen may take on a machine that is busy with other things. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Ends the server when this JVM does, and itself when the server does. */
  private static final String GUARD =
      """
      "$@" > server.log 2>&1 < /dev/null & server=$!
      echo $server
      exec 3<&0
      (cat <&3 > /dev/null; kill -9 $server) 2> /dev/null &
      wait $server
      """;

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
    Shared.assumeRuns();
    return launch(port, settings);
  }

  private static TestRedis launch(int port, String... settings) {
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
    TestRedis shared = Shared.assumeRuns();
    shared.send("FLUSHALL");
    return shared;
  }

  private static final class Shared {
    static final @Nullable TestRedis SERVER;
    static final String WHY_NOT;

    static {
      TestRedis server = null;
      String why = "";
      try {
        server = launch(freePort());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        String hello = server.send("HELLO 3");
        why = hello.startsWith("%") ? "" : "the server does not speak RESP3: " + hello;
      } catch (RuntimeException | ExceptionInInitializerError e) {
        why = e.toString();
      }
      SERVER = server;
      WHY_NOT = why;
    }

    static TestRedis assumeRuns() {
      TestRedis server = SERVER;
      if (server == null || !WHY_NOT.isEmpty()) {
        throw new TestAbortedException("no Redis runs here: " + WHY_NOT);
      }
      return server;
    }
  }

  /** A port on which nobody listens, nor will before this JVM ends. */
  public static int freePort() {
    return Ports.claim();
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
    List<String> command = new ArrayList<>(List.of("sh", "-c", GUARD, "sh"));
    try {
      command.add(program());
      command.addAll(arguments());
      Process started =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      shell = started;
      pid = Long.parseLong(started.inputReader().readLine().strip());
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .failFast("the server ended", () -> !started.isAlive())
          .until(this::isListening);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ConditionTimeoutException | TerminalFailureException e) {
      throw new IllegalStateException(
          e.getMessage() + "; " + command + " on port " + port + " wrote:\n" + log(), e);
    }
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

  /** Ends the server at once, as {@code kill -9} does: its memory is lost, its files are not. */
  public void kill() {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    Process last = shell;
    if (last == null) {
      return;
    }
    try {
      if (!last.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("cannot be killed: " + pid);
      }
      last.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    shell = null;
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
    kill();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
