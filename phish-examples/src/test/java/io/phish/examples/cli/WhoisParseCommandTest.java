package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code phish whois-parse} with the real parser, in this process. */
class WhoisParseCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  @Test
  void writes_what_a_reply_states() throws IOException {
    int exit =
        lines(
            """
            {"tld":"com","server":null,"response_text":"Domain Name: ALPHA.COM\\nRegistrar: Beta\\n\
            Registrar IANA ID: 7\\nCreation Date: 2001-02-03T04:05:06Z\\nExpires: 01-Feb-2031\\n\
            Name Server: NS1.ALPHA.COM\\nStatus: ok\\nWhois Server: whois.beta.example"}""");

    assertThat(exit).isZero();
    JsonNode json = json(0);
    assertThat(json.get("registered").asBoolean()).isTrue();
    assertThat(json.get("available").asBoolean()).isFalse();
    assertThat(json.get("throttled").asBoolean()).isFalse();
    assertThat(json.get("domain").asText()).isEqualTo("alpha.com");
    assertThat(json.get("created").asText()).isEqualTo("2001-02-03T04:05:06Z");
    assertThat(json.get("updated").isNull()).isTrue();
    assertThat(json.get("expires").asText()).isEqualTo("2031-02-01");
    assertThat(json.get("registrar").get("name").asText()).isEqualTo("Beta");
    assertThat(json.get("registrar").get("iana_id").asInt()).isEqualTo(7);
    assertThat(json.get("nameservers")).hasToString("[\"ns1.alpha.com\"]");
    assertThat(json.get("status")).hasToString("[\"ok\"]");
    assertThat(json.get("referral").asText()).isEqualTo("whois.beta.example");
  }

  @Test
  void tells_the_order_of_dates_by_the_tld() throws IOException {
    String text = "\"response_text\":\"Domain: a.b\\nCreated: 02/03/2004\\nNS: ns.c.d\"}";

    lines("{\"tld\":\".LU\"," + text, "{\"tld\":\"us\"," + text, "{" + text);

    assertThat(json(0).get("created").asText()).isEqualTo("2004-03-02");
    assertThat(json(1).get("created").asText()).isEqualTo("2004-02-03");
    assertThat(json(2).get("created").isNull()).isTrue();
  }

  @Test
  void says_that_a_domain_is_free_or_nothing_is_known() throws IOException {
    lines("{\"response_text\":\"No match\"}", "{\"response_text\":\"Quota exceeded\"}");

    assertThat(json(0).get("available").asBoolean()).isTrue();
    assertThat(json(1).get("available").isNull()).isTrue();
    assertThat(json(1).get("throttled").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | response_text is missing",
        "{\"response_text\":1} | response_text is no string",
        "{\"tld\":2,\"response_text\":\"\"} | tld is no string",
        "{\"response_text\":null} | response_text is no string",
        "[] | line is no JSON object",
        "x | line is no JSON"
      })
  void names_what_is_wrong_with_a_line_and_goes_on(String line, String failure) throws IOException {
    int exit = lines(line, "{\"response_text\":\"No match\"}");

    assertThat(exit).isEqualTo(ExitCode.UNKNOWN);
    assertThat(json(0).get("failure").asText()).startsWith(failure);
    assertThat(json(1).get("available").asBoolean()).isTrue();
  }

  @Test
  void needs_to_be_told_where_the_replies_are() {
    assertThat(run("", "whois-parse")).isEqualTo(2);
    assertThat(err.toString()).contains("give --stdin");
  }

  private int lines(String... lines) {
    return run(String.join("\n", lines), "whois-parse", "--stdin");
  }

  private int run(String in, String... arguments) {
    return Main.run(
        new Streams(
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
            out,
            new PrintWriter(err, true),
            StandardCharsets.UTF_8,
            false,
            false),
        arguments);
  }

  private JsonNode json(int line) throws IOException {
    return JSON.readTree(
        out.toString(StandardCharsets.UTF_8).lines().skip(line).findFirst().orElseThrow());
  }
}
