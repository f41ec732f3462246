package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.AnalysisMode;
import io.phish.examples.json.Rejection;
import io.phish.examples.json.Verdicts;
import io.phish.subject.Subject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrintersTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void a_verdict_for_people_begins_with_what_matters() throws IOException {
    text(false).verdict("https://a.example/", Verdicts.phishing("https://a.example/"));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            phishing  0.930  https://a.example/

              why
                +1.25  The host imitates "paypal": paypa1  phish.url.brand
                -0.25  The link is encrypted  phish.url.https

              extractor    status   time   says   weight
              phish.url    OK       12 us  0.930  100%
              phish.whois  SKIPPED  0 us   -      -       off-line

              off-line: nothing was contacted (--online to ask); 50% of the evidence answered; \
            phish.url@2026-11-20, phish.dns@3; cached; 1.0 ms
            """);
  }

  @Test
  void a_scheme_that_was_put_before_is_told() throws IOException {
    text(false).verdict("a.example/x", Verdicts.phishing("https://a.example/x"));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("taken for a URL; https:// was put before it");
  }

  @Test
  void nothing_known_is_never_shown_as_a_number() throws IOException {
    text(false).verdict("x", Verdicts.unknown(Subject.text("x")));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("unknown  -  x\n")
        .contains("0% of the evidence answered; no model");
  }

  @Test
  void a_probability_is_never_shown_as_one_it_does_not_reach() {
    assertThat(Numbers.probability(0.69999)).isEqualTo("0.699");
    assertThat(Numbers.probability(0.7)).isEqualTo("0.700");
    assertThat(Numbers.probability(1)).isEqualTo("1.000");
  }

  @Test
  void colour_is_there_only_if_it_is_wanted() throws IOException {
    text(false).verdict("x", Verdicts.phishing("https://a.example/"));
    line(false).verdict("x", Verdicts.phishing("https://a.example/"));
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("\u001b");
    out.reset();
    text(true).verdict("x", Verdicts.phishing("https://a.example/"));
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("\u001b[1;31mphishing\u001b[0m");
  }

  @Test
  void no_text_can_command_the_terminal() throws IOException {
    String hostile = "\u001b[2J\u202e\u0007\r\n";
    text(false).verdict("x", Verdicts.because(hostile));
    text(false).rejected(new Rejection("url", hostile, "malformed", hostile, 0));
    line(false).verdict("x", Verdicts.because(hostile));
    line(false).verdict("x", Verdicts.unknown(Subject.url("https://a.example/" + hostile)));
    line(false).rejected(new Rejection("url", hostile, "malformed", hostile, 0));
    assertThat(out.toString(StandardCharsets.UTF_8).replace("\n", ""))
        .contains("\\u001B[2J\\u202E\\u0007\\u000D\\u000A")
        .matches("[\\P{Cntrl}&&\\P{Cf}]*");
  }

  @Test
  void many_verdicts_are_one_a_line() throws IOException {
    line(false).verdict("x", Verdicts.phishing("https://a.example/"));
    line(false).rejected(new Rejection("url", "y", "no-scheme", "url has no scheme", 0));
    line(false).verdict("x", Verdicts.unknown(Subject.text("z")));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            phishing    0.930  https://a.example/  The host imitates "paypal"
            rejected    -      y  url has no scheme
            unknown     -      z
            """);
  }

  private TextPrinter text(boolean colour) {
    return new TextPrinter(out, streams(colour), AnalysisMode.OFFLINE);
  }

  private LinePrinter line(boolean colour) {
    return new LinePrinter(out, streams(colour));
  }

  private static Streams streams(boolean colour) {
    return new Streams(
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        new PrintWriter(Writer.nullWriter()),
        StandardCharsets.UTF_8,
        colour,
        false);
  }
}
