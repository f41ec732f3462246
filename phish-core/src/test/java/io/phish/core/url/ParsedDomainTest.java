package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.InvalidSubjectException;
import io.phish.spi.CanonicalForm;
import io.phish.subject.Domain;
import io.phish.subject.Url;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParsedDomainTest {

  @ParameterizedTest
  @CsvSource({
    "WWW.Example.COM, www.example.com, example.com, https://WWW.Example.COM/",
    "example.com., example.com, example.com, https://example.com/",
    "b\u00fccher.example, xn--bcher-kva.example, xn--bcher-kva.example,"
        + " https://xn--bcher-kva.example/",
    "tenant.github.io, tenant.github.io, tenant.github.io, https://tenant.github.io/",
    "co.uk, co.uk, , https://co.uk/",
    "localhost, localhost, , https://localhost/",
    "192.168.1, 192.168.0.1, , https://192.168.0.1/",
    "::1, ::1, , https://[::1]/",
    "[2001:DB8:0:0::1], 2001:db8::1, , https://[2001:db8::1]/",
  })
  void reads_a_domain_as_the_host_of_a_url(
      String value, String host, String registrableDomain, String url) {
    CanonicalForm form = new DomainCanonicalizer().canonicalize(new Domain(value));

    assertThat(form.text()).isEqualTo(host);
    assertThat(form.host()).isEqualTo(host);
    assertThat(form.registrableDomain()).isEqualTo(registrableDomain);
    assertThat(form.derived()).containsExactly(new Url(url));
    assertThat(ParsedUrl.parse(url).host()).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com:80",
        "a:b",
        "1.2.3.4.5",
        "[::1",
        ".",
        "a\u2024b[",
        "::g",
        "w..",
        "a..b",
        ".a"
      })
  void refuses_what_is_no_host(String value) {
    assertThatThrownBy(() -> ParsedDomain.parse(value))
        .isInstanceOfSatisfying(
            InvalidSubjectException.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo("domain");
              assertThat(refusal.code()).isEqualTo(InvalidSubjectException.Code.INVALID_HOST);
            });
  }

  @Test
  void refuses_names_that_no_resolver_can_be_asked_for() {
    String label = "a".repeat(63);

    assertThat(ParsedDomain.parse(label + ".example").host()).hasSize(71);
    assertThatThrownBy(() -> ParsedDomain.parse(label + "a.example"))
        .isInstanceOf(InvalidSubjectException.class);
    assertThatThrownBy(() -> ParsedDomain.parse((label + ".").repeat(4) + "example"))
        .isInstanceOf(InvalidSubjectException.class);
  }

  @Test
  void points_at_the_character_that_no_host_has() {
    assertThatThrownBy(() -> ParsedDomain.parse("example.com:80"))
        .isInstanceOfSatisfying(
            InvalidSubjectException.class, refusal -> assertThat(refusal.offset()).isEqualTo(11));
  }
}
