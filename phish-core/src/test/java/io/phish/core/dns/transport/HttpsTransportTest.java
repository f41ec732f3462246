package io.phish.core.dns.transport;

import static io.phish.core.dns.transport.Asking.LONG;
import static io.phish.core.dns.transport.Asking.failure;
import static io.phish.core.dns.transport.Asking.get;
import static io.phish.core.dns.transport.Asking.query;
import static io.phish.core.dns.transport.Asking.www;
import static io.phish.core.dns.transport.Asking.zone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.core.dns.transport.DnsTransportException.Reason;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** With a real server over TLS, which answers each path in its way. */
class HttpsTransportTest {
  private static final String PASSWORD = "changeit";
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();

  @TempDir private static Path folder;
  private static ServerSocket server;
  private static SSLContext context;

  @BeforeAll
  static void serve() throws Exception {
    context = selfSigned();
    server =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 200, InetAddress.getLoopbackAddress());
    THREADS.execute(
        () -> {
          while (!server.isClosed()) {
            try {
              Socket socket = server.accept();
              THREADS.execute(() -> serve(socket));
            } catch (IOException e) {
              // Closed.
            }
          }
        });
  }

  @AfterAll
  static void close() throws IOException {
    server.close();
    THREADS.shutdownNow();
  }

  /** HTTP/1.1, one request behind the other. */
  private static void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      while (true) {
        String request = line(in);
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
          String lower = header.toLowerCase(Locale.ROOT);
          if (lower.startsWith("content-length:")) {
            length = Integer.parseInt(lower.substring(15).strip());
          }
        }
        String[] words = request.split(" ", -1);
        Message query = new Message(in.readNBytes(length));
        if (!words[0].equals("POST") || query.getHeader().getID() != 0) {
          return;
        }
        answer(words[1], query, out);
      }
    } catch (IOException e) {
      // The client is gone, or does not trust this server.
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private static void answer(String path, Message query, OutputStream out) throws IOException {
    byte[] wire = zone().answer(query).toWire(65_535);
    String type = "application/dns-message";
    String status = "200 OK";
    String more = "";
    switch (path) {
      case "/html" -> type = "text/html";
      case "/error" -> status = "503 Busy";
      case "/redirect" -> {
        status = "302 Found";
        more = "Location: /\r\n";
      }
      case "/other" -> wire[13] ^= 1;
      case "/cut" -> wire = Arrays.copyOf(wire, wire.length - 1);
      case "/empty" -> wire = new byte[0];
      case "/long" -> wire = new byte[100_000];
      case "/silent" -> {
        return;
      }
      default -> {}
    }
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + wire.length
            + "\r\n"
            + more
            + "\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(wire);
    out.flush();
  }

  @Test
  void brings_the_reply_however_long() throws Exception {
    try (HttpsTransport transport = to("/")) {
      Message query = www();
      assertThat(Asking.addresses(get(transport.send(query, LONG)))).containsExactly("192.0.2.1");
      assertThat(get(transport.send(query("big", Type.TXT), LONG)).getSection(Section.ANSWER))
          .hasSize(60);
    }
  }

  @Test
  void more_than_a_connection_takes_wait_their_turn() throws Exception {
    try (HttpsTransport transport = to("/")) {
      List<CompletableFuture<Message>> replies =
          IntStream.range(0, 150)
              .mapToObj(i -> transport.send(query("n" + i, Type.A), LONG))
              .toList();
      for (CompletableFuture<Message> reply : replies) {
        assertThat(Asking.addresses(get(reply))).containsExactly("192.0.2.9");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/html,MALFORMED",
    "/error,UNREACHABLE",
    "/redirect,UNREACHABLE",
    "/other,MALFORMED",
    "/cut,MALFORMED",
    "/empty,MALFORMED",
    "/long,UNREACHABLE"
  })
  void what_is_no_answer_is_a_failure(String path, Reason reason) throws Exception {
    try (HttpsTransport transport = to(path)) {
      assertThat(failure(transport.send(www(), LONG))).isEqualTo(reason);
    }
  }

  @Test
  void silence_ends_with_the_time() throws Exception {
    try (HttpsTransport transport = to("/silent")) {
      assertThat(failure(transport.send(www(), Duration.ofMillis(300))))
          .isEqualTo(Reason.TIMED_OUT);
    }
  }

  @Test
  void closing_fails_what_is_under_way() throws Exception {
    HttpsTransport transport = to("/silent");
    CompletableFuture<Message> reply = transport.send(www(), LONG);

    transport.close();

    assertThat(failure(reply)).isEqualTo(Reason.CLOSED);
    assertThat(failure(transport.send(www(), LONG))).isEqualTo(Reason.CLOSED);
  }

  @Test
  void a_server_that_cannot_show_who_it_is_is_not_believed() throws Exception {
    try (HttpsTransport transport = HttpsTransport.to(uri("/"))) {
      assertThat(failure(transport.send(www(), LONG))).isEqualTo(Reason.UNREACHABLE);
    }
    assertThatThrownBy(() -> HttpsTransport.to(URI.create("http://127.0.0.1/")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no https URL");
  }

  private static HttpsTransport to(String path) {
    return HttpsTransport.to(uri(path), context);
  }

  private static URI uri(String path) {
    return URI.create("https://localhost:" + server.getLocalPort() + path);
  }

  /** A certificate of this run, by the tool that comes with the JDK. */
  private static SSLContext selfSigned() throws Exception {
    Path store = folder.resolve("store.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "doh",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    SSLContext ssl = SSLContext.getInstance("TLS");
    ssl.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return ssl;
  }
}
