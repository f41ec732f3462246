package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.phish.InvalidSubjectException;
import io.phish.subject.Subject;
import io.phish.subject.Url;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlPropertyTest {
  private static final String[] PIECES = {
    "http",
    "https",
    "ftp",
    "ws",
    ":",
    "//",
    "/",
    "\\",
    "@",
    "[",
    "]",
    "[::1]",
    "::",
    ".",
    "..",
    "%2e",
    "%",
    "%41",
    "%00",
    "%ff",
    "?",
    "#",
    "&",
    "=",
    "a",
    "B",
    "0",
    "1.2.3.4",
    "0x7f",
    "999",
    ":80",
    ":65536",
    "xn--",
    "xn--a",
    "com",
    "co.uk",
    "github.io",
    "www.",
    "paypal",
    "\t",
    "\n",
    "\r",
    " ",
    "\0",
    "<",
    "|",
    "^",
    "ü",
    "ß",
    "\u0130",
    "\uFF21",
    "\u3002",
    "\u202E",
    "\u200B",
    "\u00AD",
    "\u0338",
    "\uD83D\uDE00",
    "\uD83D",
    "\uDE00",
    "\uFFFE",
    "\u05D0",
    "\u0661"
  };

  private final UrlFeatures features = new UrlFeatures();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void refuses_hostile_text_or_gives_a_form_that_parses_to_itself(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int parsed = 0;
    for (int i = 0; i < 20_000; i++) {
      String text = hostile(random);
      ParsedUrl url = parse(text);
      if (url != null) {
        parsed++;
        requireSound(url, text);
      }
    }
    assertThat(parsed).isGreaterThan(1_000);
  }

  @Test
  void one_changed_character_never_makes_a_url_break_the_parser() {
    String seed = "https://user:pw@www.ex%61mple.co.uk:8443/a/../b%2e/%2E%2e/c?d=e&f=%zz#g";
    for (int at = 0; at <= seed.length(); at++) {
      for (int c = 0; c < 0x200; c++) {
        String text =
            seed.substring(0, at) + (char) c + seed.substring(Math.min(at + 1, seed.length()));
        ParsedUrl url = parse(text);
        if (url != null) {
          requireSound(url, text);
        }
      }
    }
  }

  private static String hostile(SplittableRandom random) {
    StringBuilder text = new StringBuilder(random.nextInt(4) > 0 ? "http://" : "");
    for (int i = random.nextInt(12); i >= 0; i--) {
      text.append(
          random.nextInt(8) > 0
              ? PIECES[random.nextInt(PIECES.length)]
              : String.valueOf((char) random.nextInt(0x10000)));
    }
    return text.toString();
  }

  private static @Nullable ParsedUrl parse(String text) {
    try {
      return ParsedUrl.parse(text);
    } catch (InvalidSubjectException refusal) {
      assertThat(refusal.kind()).isEqualTo("url");
      assertThat(refusal.offset()).as(text).isBetween(0, text.length());
      return null;
    }
  }

  private void requireSound(ParsedUrl url, String text) {
    String href = url.href();
    assertThat(href.chars()).as(text).allMatch(c -> c > 0x20 && c < 0x7F);
    ParsedUrl again = ParsedUrl.parse(href);
    assertThat(again.href()).as(text).isEqualTo(href);
    assertThat(again.hostname()).as(text).isEqualTo(url.hostname());
    assertThat(again.path()).as(text).isEqualTo(url.path());
    assertThat(again.query()).as(text).isEqualTo(url.query());
    assertThat(again.fragment()).as(text).isEqualTo(url.fragment());
    assertThat(again.port()).as(text).isEqualTo(url.port());
    assertThat(again.username()).as(text).isEqualTo(url.username());
    assertThat(again.password()).as(text).isEqualTo(url.password());
    assertThat(again.registrableDomain()).as(text).isEqualTo(url.registrableDomain());
    for (Subject domain : url.derived()) {
      assertThat(ParsedDomain.parse(domain.value()).host()).as(text).isEqualTo(url.host());
    }
    UrlFeaturesTest.requireInRange(features.extract(url), text);
  }

  /** How a URL starts, and what is repeated after that up to the longest that is allowed. */
  static List<Arguments> shapes() {
    return List.of(
        arguments("http://a/", "../"),
        arguments("http://a/", "b/"),
        arguments("http://a/", "b/../"),
        arguments("http://a/", "%2e%2e/"),
        arguments("http://a/", "%25"),
        arguments("http://a/", "%"),
        arguments("http://a/", "ü"),
        arguments("http://a/", "<"),
        arguments("http://a/", "//"),
        arguments("http://a/", "a@"),
        arguments("http://a/", "a@b."),
        arguments("http://a/", "%40a"),
        arguments("http://a/", "http"),
        arguments("http://a/", "paypal"),
        arguments("http://a/", "1a"),
        arguments("http://a/?", "a=&"),
        arguments("http://a/#", "http:"),
        arguments("http://", "a."),
        arguments("http://", "."),
        arguments("http://", "a-"),
        arguments("http://", "1."),
        arguments("http://", "xn--a."),
        arguments("http://", "rn"),
        arguments("http://", "1"),
        arguments("http://", "paypa1."),
        arguments("http://", "a@"),
        arguments("http://", "a:"),
        arguments("http://", "@"),
        arguments("http://", "%41"),
        arguments("http://", "%"),
        arguments("http://", "%f0%9f%98%80"),
        arguments("http://", "ü"),
        arguments("http://", "ü."),
        arguments("http://", "["),
        arguments("http://[", "0:"),
        arguments("http://a:", "0"),
        arguments("http:", "\\/"),
        arguments("http", "s"),
        arguments("http://a/", "\n\t"),
        arguments("\n\t", " "),
        arguments("http://a/", "\uD83D"));
  }

  private static String fill(String start, String repeated, int length) {
    return start + repeated.repeat((length - start.length()) / repeated.length());
  }

  private void work(String text) {
    ParsedUrl url = parse(text);
    if (url != null) {
      features.extract(url);
      UrlFindings.of(url, text);
    }
  }

  /**
   * Nothing of quadratic cost passes: at 65,536 characters, 20 times over, that would be more than
   * 8·10¹⁰ steps a shape, and what is linear takes a fraction of a second.
   */
  @ParameterizedTest
  @MethodSource("shapes")
  void comes_to_an_end_on_the_longest_input(String start, String repeated) {
    String text = fill(start, repeated, Url.MAX_LENGTH);
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          for (int i = 0; i < 20; i++) {
            work(text);
          }
        });
  }
}
