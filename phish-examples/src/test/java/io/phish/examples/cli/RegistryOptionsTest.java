package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.PackageId;
import io.phish.core.packages.registry.PackageRegistry;
import io.phish.core.packages.registry.RegistryAnswer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class RegistryOptionsTest {
  private static final byte[] LEFT =
      "{\"name\":\"left\",\"versions\":{\"1.0.0\":{}}}".getBytes(StandardCharsets.UTF_8);

  @Command
  private static final class Holder {
    @Mixin private RegistryOptions options = new RegistryOptions();
  }

  private static PackageRegistry open(String... arguments) {
    Holder holder = new Holder();
    new CommandLine(holder).parseArgs(arguments);
    return holder.options.open(
        new Streams(
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            new PrintWriter(new StringWriter(), true),
            StandardCharsets.UTF_8,
            false,
            false));
  }

  private static RegistryAnswer ask(PackageRegistry registry) {
    return registry
        .lookup(new PackageId(Ecosystem.NPM, "left", null), Duration.ofSeconds(20))
        .toCompletableFuture()
        .join();
  }

  @Test
  void asks_the_registry_that_is_named_and_says_who_asks() throws IOException {
    List<String> agents = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/left",
        exchange -> {
          agents.add(exchange.getRequestHeaders().getFirst("User-Agent"));
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, LEFT.length);
          exchange.getResponseBody().write(LEFT);
          exchange.close();
        });
    server.start();
    String base = "npm=http://127.0.0.1:" + server.getAddress().getPort();
    try (PackageRegistry registry =
        open(
            "--registry",
            base,
            "--registry-config",
            "off",
            "--contact",
            "ann@example.org",
            "--registry-rate",
            "npm=50/s")) {
      assertThat(ask(registry)).isInstanceOf(RegistryAnswer.Found.class);
      assertThat(agents).containsExactly("phish (ann@example.org)");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void asks_nobody_off_line() {
    try (PackageRegistry registry =
        open("--offline", "--registry", "npm=http://127.0.0.1:1/", "--registry-config", "off")) {
      assertThat(ask(registry))
          .isEqualTo(new RegistryAnswer.Unknown("off-line: no registry was asked"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--registry,npm,is not ECOSYSTEM=",
    "--registry,perl=http://a.example/,is not ECOSYSTEM=",
    "--registry,npm=,nothing after the =",
    "--registry,npm=ftp://a.example/,no URL of http",
    "--deps-dev,left,no URL of http",
    "--registry-config,maybe,is on or off",
    "--registry-rate,npm=often,is no number of calls per time",
    "--contact,a(b),a character that is not allowed at 1"
  })
  void says_what_is_wrong(String option, String value, String message) {
    assertThatThrownBy(
            () -> {
              PackageRegistry unused = open(option, value);
            })
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining(message);
  }
}
