package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.phish.InvalidSubjectException;
import io.phish.subject.Subject;
import io.phish.subject.Url;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
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
    "file",
    "foo",
    "mailto",
    "c:",
    "C|",
    "localhost",
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

  private static final String[] STARTS = {"http://", "https:", "file:", "foo:", "foo://", "", "/"};

  private static String hostile(SplittableRandom random) {
    StringBuilder text = new StringBuilder(STARTS[random.nextInt(STARTS.length)]);
    for (int i = random.nextInt(12); i >= 0; i--) {
      text.append(
          random.nextInt(8) > 0
              ? PIECES[random.nextInt(PIECES.length)]
              : String.valueOf((char) random.nextInt(0x10000)));
    }
    return text.toString();
  }

  private static final List<ParsedUrl> BASES =
      Stream.of(
              "http://example.org/foo/bar",
              "https://u:p@h.example:8080/a/b?q#f",
              "file:///C:/a/b",
              "file://host/D:",
              "foo:/a/b",
              "foo://h",
              "web+demo:/.//not-a-host/",
              "mailto:x@y ?z")
          .map(ParsedUrl::parse)
          .toList();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void refuses_hostile_relative_text_or_gives_a_form_that_parses_to_itself(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int parsed = 0;
    for (int i = 0; i < 20_000; i++) {
      String text = hostile(random);
      ParsedUrl base = BASES.get(random.nextInt(BASES.size()));
      ParsedUrl url = parse(text, base);
      if (url != null) {
        parsed++;
        requireSound(url, text);
        // What has a scheme of its own needs no base.
        assertThat(ParsedUrl.parse(url.href(), base)).as(text).isEqualTo(url);
      }
    }
    assertThat(parsed).isGreaterThan(5_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void comes_to_the_same_whether_or_not_a_url_is_as_simple_as_it_looks(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int simple = 0;
    for (int i = 0; i < 50_000; i++) {
      String text = mutated(random);
      ParsedUrl plain = PlainUrl.parse(text);
      if (plain != null) {
        simple++;
        ParsedUrl full = UrlParser.parse(text, null, true);
        assertThat(components(plain)).as(text).isEqualTo(components(full));
        assertThat(plain.oddities()).as(text).isEqualTo(full.oddities());
        assertThat(plain.suffixStart()).as(text).isEqualTo(full.suffixStart());
      }
    }
    assertThat(simple).isBetween(5_000, 45_000);
  }

  private static String mutated(SplittableRandom random) {
    String[] seeds = {
      "https://www.example.co.uk:8443/a/b.html?c=d&e=%20f#g",
      "http://192.168.10.1/a%2fb/.well-known/x",
      "https://xn--bcher-kva.example",
      "http://a-b.c_d.example/?x=y"
    };
    StringBuilder text = new StringBuilder(seeds[random.nextInt(seeds.length)]);
    for (int edits = random.nextInt(4); edits > 0; edits--) {
      int at = random.nextInt(4, text.length() + 1);
      String piece = PIECES[random.nextInt(PIECES.length)];
      text.replace(at, Math.min(text.length(), at + random.nextInt(3)), piece);
    }
    return text.toString();
  }

  private static @Nullable ParsedUrl parse(String text) {
    return parse(text, null);
  }

  private static @Nullable ParsedUrl parse(String text, @Nullable ParsedUrl base) {
    try {
      return ParsedUrl.parse(text, base);
    } catch (InvalidSubjectException refusal) {
      assertThat(refusal.kind()).isEqualTo("url");
      assertThat(refusal.offset()).as(text).isBetween(0, text.length());
      return null;
    }
  }

  private void requireSound(ParsedUrl url, String text) {
    String href = url.href();
    // Only an opaque path may have spaces.
    assertThat(href.chars()).as(text).allMatch(c -> c > 0x20 - (url.hasOpaquePath() ? 1 : 0));
    assertThat(href.chars()).as(text).allMatch(c -> c < 0x7F);
    assertThat(components(ParsedUrl.parse(href))).as(text).isEqualTo(components(url));
    assertThat(serialised(url)).as(text).isEqualTo(href);
    for (Subject domain : url.derived()) {
      assertThat(ParsedDomain.parse(domain.value()).host()).as(text).isEqualTo(url.host());
    }
    if (url.isSpecial() && !url.scheme().equals("file")) {
      UrlFeaturesTest.requireInRange(features.extract(url), text);
    }
  }

  private static List<@Nullable Object> components(ParsedUrl url) {
    return Arrays.asList(
        url.href(),
        url.scheme(),
        url.username(),
        url.password(),
        url.hasHost(),
        url.hostname(),
        url.host(),
        url.registrableDomain(),
        url.port(),
        url.path(),
        url.hasOpaquePath(),
        url.query(),
        url.fragment(),
        url.isIpAddress(),
        url.origin());
  }

  /** The URL serializer of the standard. */
  private static String serialised(ParsedUrl url) {
    StringBuilder text = new StringBuilder(url.scheme()).append(':');
    if (url.hasHost()) {
      text.append("//").append(url.username());
      if (!url.password().isEmpty()) {
        text.append(':').append(url.password());
      }
      if (!url.username().isEmpty() || !url.password().isEmpty()) {
        text.append('@');
      }
      text.append(url.hostname());
      if (url.port() >= 0) {
        text.append(':').append(url.port());
      }
    } else if (url.path().startsWith("//")) {
      text.append("/.");
    }
    text.append(url.path());
    if (url.query() != null) {
      text.append('?').append(url.query());
    }
    if (url.fragment() != null) {
      text.append('#').append(url.fragment());
    }
    return text.toString();
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
        arguments("http://a/", "a"),
        arguments("http://a/", "-"),
        arguments("http://a/", "."),
        arguments("http://a/", "wp-"),
        arguments("http://a/", "bWVA"),
        arguments("http://a/", "deadbeef-"),
        arguments("http://a/", "b.com:80"),
        arguments("http://a/?next=", "//"),
        arguments("http://a/?", "next=http:"),
        arguments("http://", "-"),
        arguments("http://", "netfilx-"),
        arguments("http://", "com."),
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
        arguments("foo:", "a "),
        arguments("foo:", "/."),
        arguments("foo:/", "../"),
        arguments("foo:/.", "//"),
        arguments("foo://", "%41"),
        arguments("foo://", "ü"),
        arguments("file:", "/.."),
        arguments("file:///c:", "/.."),
        arguments("HTTP://a/", "b/../"),
        arguments("http://a/", "\n\t"),
        arguments("\n\t", " "),
        arguments("http://a/", "\uD83D"));
  }

  /** Of a URL of the greatest length nothing but its length is beyond what it should be. */
  @ParameterizedTest
  @MethodSource("shapes")
  void features_of_the_longest_input_are_in_range(String start, String repeated) {
    ParsedUrl url = parse(fill(start, repeated, Url.MAX_LENGTH));
    if (url != null && url.isSpecial()) {
      UrlFeaturesTest.requireInRange(features.extract(url), start + repeated);
    }
  }

  private static String fill(String start, String repeated, int length) {
    return start + repeated.repeat((length - start.length()) / repeated.length());
  }

  private void work(String text) {
    ParsedUrl url = parse(text);
    if (url != null && url.isSpecial()) {
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
