package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuessTest {

  @ParameterizedTest
  @CsvSource({
    "https://example.com/, URL, https://example.com/",
    "HTTP://example.com, URL, HTTP://example.com",
    "javascript:alert(1), URL, javascript:alert(1)",
    "mailto:a@example.com, URL, mailto:a@example.com",
    "'  https://example.com/', URL, '  https://example.com/'",
    "example.com, DOMAIN, example.com",
    "пайпал.com, DOMAIN, пайпал.com",
    "192.0.2.1, DOMAIN, 192.0.2.1",
    "2001:db8::1, DOMAIN, 2001:db8::1",
    "fe80::1, DOMAIN, fe80::1",
    "abcd:1::ffff:192.0.2.1, DOMAIN, abcd:1::ffff:192.0.2.1",
    "example.com/login, URL, https://example.com/login",
    "example.com?a=b, URL, https://example.com?a=b",
    "example.com#x, URL, https://example.com#x",
    "example.com\\login, URL, https://example.com\\login",
    "example.com:8443, URL, https://example.com:8443",
    "example.com:8443/x, URL, https://example.com:8443/x",
    "localhost:8080, URL, https://localhost:8080",
    "192.0.2.1:8080, URL, https://192.0.2.1:8080",
    "[2001:db8::1]:8080, URL, https://[2001:db8::1]:8080",
    "pkg:pypi/requests@2.32.0, PACKAGE, pkg:pypi/requests@2.32.0",
    "'', DOMAIN, ''",
    "':', DOMAIN, ':'",
    "':80', URL, 'https://:80'"
  })
  void the_first_rule_that_fits_decides(String text, SubjectKind kind, String value) {
    assertThat(Guess.of(text)).isEqualTo(new Guess(kind, value));
  }

  @Test
  void every_text_has_a_guess_that_ends_in_it() {
    SplittableRandom random = new SplittableRandom(11);
    String alphabet = "a1:/?#\\@[]. \t%-";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(10); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(Guess.of(text.toString()).value().stripLeading())
          .endsWith(text.toString().stripLeading());
    }
  }
}
