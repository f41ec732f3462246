package io.phish.core.registration.rdap;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** An RDAP server over real sockets that does what a test tells it to, however wrong. */
public final class TestRdapServer implements AutoCloseable {
  private final ServerSocket server;
  private final Handler handler;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** What was asked, the names of fields in lower case. */
  public record Request(String path, Map<String, String> fields, long nanos) {}

  /** Answers on a connection; what it throws closes it. */
  @FunctionalInterface
  public interface Handler {
    /** Writes an answer. */
    void answer(Request request, Answer answer) throws IOException, InterruptedException;
  }

  /** Starts one on a free port of every address of this machine. */
  public TestRdapServer(Handler handler) {
    this.handler = handler;
    try {
      server = new ServerSocket(0, 2_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  /** One that answers every question with the same reply. */
  public static TestRdapServer always(int status, String body) {
    return new TestRdapServer((request, answer) -> answer.json(status, body));
  }

  /** One that takes connections and says nothing. */
  public static TestRdapServer silent() {
    return new TestRdapServer((request, answer) -> answer.hang());
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "test-rdap-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (Request request = read(in); request != null; request = read(in)) {
        requests.add(request);
        Answer answer = new Answer(socket, in, request);
        handler.answer(request, answer);
        if (answer.last) {
          return;
        }
      }
    } catch (IOException | InterruptedException e) {
      // The client went away.
    } finally {
      sockets.remove(socket);
    }
  }

  private static @Nullable Request read(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet >= 0; octet = in.read()) {
      if (octet == '\r') {
        continue;
      }
      if (octet != '\n') {
        line.append((char) octet);
      } else if (line.length() > 0) {
        lines.add(line.toString());
        line.setLength(0);
      } else {
        Map<String, String> fields = new TreeMap<>();
        for (String field : lines.subList(1, lines.size())) {
          int colon = field.indexOf(':');
          fields.put(
              field.substring(0, colon).toLowerCase(Locale.ROOT),
              field.substring(colon + 1).trim());
        }
        return new Request(lines.get(0).split(" ", -1)[1], fields, System.nanoTime());
      }
    }
    return null;
  }

  /** The base URL. */
  public URI base() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
  }

  /** What was asked so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** How many connections are open as far as this side knows. */
  public int connections() {
    return sockets.size();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is written to a connection. */
  public final class Answer {
    private final Socket socket;
    private final InputStream in;
    private final Request request;
    private final OutputStream out;
    private boolean last;

    private Answer(Socket socket, InputStream in, Request request) throws IOException {
      this.socket = socket;
      this.in = in;
      this.request = request;
      this.out = socket.getOutputStream();
    }

    /** The socket. */
    public Socket socket() {
      return socket;
    }

    /** A reply of RDAP. */
    public void json(int status, String body, String... fields) throws IOException {
      List<String> all = new ArrayList<>(List.of(fields));
      all.add("Content-Type: application/rdap+json");
      full(status, body.getBytes(StandardCharsets.UTF_8), all);
    }

    /** A reply of RDAP in gzip. */
    public void gzip(byte[] body) throws IOException {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(body);
      }
      full(
          200,
          packed.toByteArray(),
          List.of("Content-Type: application/rdap+json", "Content-Encoding: gzip"));
    }

    /** A redirect. */
    public void redirect(int status, String location) throws IOException {
      full(status, new byte[0], List.of("Location: " + location));
    }

    /** Any reply with its length. */
    public void full(int status, byte[] body, List<String> fields) throws IOException {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
      fields.forEach(field -> head.append(field).append("\r\n"));
      head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      all.writeBytes(body);
      raw(all.toByteArray());
    }

    /** Octets as they are. */
    public void raw(byte[] octets) throws IOException {
      out.write(octets);
      out.flush();
    }

    /** Closes the connection after this. */
    public void hangUp() {
      last = true;
    }

    /** Says nothing until the client or the server goes. */
    public void hang() throws IOException {
      while (in.read() >= 0) {
        // Whatever it says.
      }
      last = true;
    }

    /** A head, and a body that comes octet by octet and never ends. */
    public void drip(long millis) throws IOException, InterruptedException {
      raw("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
      while (!closed.await(millis, TimeUnit.MILLISECONDS)) {
        raw(new byte[] {' '});
      }
      last = true;
    }

    /** A head, and a body that never ends, as fast as it goes. */
    public void flood() throws IOException {
      raw("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] spaces = " ".repeat(8_192).getBytes(StandardCharsets.US_ASCII);
      while (true) {
        raw(spaces);
      }
    }

    /** Waits, then goes on. */
    public void after(long millis) throws InterruptedException {
      closed.await(millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Changes to HTTP/2 (RFC 7540, section 3.2) and answers this question and all that follow on
     * the connection with one reply.
     */
    public void http2(String body) throws IOException {
      if (!"h2c".equals(request.fields().get("upgrade"))) {
        json(505, "{}");
        return;
      }
      raw(
          "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      TestHttp2.serve(in, out, body, () -> requests.add(request));
      last = true;
    }
  }
}
