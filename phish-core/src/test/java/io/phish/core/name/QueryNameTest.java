package io.phish.core.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import io.phish.core.name.InvalidNameException.Problem;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryNameTest {

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com",
    "WWW.Example.COM., www.example.com",
    "_dmarc.example.com, _dmarc.example.com",
    "bücher.example.com, xn--bcher-kva.example.com",
    "BÜCHER.de, xn--bcher-kva.de",
    "例え。テスト, xn--r8jz45g.xn--zckzah",
    "faß.de, xn--fa-hia.de",
    "com, com",
    "a=b.example.com, a=b.example.com",
  })
  void gives_the_name_in_a_labels(String given, String ascii) {
    assertThat(QueryName.parse(given).ascii()).isEqualTo(ascii);
  }

  @Test
  void tells_the_parts_of_a_name() {
    QueryName name = QueryName.parse("shop.bücher.co.uk");

    assertThat(name.labels()).containsExactly("shop", "xn--bcher-kva", "co", "uk");
    assertThat(name.tld()).isEqualTo("uk");
    assertThat(name.unicode()).isEqualTo("shop.bücher.co.uk");
    assertThat(name.registrableDomain()).isEqualTo("xn--bcher-kva.co.uk");
    assertThat(name.registeredDomain()).isEqualTo("xn--bcher-kva.co.uk");
    assertThat(name).hasToString("shop.xn--bcher-kva.co.uk");
    assertThat(name).isEqualTo(QueryName.parse("SHOP.xn--bcher-kva.co.uk."));
    assertThat(name).hasSameHashCodeAs(QueryName.parse("SHOP.xn--bcher-kva.co.uk."));
    assertThat(name).isNotEqualTo(QueryName.parse("bücher.co.uk"));
  }

  @ParameterizedTest
  @CsvSource({
    "a.tenant.github.io, tenant.github.io, github.io",
    "github.io, , github.io",
    "a.me.uk.com, me.uk.com, uk.com",
    "b.s3.dualstack.us-east-1.amazonaws.com, b.s3.dualstack.us-east-1.amazonaws.com, amazonaws.com",
    "a.b.example.com, example.com, example.com",
    "co.uk, ,",
    "com, ,",
    "a.b.nosuchtld, b.nosuchtld, b.nosuchtld",
  })
  void tells_what_a_platform_hands_out_from_what_a_registry_does(
      String given, String registrable, String registered) {
    QueryName name = QueryName.parse(given);

    assertThat(name.registrableDomain()).isEqualTo(registrable);
    assertThat(name.registeredDomain()).isEqualTo(registered);
  }

  @ParameterizedTest
  @CsvSource({
    "'', EMPTY, EMPTY, 0",
    "'  ', EMPTY, EMPTY, 0",
    "., EMPTY, EMPTY, 0",
    "a..example.com, EMPTY_LABEL, INVALID_NAME, 2",
    ".example.com, EMPTY_LABEL, INVALID_NAME, 0",
    "example.com.., EMPTY_LABEL, INVALID_NAME, 11",
    "bü。。com, EMPTY_LABEL, INVALID_NAME, 3",
    "a b.com, FORBIDDEN_CHARACTER, INVALID_HOST, 1",
    "example.com:80, FORBIDDEN_CHARACTER, INVALID_HOST, 11",
    "example.com/path, FORBIDDEN_CHARACTER, INVALID_HOST, 11",
    "https://example.com, FORBIDDEN_CHARACTER, INVALID_HOST, 5",
    "192.0.2.1, IP_ADDRESS, INVALID_HOST, 0",
    "192.0.2.1., IP_ADDRESS, INVALID_HOST, 0",
    "0x7f000001, IP_ADDRESS, INVALID_HOST, 0",
    "1.2.3.4.5, IP_ADDRESS, INVALID_HOST, 0",
    "１９２.0.2.1, IP_ADDRESS, INVALID_HOST, 0",
    "2001:db8::1, IP_ADDRESS, INVALID_HOST, 0",
    "fe80::1%eth0, IP_ADDRESS, INVALID_HOST, 0",
    "::ffff:192.0.2.1, IP_ADDRESS, INVALID_HOST, 0",
    "[2001:db8::1], IP_ADDRESS, INVALID_HOST, 0",
    "1.2.0.192.in-addr.arpa, REVERSE_NAME, INVALID_NAME, 0",
    "in-addr.arpa, REVERSE_NAME, INVALID_NAME, 0",
    "1.0.0.2.IP6.ARPA, REVERSE_NAME, INVALID_NAME, 0",
    "xn--a.example.com, INVALID_IDN, INVALID_NAME, 0",
    "www.xn--bcher-kv.com, INVALID_IDN, INVALID_NAME, 4",
    "www.xn--99999999.com, INVALID_IDN, INVALID_NAME, 4",
    // A combining mark may not begin a label; Hebrew may not stand beside Latin in a label.
    "www.\u0301a.com, INVALID_IDN, INVALID_NAME, 4",
    "www.a\u05d0.com, INVALID_IDN, INVALID_NAME, 5",
    // Full-width solidus and space are mapped to what no host has.
    "a\uFF0Fb.com, INVALID_IDN, INVALID_NAME, 1",
    "\u00AD, EMPTY, EMPTY, 0",
  })
  void refuses_what_is_no_name(String given, Problem problem, Code code, int offset) {
    InvalidNameException e =
        catchThrowableOfType(InvalidNameException.class, () -> QueryName.parse(given));

    assertThat(e).as(given).isNotNull();
    assertThat(e.problem()).as(e.getMessage()).isEqualTo(problem);
    assertThat(e.code()).isEqualTo(code);
    assertThat(e.offset()).as(e.getMessage()).isEqualTo(offset);
    assertThat(e.kind()).isEqualTo("domain");
  }

  @Test
  void refuses_control_characters_and_half_pairs() {
    assertProblem("a\nb.com", Problem.CONTROL_CHARACTER, 1);
    assertProblem("a\u0085b.com", Problem.CONTROL_CHARACTER, 1);
    assertProblem("ab\uD83D.com", Problem.UNPAIRED_SURROGATE, 2);
    assertProblem("\uDE00ab.com", Problem.UNPAIRED_SURROGATE, 0);
  }

  @Test
  void counts_octets_as_the_wire_does() {
    String label = "a".repeat(63);
    String longest = String.join(".", label, label, label, "a".repeat(61));

    assertThat(QueryName.parse(longest).ascii()).hasSize(QueryName.MAX_LENGTH);
    assertThat(QueryName.parse(longest + ".").ascii()).hasSize(QueryName.MAX_LENGTH);
    assertProblem(longest + "a", Problem.NAME_TOO_LONG, QueryName.MAX_LENGTH);
    assertProblem("x." + label + "a.com", Problem.LABEL_TOO_LONG, 2);
    // 60 characters of the label, but more octets in Punycode.
    assertProblem("www." + "ü一".repeat(30) + ".com", Problem.LABEL_TOO_LONG, 4);
    assertProblem("ü.".repeat(40) + "com", Problem.NAME_TOO_LONG, 0);
    assertProblem("ü".repeat(5_000), Problem.NAME_TOO_LONG, Idn.MAX_LENGTH);
    assertProblem("a.".repeat(500_000) + "com", Problem.NAME_TOO_LONG, QueryName.MAX_LENGTH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "db.LOCALHOST",
        "x.test",
        "nosuch.invalid",
        "www.example",
        "printer.local",
        "facebookcorewwwi.onion",
        "router.home.arpa",
        "x.alt",
        "corp.internal",
        "ipv4only.arpa",
        "resolver.arpa",
      })
  void knows_names_of_special_use(String given) {
    QueryName name = QueryName.parse(given);

    assertThat(name.specialUse()).isNotNull();
    assertThatThrownBy(name::requirePublic)
        .isInstanceOfSatisfying(
            InvalidNameException.class, e -> assertThat(e.problem()).isEqualTo(Problem.SPECIAL_USE))
        .hasMessageContaining(Objects.requireNonNull(name.specialUse()).source());
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.com", "latest", "mylocal", "a.contest", "arpa", "home.arpa.com"})
  void takes_other_names_for_names_of_the_dns(String given) {
    QueryName name = QueryName.parse(given);

    assertThat(name.specialUse()).isNull();
    assertThat(name.requirePublic()).isSameAs(name);
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, true",
    "a-b.example.com, true",
    "3com.com, true",
    "-a.example.com, false",
    "a-.example.com, false",
    "_dmarc.example.com, false",
    "a=b.example.com, false",
  })
  void tells_strict_host_names(String given, boolean strict) {
    assertThat(QueryName.parse(given).isHostName()).isEqualTo(strict);
  }

  @Test
  void either_refuses_rubbish_or_gives_a_name_that_fits_on_the_wire() {
    SplittableRandom random = new SplittableRandom(7);
    String alphabet = "ab1-_.。ü一א\u0301\u00AD\uFF0F\uD83D\uDE00xn--%:[]0\n ";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(24); length >= 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String given = text.toString();
      try {
        QueryName name = QueryName.parse(given);
        assertThat(name.ascii()).matches("[!-~]{1,253}").doesNotEndWith(".");
        assertThat(name.labels()).allMatch(label -> !label.isEmpty() && label.length() <= 63);
        assertThat(QueryName.parse(name.ascii())).isEqualTo(name);
      } catch (InvalidSubjectException e) {
        assertThat(e).isInstanceOf(InvalidNameException.class);
        assertThat(e.offset()).isBetween(0, given.length());
      }
    }
  }

  private static void assertProblem(String given, Problem problem, int offset) {
    assertThatThrownBy(() -> QueryName.parse(given))
        .isInstanceOfSatisfying(
            InvalidNameException.class,
            e -> {
              assertThat(e.problem()).as(e.getMessage()).isEqualTo(problem);
              assertThat(e.offset()).as(e.getMessage()).isEqualTo(offset);
            });
  }
}
