package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code phish urls-in} with the real scanner, in this process. */
class UrlsInCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void answers_each_line_in_its_place() throws IOException {
    int exit =
        lines(
            "{\"text\":\"see hxxp://evil[.]com/a, b\"}",
            "{\"text\":\"nothing\"}",
            "{\"id\":{\"x\":[1,\"text\"]},\"text\":\"\\uD83D\\uDE00 shop.com\"}");

    assertThat(exit).isZero();
    assertThat(out().lines())
        .containsExactly(
            "{\"urls\":[{\"url\":\"http://evil.com/a\",\"start\":4,\"end\":23,\"defanged\":true}]}",
            "{\"urls\":[]}",
            "{\"urls\":[{\"url\":\"http://shop.com\",\"start\":3,\"end\":11,\"defanged\":false}]}");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | line is no JSON object | 0",
        "x | line is no JSON | 0",
        "[] | line is no JSON object | 0",
        "\"text\" | line is no JSON object | 0",
        "{} | text is missing | 0",
        "{'texts':'a'} | text is missing | 0",
        "{'text':1} | text is no string | 8",
        "{'text':null} | text is no string | 8",
        "{'text':['a']} | text is no string | 8",
        "{'text':'a','text':'b'} | text is there twice | 12",
        "{'text':'a' | line is no JSON | 11",
        "{'text':'a'} x | line is no JSON | 13",
        "{'text':'a'}{} | more than one JSON object | 12",
        "{'text':'\\q'} | line is no JSON | 10"
      })
  void a_line_that_is_something_else_is_told_and_the_run_goes_on(
      String line, String failure, int offset) throws IOException {
    int exit = lines(line.replace('\'', '"'), "{\"text\":\"a.com\"}");

    assertThat(exit).isEqualTo(3);
    JsonNode answer = json(0);
    assertThat(answer.get("failure").asText()).contains(failure);
    assertThat(answer.get("offset").asInt(-1)).isEqualTo(offset);
    assertThat(answer.has("urls")).isFalse();
    assertThat(json(1).at("/urls/0/url").asText()).isEqualTo("http://a.com");
  }

  @Test
  void a_line_that_is_no_text_or_too_long_is_told_with_its_octet() throws IOException {
    byte[] head = "{\"text\":\"".getBytes(StandardCharsets.UTF_8);
    byte[] input = new byte[head.length + (17 << 20) + 20];
    System.arraycopy(head, 0, input, 0, head.length);
    java.util.Arrays.fill(input, head.length, input.length, (byte) 'x');
    input[head.length + (17 << 20)] = '\n';
    byte[] rest = "{\"text\":\"\u0000\"}\n{}".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(rest, 0, input, head.length + (17 << 20) + 1, rest.length);

    assertThat(run(new ByteArrayInputStream(input), "urls-in", "--stdin")).isEqualTo(3);
    assertThat(json(0).get("failure").asText()).contains("more than 16777216 octets");
    assertThat(json(0).get("offset").asInt()).isEqualTo(16_777_216);
    assertThat(json(1).get("failure").asText()).contains("NUL");
    assertThat(json(1).get("offset").asInt()).isEqualTo(9);
    assertThat(out().lines()).hasSize(3);
  }

  @Test
  void two_megabytes_in_one_line_are_looked_through() throws IOException {
    assertThat(lines("{\"text\":\"http://a.com/" + "x(".repeat(1 << 20) + " b.com\"}")).isZero();

    assertThat(json(0).at("/urls/1/url").asText()).isEqualTo("http://b.com");
    assertThat(json(0).at("/urls/0/url").asText().length()).isLessThanOrEqualTo(65_536);
  }

  @Test
  void ten_thousand_urls_of_a_text_are_told_and_that_there_are_more() throws IOException {
    lines(
        "{\"text\":\"" + "a.com ".repeat(10_000) + "\"}",
        "{\"text\":\"" + "a.com ".repeat(10_001) + "\"}");

    assertThat(json(0).get("urls")).hasSize(10_000);
    assertThat(json(0).has("truncated")).isFalse();
    assertThat(json(1).get("urls")).hasSize(10_000);
    assertThat(json(1).get("truncated").asBoolean()).isTrue();
  }

  @Test
  void an_answer_does_not_wait_for_the_next_line() throws Exception {
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    OutputStream sink =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new UnsupportedOperationException();
          }

          @Override
          public void write(byte[] octets, int from, int length) {
            answers.add(new String(octets, from, length, StandardCharsets.UTF_8));
          }
        };
    PipedInputStream in = new PipedInputStream();
    CompletableFuture<Integer> exit;
    try (PipedOutputStream writer = new PipedOutputStream(in)) {
      exit = CompletableFuture.supplyAsync(() -> Main.run(streams(in, sink), "urls-in", "--stdin"));
      for (String host : List.of("a.com", "b.com")) {
        writer.write(("{\"text\":\"" + host + "\"}\n").getBytes(StandardCharsets.UTF_8));
        writer.flush();
        assertThat(answers.poll(60, TimeUnit.SECONDS)).contains("http://" + host).endsWith("\n");
      }
    }
    assertThat(exit.get(60, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void what_a_terminal_would_obey_is_escaped() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "http://sh\u200Bop.com/");
    lines("{\"text\":\"http://sh\u200Bop.com/\"}");
    assertThat(out()).contains("sh\\u200Bop");
    out.reset();

    run(InputStream.nullInputStream(), "urls-in", text.toString());
    assertThat(out()).isEqualTo("http://sh\\u200Bop.com/\n");
  }

  @Test
  void the_urls_of_files_are_listed_one_a_line() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "evil[.]com and\njoe@shop.com");
    Path page = Files.writeString(folder.resolve("page"), "<a href=http://-a.test/?x&amp;y>z</a>");

    assertThat(run(InputStream.nullInputStream(), "urls-in", text.toString())).isZero();
    assertThat(out()).isEqualTo("http://evil.com\nmailto:joe@shop.com\n");
    out.reset();
    assertThat(run(InputStream.nullInputStream(), "urls-in", "--html", page.toString())).isZero();
    assertThat(out()).isEqualTo("http://-a.test/?x&y\n");
    out.reset();
    assertThat(run(stream("see shop.com\n"), "urls-in", "-")).isZero();
    assertThat(out()).isEqualTo("http://shop.com\n");
  }

  @Test
  void says_what_is_wrong_with_the_command_line() {
    assertThat(run(stream(""), "urls-in")).isEqualTo(2);
    assertThat(err.toString()).contains("give a file, - for standard input, or --stdin");
    assertThat(run(stream(""), "urls-in", "--stdin", "x")).isEqualTo(2);
    assertThat(run(stream(""), "urls-in", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("there is no file");
    assertThat(run(stream(""), "urls-in", folder.toString())).isEqualTo(4);
  }

  private int lines(String... lines) {
    return run(stream(String.join("\n", lines)), "urls-in", "--stdin");
  }

  private int run(InputStream in, String... arguments) {
    return Main.run(streams(in, out), arguments);
  }

  private Streams streams(InputStream in, OutputStream target) {
    return new Streams(
        in, target, new PrintWriter(err, true), StandardCharsets.UTF_8, false, false);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private JsonNode json(int line) throws IOException {
    return JSON.readTree(out().lines().skip(line).findFirst().orElseThrow());
  }
}
