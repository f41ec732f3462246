package io.phish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrandTest {

  @Test
  void keeps_the_order_of_its_domains() {
    assertThat(Brand.of(" Acme ", "acme.com", "acme.co.uk", "acme.com"))
        .isEqualTo(new Brand("Acme", new LinkedHashSet<>(List.of("acme.com", "acme.co.uk"))));
    assertThat(Brand.of("Acme", "acme.com", "acme.co.uk", "abc.example").domains())
        .containsExactly("acme.com", "acme.co.uk", "abc.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acme=acme.com,acme.co.uk",
        "acme acme.com acme.co.uk",
        "acme\tacme.com, acme.co.uk"
      })
  void is_read_as_it_stands_in_files(String text) {
    assertThat(Brand.parse(text)).isEqualTo(Brand.of("acme", "acme.com", "acme.co.uk"));
  }

  @Test
  void may_have_no_domains() {
    assertThat(Brand.parse("acme").domains()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", " = ", ","})
  void needs_a_name(String text) {
    assertThatThrownBy(() -> Brand.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no brand in");
  }

  @Test
  void refuses_what_is_no_name() {
    assertThatThrownBy(() -> Brand.of(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("blank");
    assertThatThrownBy(() -> Brand.of("a\u0007b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("control character");
    assertThatThrownBy(() -> Brand.of("a".repeat(10_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10000 characters, 253 are allowed");
  }

  @Test
  void says_which_domain_is_none() {
    assertThatThrownBy(() -> Brand.of("acme", "acme.com", "https://acme.com/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("domain of brand acme")
        .hasMessageContaining("'/'");
    Set<String> many = new LinkedHashSet<>();
    IntStream.range(0, 10_001).forEach(i -> many.add("a" + i + ".example"));
    assertThatThrownBy(() -> new Brand("acme", many))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10001 domains");
  }
}
