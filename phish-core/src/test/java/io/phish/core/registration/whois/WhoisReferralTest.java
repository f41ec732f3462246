package io.phish.core.registration.whois;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.core.registration.whois.TestWhoisServer.Script;
import io.phish.core.registration.whois.WhoisException.Reason;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WhoisReferralTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final TestWhoisServers servers = new TestWhoisServers();
  private final List<WhoisClient> clients = new ArrayList<>();
  private final WhoisClientBuilder builder =
      WhoisClient.builder().rate("1000/s").parser(PlainParser::parse).allowPrivate(true);

  @AfterEach
  void close() {
    clients.forEach(WhoisClient::close);
    servers.close();
  }

  private WhoisResult ask(TestWhoisServer server, Duration timeout) {
    WhoisClient client = builder.build();
    clients.add(client);
    return client.lookup("example.com", server.hostPort(), timeout).join();
  }

  private TestWhoisServer refers(String to) {
    return servers.start(Script.reply("registered\nrefer: " + to + "\n"));
  }

  @Test
  void the_registrar_is_asked_after_the_registry() {
    TestWhoisServer registrar = servers.start(Script.reply("registrar\n"));
    TestWhoisServer registry = refers("whois://" + registrar.hostPort() + "/");
    WhoisResult result = ask(registry, LONG);
    assertThat(result.answers())
        .extracting(answer -> answer.reply().text())
        .containsExactly(
            "registered\nrefer: whois://" + registrar.hostPort() + "/\n", "registrar\n");
    assertThat(result.failures()).isEmpty();
    assertThat(registrar.queries()).containsExactly("example.com");
  }

  @Test
  void servers_that_refer_in_a_circle_are_asked_once_each() {
    String[] first = new String[1];
    TestWhoisServer second =
        servers.start(
            (conversation, query) ->
                conversation.send("registered\nrefer: " + first[0] + "\n").close());
    TestWhoisServer start = refers(second.hostPort());
    first[0] = start.hostPort();
    assertThat(ask(start, LONG).answers()).hasSize(2);
    assertThat(start.connections()).isEqualTo(1);
    assertThat(second.connections()).isEqualTo(1);
  }

  @Test
  void a_server_that_refers_to_itself_is_asked_once() {
    String[] own = new String[1];
    TestWhoisServer server =
        servers.start(
            (conversation, query) ->
                conversation.send("registered\nrefer: " + own[0] + "\n").close());
    own[0] = server.hostPort();
    assertThat(ask(server, LONG).answers()).hasSize(1);
  }

  @Test
  void no_more_than_three_referrals_are_followed() {
    TestWhoisServer last = servers.start(Script.reply("registered\n"));
    List<TestWhoisServer> chain = new ArrayList<>(List.of(last));
    for (int i = 0; i < 6; i++) {
      chain.add(refers(chain.get(i).hostPort()));
    }
    assertThat(ask(chain.get(6), LONG).answers()).hasSize(4);
    builder.maxReferrals(0);
    assertThat(ask(chain.get(6), LONG).answers()).hasSize(1);
    builder.maxReferrals(1);
    assertThat(ask(chain.get(6), LONG).answers()).hasSize(2);
  }

  @Test
  void what_the_registry_said_stands_when_the_registrar_fails() {
    TestWhoisServer silent = servers.start(Script.silent());
    TestWhoisServer registry = refers(silent.hostPort());
    WhoisResult result = ask(registry, Duration.ofMillis(400));
    assertThat(result.answers()).hasSize(1);
    assertThat(result.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.server()).isEqualTo(silent.hostPort());
              assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
            });
  }

  @Test
  void nobody_is_sent_into_a_private_network_or_to_another_port() {
    builder.allowPrivate(false);
    List<String> looked = new CopyOnWriteArrayList<>();
    builder.resolver(
        host -> {
          looked.add(host);
          return CompletableFuture.supplyAsync(() -> address(host), Runnable::run);
        });
    for (String to :
        new String[] {
          "127.0.0.9:43",
          "127.0.0.9:80",
          "10.0.0.1",
          "169.254.169.254",
          "192.168.1.1:43",
          "100.64.0.1",
          "0.0.0.0",
          "[::1]:43",
          "::1",
          "[fe80::1]",
          "[fc00::1]",
          "[::ffff:10.0.0.1]",
          "[64:ff9b::a00:1]",
          "[2002:a00:1::]",
          "private.example.net",
          "93.184.216.34:25"
        }) {
      WhoisResult result = ask(refers(to), LONG);
      assertThat(result.answers()).describedAs(to).hasSize(1);
      assertThat(result.failures())
          .describedAs(to)
          .singleElement()
          .extracting(WhoisFailure::reason)
          .isEqualTo(Reason.FORBIDDEN);
    }
    assertThat(looked).containsExactly("private.example.net");
  }

  private static List<InetAddress> address(String host) {
    assertThat(host.toLowerCase(Locale.ROOT)).isEqualTo("private.example.net");
    return List.of(Objects.requireNonNull(HostPort.parse("127.0.0.9").address()));
  }

  @Test
  void what_is_no_server_is_not_followed() {
    for (String to :
        new String[] {
          "",
          " ",
          "rwhois://root.rwhois.net:4321",
          "https://www.example.com/whois",
          "whois",
          "a b.example",
          "x".repeat(400),
          "example.com:99999",
          "whois..com",
          "1.2.3",
          "%s%n"
        }) {
      WhoisResult result = ask(refers(to), LONG);
      assertThat(result.answers()).describedAs(to).hasSize(1);
      assertThat(result.failures()).describedAs(to).isEmpty();
    }
  }

  @Test
  void a_server_that_the_host_named_may_refer_to_another_port_of_its_own() {
    builder.allowPrivate(false);
    TestWhoisServer registrar = servers.start(Script.reply("registrar\n"));
    assertThat(ask(refers(registrar.hostPort()), LONG).answers()).hasSize(2);
  }
}
