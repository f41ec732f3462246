package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code phish domain}, {@code rdap} and {@code rdap-parse} against servers over real sockets. */
class DomainCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REPLY =
      """
      {"objectClassName":"domain","ldhName":"A.COM","status":["client transfer prohibited"],
       "events":[{"eventAction":"registration","eventDate":"2020-01-02T03:04:05Z"},
                 {"eventAction":"expiration","eventDate":"2030-01-01T00:00:00Z"}],
       "nameservers":[{"ldhName":"NS1.A.COM"}],
       "entities":[{"roles":["registrar"],"publicIds":[{"type":"IANA Registrar ID",
         "identifier":"7"}],"vcardArray":["vcard",[["fn",{},"text","Seller \\u001b[31m"]]]}]}
      """;
  private static final String WHOIS =
      """
      Domain Name: B.COM
      Registrar: Other Seller
      Creation Date: 2019-05-06T07:08:09Z
      Registry Expiry Date: 2031-05-06T07:08:09Z
      Domain Status: ok https://icann.org/epp#ok
      Name Server: NS1.B.COM
      """;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();
  private final AtomicInteger asked = new AtomicInteger();

  @SuppressWarnings("NullAway.Init")
  private HttpServer rdap;

  @SuppressWarnings("NullAway.Init")
  private ServerSocket whois;

  @TempDir private Path folder;

  @BeforeEach
  void start() throws IOException {
    rdap = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    rdap.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          boolean found = exchange.getRequestURI().getPath().equals("/domain/a.com");
          byte[] body = (found ? REPLY : "{\"errorCode\":404}").getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/rdap+json");
          exchange.sendResponseHeaders(found ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    rdap.start();
    whois = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::answer, "test-whois");
    thread.setDaemon(true);
    thread.start();
  }

  private void answer() {
    try {
      while (true) {
        try (Socket socket = whois.accept()) {
          byte[] query = new byte[256];
          int length = socket.getInputStream().read(query);
          String name = new String(query, 0, Math.max(0, length), StandardCharsets.US_ASCII);
          String text = name.contains("b.com") ? WHOIS : "No match for \"" + name.strip() + "\".\n";
          OutputStream reply = socket.getOutputStream();
          reply.write(text.getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  @AfterEach
  void stop() throws IOException {
    rdap.stop(0);
    whois.close();
  }

  private int run(String input, String... args) {
    Streams streams =
        new Streams(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            out,
            new PrintWriter(err, true),
            StandardCharsets.UTF_8,
            false,
            false);
    return Main.run(streams, args);
  }

  /** The command and the servers of this test. */
  private String[] local(String... args) {
    List<String> all = new ArrayList<>(Arrays.asList(args));
    all.add("--rdap-base");
    all.add("com=http://127.0.0.1:" + rdap.getAddress().getPort() + "/");
    if (args[0].equals("domain")) {
      all.addAll(List.of("--no-dns", "--whois", "com=127.0.0.1:" + whois.getLocalPort()));
    }
    return all.toArray(String[]::new);
  }

  private List<JsonNode> objects() throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).split("\n", -1)) {
      if (!line.isEmpty()) {
        objects.add(JSON.readTree(line));
      }
    }
    return objects;
  }

  @Test
  void says_what_is_known_and_from_whom() {
    assertThat(run("", local("domain", "www.a.com"))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("2020-01-02T03:04:05Z", "clientTransferProhibited", "/domain/a.com")
        .doesNotContain("\u001b");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void answers_each_line_in_its_place_and_names_bad_ones() throws IOException {
    String names = "a.com\nb.com\nnobody.com\n\na..com\n192.0.2.1\nx.test\ncom\nA.com.\n";
    assertThat(run(names, local("domain", "--stdin", "--json"))).isEqualTo(3);
    List<JsonNode> objects = objects();
    assertThat(objects).hasSize(9);
    assertThat(objects.get(0).at("/registration/state").asText()).isEqualTo("registered");
    assertThat(objects.get(0).at("/registration/registrar/iana_id").asInt()).isEqualTo(7);
    assertThat(objects.get(0).at("/registration/attempts/0/protocol").asText()).isEqualTo("rdap");
    assertThat(objects.get(1).at("/registration/registered").asBoolean()).isTrue();
    assertThat(objects.get(1).at("/registration/created").asText())
        .isEqualTo("2019-05-06T07:08:09Z");
    assertThat(objects.get(1).at("/registration/attempts/1/protocol").asText()).isEqualTo("whois");
    assertThat(objects.get(2).at("/registration/available").asBoolean()).isTrue();
    assertThat(objects.subList(3, 8)).allMatch(object -> object.hasNonNull("failure"));
    assertThat(objects.get(5).path("code").asText()).isEqualTo("ip-address");
    assertThat(objects.get(6).path("code").asText()).isEqualTo("special-use");
    assertThat(objects.get(8).path("domain").asText()).isEqualTo("a.com");
  }

  @Test
  void asks_once_where_there_is_a_file() throws IOException {
    String cache = folder.resolve("domains.db").toString();
    for (int i = 0; i < 2; i++) {
      assertThat(run("", local("domain", "--json", "a.com", "--cache", cache))).isZero();
    }
    assertThat(asked).hasValue(1);
    assertThat(objects())
        .extracting(object -> object.path("cached").asBoolean())
        .containsExactly(false, true);
  }

  @ParameterizedTest
  @CsvSource({
    "--rdap-base, com, rdap-base has 'com'",
    "--whois, com, whois has 'com'",
    "--rate, often, rate: rate 'often'",
    "--follow, maybe, follow is 'maybe'",
    "--concurrency, 0, --concurrency 0",
    "--timeout, soon, 'soon' is no duration"
  })
  void names_the_option_that_makes_no_sense(String option, String value, String message) {
    assertThat(run("", "domain", "--no-dns", "a.com", option, value)).isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }

  @Test
  void names_what_is_wrong_with_a_bootstrap_file() throws IOException {
    Path file = folder.resolve("dns.json");
    for (String content : new String[] {"", "{\"services\":[", "{}"}) {
      Files.writeString(file, content);
      assertThat(run("", "domain", "--no-dns", "a.com", "--rdap-bootstrap", file.toString()))
          .isEqualTo(2);
      assertThat(err.toString()).contains("phish: rdap-bootstrap " + file + ": the ");
    }
  }

  @Test
  void rdap_shows_the_reply_parsed_and_raw() throws IOException {
    assertThat(run("", local("rdap", "--json", "a.com", "a.test", "nobody.com"))).isEqualTo(3);
    List<JsonNode> objects = objects();
    assertThat(objects.get(0).path("response_text").asText()).isEqualTo(REPLY);
    assertThat(objects.get(0).path("created").asText()).isEqualTo("2020-01-02T03:04:05Z");
    assertThat(objects.get(1).path("code").asText()).isEqualTo("special-use");
    assertThat(objects.get(2).path("outcome").asText()).isEqualTo("not-found");
    out.reset();
    assertThat(run("", local("rdap", "--raw", "a.com"))).isZero();
    assertThat(JSON.readTree(out.toByteArray()).path("ldhName").asText()).isEqualTo("A.COM");
    out.reset();
    assertThat(run("", local("rdap", "a.com"))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("(IANA 7)").doesNotContain("\u001b");
  }

  @Test
  void rdap_parse_answers_each_line() throws IOException {
    String lines =
        JSON.writeValueAsString(JSON.createObjectNode().put("response_text", REPLY))
            + "\n{\"response_text\":\"{\"}\n{\"response_text\":\"{\\\"errorCode\\\":404}\"}\nx\n";
    assertThat(run(lines, "rdap-parse", "--stdin")).isEqualTo(3);
    List<JsonNode> objects = objects();
    assertThat(objects.get(0).path("registered").asBoolean()).isTrue();
    assertThat(objects.get(0).path("nameservers").get(0).asText()).isEqualTo("ns1.a.com");
    assertThat(objects.get(1).path("registered").isNull()).isTrue();
    assertThat(objects.get(1).path("failure").asText()).startsWith("the reply is no JSON");
    assertThat(objects.get(2).path("available").asBoolean()).isTrue();
    assertThat(objects.get(3).path("failure").asText()).startsWith("line is no JSON");
  }
}
