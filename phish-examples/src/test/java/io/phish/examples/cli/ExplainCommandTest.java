package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code explain} with the real models, in this process. */
class ExplainCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BAD = "http://paypal.com.account-verify.example.xyz/signin";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();
  private Charset charset = StandardCharsets.UTF_8;
  private boolean colour;

  private int run(String... arguments) {
    Streams streams =
        new Streams(
            InputStream.nullInputStream(), out, new PrintWriter(err, true), charset, colour, false);
    return Main.run(streams, arguments);
  }

  private String out() {
    return out.toString(charset);
  }

  private JsonNode json() throws IOException {
    return JSON.readTree(out());
  }

  private List<String> lines() {
    return out().lines().toList();
  }

  @Test
  void marks_stand_under_what_they_speak_of_and_their_letters_before_the_bars() {
    assertThat(run("explain", "--width", "120", BAD)).isEqualTo(1);
    assertThat(lines().get(0)).startsWith("phishing  0.9");
    String url = lines().stream().filter(line -> line.endsWith(BAD)).findFirst().orElseThrow();
    String mark =
        lines().stream()
            .filter(line -> line.contains("^  a well-known brand"))
            .findFirst()
            .orElseThrow();
    int start = mark.indexOf('^');
    assertThat(url.substring(start, mark.lastIndexOf('^') + 1)).isEqualTo("paypal");
    String letter = mark.strip().substring(0, 1);
    assertThat(lines())
        .anyMatch(
            line ->
                line.startsWith("  " + letter + "   +")
                    && line.matches(".*\u2502[\u2588\u258C]+ .*")
                    && line.contains("a well-known brand stands before the registered name"));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void everything_shown_sums_to_the_log_odds() {
    for (String[] options : List.of(new String[] {}, new String[] {"--all"})) {
      out.reset();
      run("explain", options.length == 0 ? "--ascii" : "--all", BAD);
      double sum = 0;
      double total = Double.NaN;
      for (String line : lines()) {
        if (line.matches("  .  [ +-]*[0-9.]+  .*[|\u2502].*")) {
          double number = Double.parseDouble(line.substring(5, 11).strip());
          if (line.startsWith("  =")) {
            total = number;
          } else {
            sum += number;
          }
        }
      }
      assertThat(sum).as("each is rounded").isCloseTo(total, within(0.5));
    }
  }

  @Test
  void bars_are_plain_characters_where_there_are_no_others() {
    run("explain", "--ascii", BAD);
    assertThat(out()).contains("|#").matches(text -> text.chars().allMatch(c -> c < 0x80));
    out.reset();
    charset = StandardCharsets.US_ASCII;
    run("explain", BAD);
    assertThat(out()).contains("|#").doesNotContain("?");
  }

  @Test
  void what_speaks_for_phishing_is_red_and_what_speaks_against_it_green() {
    colour = true;
    run("explain", BAD);
    assertThat(out()).contains("\u001b[31m^^^^^^\u001b[0m").contains("\u001b[32m");
    assertThat(out().replaceAll("\u001b\\[[0-9;]*m", "")).doesNotContain("\u001b");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 100, 200})
  void no_line_is_wider_than_the_terminal(int width) {
    String path =
        "/" + "folder/".repeat(100) + "login.php?session=" + "0123456789abcdef".repeat(20);
    for (String url : List.of("https://secure-login.example.top" + path, BAD, "http://10.1.1.1/")) {
      out.reset();
      run("explain", "--width", "" + width, url);
      List<String> picture = lines().subList(1, lines().size());
      assertThat(picture).allMatch(line -> line.length() <= width);
    }
  }

  @Test
  void a_long_stretch_without_marks_is_counted_and_not_drawn() {
    run("explain", "https://example.com/#" + "x".repeat(20_000));
    assertThat(lines().size()).isLessThan(60);
    assertThat(out()).contains("more like these");
  }

  @Test
  void what_a_terminal_obeys_is_written_as_a_number() {
    run("explain", "https://example.com/\u202etxt.\u001b[2J\u200b?\uD83D\uDE00");
    assertThat(out()).contains("\\u202E", "\\u001B", "is read by browsers as", "%E2%80%AE");
    assertThat(out().chars()).noneMatch(c -> Character.getType(c) == Character.FORMAT);
    assertThat(out().chars()).noneMatch(c -> Character.isISOControl(c) && c != '\n');
  }

  @Test
  void deceptions_and_oddities_are_named() {
    run("explain", "http:\\\\0x7f.1/");
    assertThat(out())
        .contains("findings, which bring it to", "in disguise", "odd:", "backslash in place");
  }

  @Test
  void json_has_the_same_and_sums_exactly() throws IOException {
    assertThat(run("explain", "--json", "--prior", "0.02", BAD)).isEqualTo(1);
    double sum = json().get("bias").asDouble() + json().get("prior_shift").asDouble();
    for (JsonNode feature : json().get("features")) {
      sum += feature.get("contribution").asDouble();
      for (JsonNode span : feature.get("spans")) {
        assertThat(span.get(0).asInt()).isLessThan(span.get(1).asInt());
        assertThat(span.get(1).asInt()).isLessThanOrEqualTo(BAD.length());
      }
    }
    double logOdds = json().get("log_odds").asDouble();
    assertThat(sum).isCloseTo(logOdds, within(1e-9));
    assertThat(json().get("model_probability").asDouble())
        .isCloseTo(1 / (1 + Math.exp(-logOdds)), within(1e-12));
    assertThat(json().get("prior").asDouble()).isEqualTo(0.02);
    assertThat(json().get("heat")).hasSize(BAD.length());
    assertThat(json().get("text").asText()).isEqualTo(BAD);
  }

  @Test
  void the_probability_is_that_of_the_url_extractor() throws IOException {
    run("explain", "--json", "--prior", "0.01", BAD);
    double explained = json().get("probability").asDouble();
    out.reset();
    run("analyze", "--json", "--disable", "phish.lookalike", "--prior", "0.01", BAD);
    assertThat(json().get("probability").asDouble()).isEqualTo(explained);
    out.reset();
    run("analyze", "--json", "--disable", "phish.lookalike", BAD);
    assertThat(json().get("probability").asDouble()).isGreaterThan(explained);
  }

  @Test
  void reasons_in_json_say_what_they_rest_on() throws IOException {
    run("analyze", "--json", BAD);
    assertThat(json().get("reasons").findValuesAsText("code"))
        .contains("phish.url.brand_in_subdomain");
    assertThat(json().get("reasons").findValues("evidence").toString()).contains("[\"paypal\"]");
    for (JsonNode reason : json().get("reasons")) {
      for (JsonNode piece : reason.path("evidence")) {
        assertThat(BAD).contains(piece.asText());
      }
    }
  }

  @Test
  void a_host_without_a_scheme_is_taken_for_a_url() {
    run("explain", "example.com");
    assertThat(out()).contains("https://example.com");
  }

  @Test
  void several_are_explained_one_after_the_other_and_what_is_none_is_rejected() {
    assertThat(run("explain", "https://www.google.com/", "javascript:alert(1)")).isEqualTo(3);
    assertThat(out()).contains("benign", "rejected", "(unsupported-scheme)");
    out.reset();
    assertThat(run("explain", "--json", "javascript:alert(1)")).isEqualTo(3);
    assertThat(out()).contains("\"code\":\"unsupported-scheme\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "-0.1", "x", "NaN", "1e-9"})
  void a_share_out_of_range_is_refused_by_name(String prior) {
    for (String command : List.of("explain", "analyze")) {
      err.getBuffer().setLength(0);
      assertThat(run(command, "--prior", prior, BAD)).isEqualTo(2);
      assertThat(err.toString()).contains("--prior", "'" + prior + "'", "0.000001 to 0.999999");
    }
  }

  @Test
  void a_width_out_of_range_is_refused_by_name() {
    assertThat(run("explain", "--width", "7", BAD)).isEqualTo(2);
    assertThat(err.toString()).contains("--width 7 is not within 40 and 400");
  }

  @Test
  void help_fits_into_100_columns() {
    assertThat(run("explain", "--help")).isZero();
    assertThat(lines()).allMatch(line -> line.length() <= 100);
  }
}
