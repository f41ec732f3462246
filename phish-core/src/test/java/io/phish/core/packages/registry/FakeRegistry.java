package io.phish.core.packages.registry;

import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.PackageId;
import io.phish.core.registration.rdap.TestRdapServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/** A registry over real sockets that has the pages which a test gives it. */
final class FakeRegistry implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(20);

  private final Map<String, TestRdapServer.Handler> pages = new ConcurrentHashMap<>();
  private final TestRdapServer server =
      new TestRdapServer(
          (request, answer) -> {
            TestRdapServer.Handler page = pages.getOrDefault(request.path(), pages.get("*"));
            if (page == null) {
              answer.full(404, bytes("no such page"), List.of("Content-Type: text/plain"));
            } else {
              page.answer(request, answer);
            }
          });

  /** What to do about a path, or about all others: {@code *}. */
  FakeRegistry on(String path, TestRdapServer.Handler handler) {
    pages.put(path, handler);
    return this;
  }

  FakeRegistry json(String path, String body, String... fields) {
    return page(path, 200, "application/json", body, fields);
  }

  FakeRegistry page(String path, int status, String type, String body, String... fields) {
    List<String> all = new ArrayList<>(List.of(fields));
    all.add("Content-Type: " + type);
    return on(path, (request, answer) -> answer.full(status, bytes(body), all));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] gzip(byte[] octets) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(octets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  String url() {
    return server.base().toString();
  }

  int port() {
    return server.base().getPort();
  }

  int connections() {
    return server.connections();
  }

  List<TestRdapServer.Request> requests() {
    return server.requests();
  }

  List<String> paths() {
    return server.requests().stream().map(TestRdapServer.Request::path).toList();
  }

  /** One that asks this registry for an ecosystem. */
  PackageRegistry client(Ecosystem ecosystem) {
    return Registries.of(RegistryConfiguration.empty().with(ecosystem, url()));
  }

  /** What comes of one look-up with a client of its own. */
  RegistryAnswer ask(Ecosystem ecosystem, String name) {
    try (PackageRegistry client = client(ecosystem)) {
      return ask(client, ecosystem, name);
    }
  }

  static RegistryAnswer ask(PackageRegistry client, Ecosystem ecosystem, String name) {
    return client.lookup(new PackageId(ecosystem, name, null), LONG).toCompletableFuture().join();
  }

  static PackageMetadata found(RegistryAnswer answer) {
    if (answer instanceof RegistryAnswer.Found found) {
      return found.metadata();
    }
    throw new AssertionError("not found: " + answer);
  }

  static String reason(RegistryAnswer answer) {
    if (answer instanceof RegistryAnswer.Unknown unknown) {
      return unknown.reason();
    }
    throw new AssertionError("not unknown: " + answer);
  }

  @Override
  public void close() {
    server.close();
  }
}
