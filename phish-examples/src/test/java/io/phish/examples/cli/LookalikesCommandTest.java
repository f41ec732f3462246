package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code phish lookalikes} with the real generator, in this process. */
class LookalikesCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void lists_each_name_once_after_the_domain_itself() throws IOException {
    assertThat(run("lookalikes", "M\u00FCller.de", "--json")).isZero();

    List<String> lines = out().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            "{\"rule\":\"*original\",\"name\":\"xn--mller-kva.de\",\"unicode\":\"m\u00FCller.de\","
                + "\"registrable\":true}");
    Set<String> names = new HashSet<>();
    for (String line : lines) {
      JsonNode row = JSON.readTree(line);
      assertThat(names.add(row.get("name").asText())).as(line).isTrue();
    }
    assertThat(names).contains("xn--mlle-0ra.de", "mller.de").hasSizeGreaterThan(1_000);
  }

  @Test
  void prints_names_for_people() {
    assertThat(run("lookalikes", "ab.io", "--rules", "omission,cyrillic,transposition")).isZero();
    assertThat(out().lines())
        .containsExactly(
            "cyrillic      xn--80a0d.io (\u0430\u044C.io)",
            "omission      b.io",
            "omission      a.io",
            "transposition ba.io");
  }

  @Test
  void takes_words_and_top_level_domains_from_files() throws IOException {
    Path words = file("// words\n\nlogin\r\n# more\nb\u00FCro\n");
    Path tlds = file("com\n.co.uk\n");
    int exit =
        run(
            "lookalikes",
            "ab.com",
            "--rules",
            "dictionary,tld-swap",
            "--dictionary",
            words.toString(),
            "--tlds",
            tlds.toString());
    assertThat(exit).isZero();
    assertThat(out().lines().map(line -> line.substring(14)))
        .containsExactly(
            "ab-login.com",
            "ablogin.com",
            "login-ab.com",
            "loginab.com",
            "xn--ab-bro-6ya.com (ab-b\u00FCro.com)",
            "xn--abbro-mva.com (abb\u00FCro.com)",
            "xn--bro-ab-3ya.com (b\u00FCro-ab.com)",
            "xn--broab-kva.com (b\u00FCroab.com)",
            "ab.co.uk");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void leaves_out_lines_that_cannot_stand_in_a_name_and_says_so() throws IOException {
    Path words = file("login\nnot a word\n" + "x".repeat(10_000) + "\nlast\n");
    int exit =
        run("lookalikes", "ab.com", "--rules", "dictionary", "--dictionary", words.toString());
    assertThat(exit).isEqualTo(3);
    assertThat(out()).contains("ab-login.com", "ab-last.com").doesNotContain("xxx");
    assertThat(err.toString().lines())
        .hasSize(2)
        .first()
        .asString()
        .isEqualTo("phish: " + words + ":2: not a word cannot stand in a name; left out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "com | domain has one label only",
        "192.0.2.1 | domain ends in a number",
        "'a b.com' | domain is no valid name: disallowed",
        "a.com --rules nothing | there is no rule nothing; there are addition,",
        "a.com --dictionary no-such-file | there is no file no-such-file",
      })
  void says_what_is_wrong(String arguments, String message) {
    String[] all =
        arguments.contains(" --")
            ? ("lookalikes " + arguments).split(" ", -1)
            : new String[] {"lookalikes", arguments};
    assertThat(run(all)).isEqualTo(2);
    assertThat(err.toString()).contains(message);
    assertThat(out()).isEmpty();
  }

  @Test
  void stops_when_nobody_reads() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    Streams streams =
        new Streams(
            new ByteArrayInputStream(new byte[0]),
            closed,
            new PrintWriter(err, true),
            StandardCharsets.UTF_8,
            false,
            false);
    assertThat(Main.run(streams, "lookalikes", "example.com", "--json")).isEqualTo(141);
  }

  private Path file(String content) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "words", ".txt"), content);
  }

  private int run(String... arguments) {
    Streams streams =
        new Streams(
            new ByteArrayInputStream(new byte[0]),
            out,
            new PrintWriter(err, true),
            StandardCharsets.UTF_8,
            false,
            false);
    return Main.run(streams, arguments);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
