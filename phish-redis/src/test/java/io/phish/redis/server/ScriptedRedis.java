package io.phish.redis.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers each command by its name as it is told to: what a real server can hardly be made say. */
public final class ScriptedRedis implements AutoCloseable {
  private final ServerSocket listener;
  private final Map<String, String> answers = new ConcurrentHashMap<>();

  /** A server of RESP2 that has nothing, and says yes to everything else. */
  public ScriptedRedis() {
    try {
      listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    answer("GET", "$-1");
    answer("PING", "+PONG");
    answer("TIME", "*2\r\n$1\r\n1\r\n$1\r\n0");
    daemon(this::accept);
  }

  /** Answers a command with this from now on. */
  public void answer(String command, String line) {
    answers.put(command, line);
  }

  /** Its URI. */
  public String uri() {
    return "redis://127.0.0.1:" + listener.getLocalPort();
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "scripted-redis");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        daemon(() -> serve(socket));
      } catch (IOException e) {
        // Closed: the loop ends.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (String count = line(in); count.startsWith("*"); count = line(in)) {
        String name = "";
        for (int i = 0; i < Integer.parseInt(count.substring(1)); i++) {
          int length = Integer.parseInt(line(in).substring(1));
          String part = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
          in.skipNBytes(2);
          name = i == 0 ? part.toUpperCase(Locale.ROOT) : name;
        }
        String answer = answers.getOrDefault(name, "+OK") + "\r\n";
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
      }
    } catch (IOException e) {
      // The client sees a connection that ends.
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
