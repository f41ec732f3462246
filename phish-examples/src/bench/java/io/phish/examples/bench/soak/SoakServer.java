package io.phish.examples.bench.soak;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A Redis that is killed and started again, with the data that it wrote to its disk. */
final class SoakServer implements AutoCloseable {
  private static final int SOCKET_TIMEOUT_MILLIS = 10_000;
  private static final long START_NANOS = 300_000_000_000L;

  private final String program;
  private final Path folder;
  private final List<String> settings;
  private final int port;
  private @Nullable Process process;

  /**
   * A server that is not started.
   *
   * @param folder of its own, for its data and its log
   * @param settings as on its command line
   */
  SoakServer(String program, Path folder, String... settings) throws IOException {
    this.program = program;
    this.folder = Files.createDirectories(folder);
    this.settings = List.of(settings);
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = socket.getLocalPort();
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "soak-server-end"));
  }

  int port() {
    return port;
  }

  /** Starts it, and waits until it has read its data. */
  void start() throws IOException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--save", "", "--dir", folder.toString()));
    command.addAll(settings);
    File log = folder.resolve("server.log").toFile();
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    long end = System.nanoTime() + START_NANOS;
    while (!isReady()) {
      if (System.nanoTime() - end > 0) {
        throw new IOException("Redis did not start; see " + log);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private boolean isReady() {
    try {
      return send("PING").startsWith("+PONG");
    } catch (IOException e) {
      return false;
    }
  }

  /** As {@code kill -9} does. */
  void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      running.onExit().join();
      process = null;
    }
  }

  /** What it answers to a line; the first 64 KiB of that. */
  String send(String line) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      byte[] answer = new byte[65_536];
      int read = in.read(answer);
      return new String(answer, 0, Math.max(0, read), StandardCharsets.UTF_8);
    }
  }

  /** How many clients it has, the one that asks left out; NaN if it does not say. */
  double clients() {
    try {
      String info = send("INFO clients");
      String field = "connected_clients:";
      int at = info.indexOf(field);
      int end = info.indexOf('\r', at);
      return at < 0 ? Double.NaN : Integer.parseInt(info.substring(at + field.length(), end)) - 1;
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  @Override
  public void close() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
    }
  }
}
