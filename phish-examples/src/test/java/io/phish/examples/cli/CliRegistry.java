package io.phish.examples.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A registry on loopback: RDAP for com, WHOIS for net. Names that begin with "no" are free. */
final class CliRegistry implements AutoCloseable {
  private final HttpServer rdap;
  private final ServerSocket whois;
  private final List<String> questions = new CopyOnWriteArrayList<>();

  CliRegistry() {
    try {
      rdap = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      whois = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    rdap.createContext(
        "/",
        exchange -> {
          String name = exchange.getRequestURI().getPath().substring("/domain/".length());
          questions.add(name);
          boolean found = !name.startsWith("no");
          byte[] body =
              (found ? reply(name) : "{\"errorCode\":404}").getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/rdap+json");
          exchange.sendResponseHeaders(found ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    rdap.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "cli-rdap");
              thread.setDaemon(true);
              return thread;
            }));
    rdap.start();
    Thread thread = new Thread(this::answer, "cli-whois");
    thread.setDaemon(true);
    thread.start();
  }

  private static String reply(String name) {
    return "{\"objectClassName\":\"domain\",\"ldhName\":\""
        + name
        + "\",\"events\":[{\"eventAction\":\"registration\",\"eventDate\":\"2020-01-02T03:04:05Z\"},"
        + "{\"eventAction\":\"expiration\",\"eventDate\":\"2040-01-01T00:00:00Z\"}],"
        + "\"nameservers\":[{\"ldhName\":\"ns.example.com\"}]}";
  }

  private void answer() {
    while (!whois.isClosed()) {
      try (Socket socket = whois.accept()) {
        byte[] query = new byte[256];
        int length = socket.getInputStream().read(query);
        String name = new String(query, 0, Math.max(0, length), StandardCharsets.US_ASCII).strip();
        questions.add(name);
        String text =
            "Domain Name: "
                + name
                + "\nCreation Date: 2019-05-06T07:08:09Z\n"
                + "Registry Expiry Date: 2041-05-06T07:08:09Z\nName Server: ns.example.com\n";
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // Closed, or whoever asked went away.
      }
    }
  }

  /** What it was asked. */
  List<String> questions() {
    return questions;
  }

  /** The options that lead here. */
  List<String> options() {
    return List.of(
        "--rdap-base",
        "com=http://127.0.0.1:" + rdap.getAddress().getPort() + "/",
        "--whois",
        "net=127.0.0.1:" + whois.getLocalPort(),
        "--allow-private");
  }

  @Override
  public void close() {
    rdap.stop(0);
    try {
      whois.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
