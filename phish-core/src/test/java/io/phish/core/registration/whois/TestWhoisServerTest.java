package io.phish.core.registration.whois;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestWhoisServerTest {
  private final TestWhoisServers servers = new TestWhoisServers();

  @AfterEach
  void close() {
    servers.close();
  }

  @Test
  void answers_counts_and_closes() throws IOException {
    TestWhoisServer server = servers.start("127.0.0.9", TestWhoisServer.Script.reply("hello\r\n"));
    assertThat(ask(server, "example.com")).isEqualTo("hello\r\n");
    assertThat(ask(server, "example.net")).isEqualTo("hello\r\n");
    assertThat(server.queries()).containsExactly("example.com", "example.net");
    assertThat(server.mostWithin(Duration.ofMinutes(1))).isEqualTo(2);
    assertThat(server.mostOpen()).isEqualTo(1);
  }

  @Test
  void floods_and_resets() throws IOException {
    TestWhoisServer flood = servers.start(TestWhoisServer.Script.flood(3_000_000));
    assertThat(ask(flood, "example.com")).hasSize(3_000_000);
    TestWhoisServer reset = servers.start(TestWhoisServer.Script.reset());
    assertThatThrownBy(() -> ask(reset, "example.com")).isInstanceOf(IOException.class);
  }

  private static String ask(TestWhoisServer server, String query) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(server.address());
      socket.getOutputStream().write((query + "\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
