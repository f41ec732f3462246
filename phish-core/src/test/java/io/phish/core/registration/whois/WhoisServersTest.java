package io.phish.core.registration.whois;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.core.SharedData;
import io.phish.core.name.QueryName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WhoisServersTest {
  private final WhoisServers servers = WhoisServers.bundled();

  @Test
  void the_longest_suffix_decides() {
    assertThat(server("example.com")).isEqualTo("whois.verisign-grs.com");
    assertThat(server("example.uk.com")).isEqualTo("whois.centralnic.com");
    assertThat(server("example.co.za")).isEqualTo("coza-whois.registry.net.za");
    assertThat(server("example.photography")).isEqualTo("whois.nic.photography");
    assertThat(server("uk.com")).isEqualTo("whois.verisign-grs.com");
  }

  @Test
  void a_suffix_without_a_server_is_told_from_one_that_is_not_known() {
    assertThat(entry("example.nhs.uk")).extracting(WhoisServers.Entry::server).isNull();
    assertThat(servers.find("example.qqqq")).isNull();
    assertThat(servers.find("com")).isNull();
  }

  @Test
  void a_host_is_below_what_was_registered() {
    assertThat(registered("www.example.com")).isEqualTo("example.com");
    assertThat(registered("www.example.co.uk")).isEqualTo("example.co.uk");
    assertThat(registered("www.example.uk.com")).isEqualTo("example.uk.com");
    assertThat(registered("me.github.io")).isEqualTo("github.io");
    assertThat(registered("a.b.example.co.za")).isEqualTo("example.co.za");
    assertThat(registered("a.b.qqqq")).isEqualTo("b.qqqq");
    assertThat(registered("uk.com")).isEqualTo("uk.com");
    assertThat(registered("co.uk")).isEqualTo("co.uk");
    assertThat(registered("com")).isEqualTo("com");
  }

  private String registered(String name) {
    return servers.registered(QueryName.parse(name));
  }

  @Test
  void what_the_host_names_goes_before_the_table() {
    WhoisServers given = servers.with(Map.of("com", HostPort.parse("127.0.0.1:4343")));
    WhoisServers.Entry entry = Objects.requireNonNull(given.find("example.com"));
    assertThat(entry).isEqualTo(new WhoisServers.Entry(new HostPort("127.0.0.1", 4343), true));
    assertThat(entry("example.com").given()).isFalse();
  }

  @Test
  void questions_are_those_that_the_server_understands() {
    assertThat(line("example.de")).isEqualTo("-T dn,ace example.de");
    assertThat(line("example.jp")).isEqualTo("example.jp/e");
    assertThat(line("example.com")).isEqualTo("domain example.com");
    assertThat(line("example.dk")).isEqualTo("--charset=utf-8 --show-handles example.dk");
    assertThat(line("example.org")).isEqualTo("example.org");
  }

  /** A charset that no platform of ours has would be ignored without a word. */
  @Test
  void every_charset_is_there() throws IOException {
    for (String line : resource("whois-rules.txt").split("\n", -1)) {
      String[] columns = line.split("\t", -1);
      if (columns.length == 4 && !columns[2].equals("-")) {
        assertThat(servers.rules(HostPort.whois(columns[0])).charset())
            .describedAs(line)
            .isNotNull();
      }
    }
  }

  @Test
  void the_table_is_what_the_generator_makes() throws IOException {
    Path source = SharedData.directory().resolve("registration/tlddata/weppos-tld.json");
    assertThat(resource("whois-servers.txt"))
        .isEqualTo(new String(WhoisTableGenerator.generate(source), StandardCharsets.US_ASCII));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(WhoisServers.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private String line(String name) {
    return servers.rules(Objects.requireNonNull(entry(name).server())).line(name);
  }

  private @Nullable String server(String name) {
    HostPort server = entry(name).server();
    return server == null ? null : server.toString();
  }

  private WhoisServers.Entry entry(String name) {
    return Objects.requireNonNull(servers.find(name), name);
  }
}
