package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import io.phish.subject.Url;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is given to the parser: a sound result, or a refusal that says why and where. */
class UrlBadInputTest {
  private static final ParsedUrl BASE = ParsedUrl.parse("http://h.example/a/b");

  @ParameterizedTest
  @CsvSource({
    "http://a/, a, 2000000",
    "http://, ., 100000",
    "http://a/, %25, 100000",
    "'', ../, 100000",
    "foo:, ' ', 2000000",
  })
  void refuses_what_is_longer_than_the_bound(String start, String repeated, int times) {
    String text = start + repeated.repeat(times);

    assertThat(refusal(text, null).code()).isEqualTo(Code.TOO_LONG);
    assertThat(refusal(text, BASE).code()).isEqualTo(Code.TOO_LONG);
    assertThat(refusal(text, BASE).offset()).isEqualTo(Url.MAX_LENGTH);
    assertThat(refusal(text, BASE).getMessage()).hasSizeLessThan(200);
  }

  @Test
  void takes_the_longest_reference_at_the_longest_base() {
    ParsedUrl base = ParsedUrl.parse("http://h/" + "a/".repeat(30_000));

    assertThat(ParsedUrl.parse("b/".repeat(30_000), base).path()).hasSize(120_001);
    assertThat(ParsedUrl.parse("../".repeat(20_000) + "c", base).path())
        .isEqualTo("/" + "a/".repeat(10_000) + "c");
  }

  @Test
  void knows_the_domain_of_a_host_of_ten_thousand_labels() {
    ParsedUrl url = ParsedUrl.parse("http://" + "a.".repeat(10_000) + "co.uk/");

    assertThat(url.oddities()).containsExactly(Oddity.LONG_HOST);
    assertThat(url.registrableDomain()).isEqualTo("a.co.uk");
    assertThat(url.derived()).isEmpty();
    assertThat(ParsedUrl.parse("http://" + ".".repeat(60_000) + "/").registrableDomain()).isNull();
  }

  @Test
  void takes_a_character_of_every_category_in_every_place() {
    Map<Integer, Integer> seen = new HashMap<>();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      // A handful of each, and from each plane.
      if (seen.merge(Character.getType(c) << 8 | c >> 16, 1, Integer::sum) <= 40) {
        String one = Character.toString(c);
        for (String text :
            new String[] {
              "http://" + one,
              "http://a" + one + "b.example/" + one + "?" + one + "#" + one,
              "http://a.example:" + one,
              "http://" + one + ":" + one + "@a.example",
              "http://\u05d0" + one + ".example",
              "foo://a" + one + "b/" + one,
              "foo:" + one,
              "file://" + one + "/" + one + "|",
              one + "://a",
              "a" + one + ":b"
            }) {
          requireSoundOrRefused(text);
        }
      }
    }
    assertThat(seen).hasSizeGreaterThan(30);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://\u05d0a.example",
        "http://a\u05d0.example",
        "http://\u0661\u05d0.example",
        "http://\u05d01.\u0661.example",
        "http://1.\u05d0",
        "http://xn--a.\u05d0",
      })
  void refuses_labels_of_mixed_direction(String text) {
    assertThat(refusal(text, null).code()).isEqualTo(Code.INVALID_HOST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "-", "99999999", "zzzzzzzzzzzzzzzzzzzzzzzzzzzz", "\u00fc"})
  void takes_or_refuses_punycode_that_decodes_to_nothing(String code) {
    for (int times : new int[] {1, 8, 200, 2_000, 20_000}) {
      requireSoundOrRefused("http://xn--" + code.repeat(Math.min(times, 60_000 / 28)) + ".example");
      requireSoundOrRefused("http://\u00fc.xn--" + code.repeat(Math.min(times, 300)) + ".example");
    }
  }

  @Test
  void removes_line_breaks_and_keeps_no_control_character() {
    ParsedUrl url =
        ParsedUrl.parse("\u0000ht\r\ntp://a.ex\tample/\u0000\n\u007f?\u0001#\u001f-\u0000");

    assertThat(url.href()).isEqualTo("http://a.example/%00%7F?%01#%1F-");
    assertThat(url.oddities())
        .containsExactly(Oddity.EDGE_SPACE, Oddity.TAB_OR_NEWLINE, Oddity.UNUSUAL_CHARACTER);
    assertThat(refusal("http://a\u0000b/", null).offset()).isEqualTo(8);
    assertThat(refusal("http://a\u007f/", null).offset()).isEqualTo(8);
    assertThat(refusal("foo://a\u0000b/", null).offset()).isEqualTo(7);
    assertThat(ParsedUrl.parse("foo://a\u0001b/").hostname()).isEqualTo("a%01b");
  }

  @Test
  void writes_half_a_surrogate_pair_as_the_replacement_character() {
    assertThat(ParsedUrl.parse("http://\udc00:\ud800@a/\ud800?\udc00\ud800#\ud800x").href())
        .isEqualTo("http://%EF%BF%BD:%EF%BF%BD@a/%EF%BF%BD?%EF%BF%BD%EF%BF%BD#%EF%BF%BDx");
    assertThat(ParsedUrl.parse("foo:\ud800").href()).isEqualTo("foo:%EF%BF%BD");
    assertThat(ParsedUrl.parse("foo://\ud800").href()).isEqualTo("foo://%EF%BF%BD");
    assertThat(refusal("http://a\ud800b/", null).code()).isEqualTo(Code.INVALID_HOST);
  }

  /** A percent-encoded combining character makes another of a forbidden one before it. */
  @Test
  void normalises_before_it_forbids() {
    assertThat(ParsedUrl.parse("http://a<%CC%B8b/"))
        .isEqualTo(ParsedUrl.parse("http://a<\u0338b/"))
        .isEqualTo(ParsedUrl.parse("http://a\u226eb/"));
    assertThat(refusal("http://a<%41b/", null).offset()).isEqualTo(8);
  }

  private static void requireSoundOrRefused(String text) {
    try {
      UrlInvariants.requireSound(ParsedUrl.parse(text), text);
    } catch (InvalidSubjectException refusal) {
      assertThat(refusal.offset()).as(text).isBetween(0, text.length());
    }
  }

  private static InvalidSubjectException refusal(String text, @Nullable ParsedUrl base) {
    InvalidSubjectException refusal =
        catchThrowableOfType(InvalidSubjectException.class, () -> ParsedUrl.parse(text, base));
    assertThat(refusal).as(text).isNotNull();
    return refusal;
  }
}
