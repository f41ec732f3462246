package io.phish.core.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EcosystemTest {

  @ParameterizedTest
  @CsvSource({
    // PEP 503, "Normalized Names": these are all one project.
    "PYPI, friendly-bard, friendly-bard",
    "PYPI, Friendly-Bard, friendly-bard",
    "PYPI, FRIENDLY-BARD, friendly-bard",
    "PYPI, friendly.bard, friendly-bard",
    "PYPI, friendly_bard, friendly-bard",
    "PYPI, friendly--bard, friendly-bard",
    "PYPI, FrIeNdLy-._.-bArD, friendly-bard",
    "NPM, @babel/core, @babel/core",
    "NPM, JSONStream, JSONStream",
    "NPM, some.thing_else-2, some.thing_else-2",
    "CARGO, Serde_JSON, serde-json",
    "CARGO, serde-json, serde-json",
    "MAVEN, org.slf4j:slf4j-api, org.slf4j:slf4j-api",
    "MAVEN, org.slf4j/slf4j-api, org.slf4j:slf4j-api",
    "RUBYGEMS, RedCloth, RedCloth",
    "RUBYGEMS, net-http-persistent, net-http-persistent",
    "GO, github.com/!burnt!sushi/toml, github.com/BurntSushi/toml",
    "GO, github.com/BurntSushi/toml, github.com/BurntSushi/toml",
    "GO, github.com/cespare/xxhash/v2, github.com/cespare/xxhash/v2",
    "NUGET, Newtonsoft.Json, newtonsoft.json",
    "NUGET, NEWTONSOFT.JSON, newtonsoft.json"
  })
  void has_one_form_for_names_that_its_registry_takes_for_equal(
      Ecosystem ecosystem, String name, String canonical) {
    assertThat(ecosystem.canonical(name)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "PYPI, -requests, 0",
    "PYPI, requests-, 8",
    "PYPI, req uests, 3",
    "PYPI, r\u0435quests, 1",
    "NPM, .hidden, 0",
    "NPM, @scope, 5",
    "NPM, @/name, 1",
    "NPM, @scope/, 6",
    "NPM, a:b, 1",
    "NPM, node_modules, 0",
    "CARGO, 1serde, 0",
    "CARGO, ser.de, 3",
    "MAVEN, slf4j-api, 0",
    "MAVEN, org.slf4j:, 9",
    "MAVEN, org.slf4j:a:b, 11",
    "RUBYGEMS, -rails, 0",
    "RUBYGEMS, 123, 0",
    "GO, github.com//x, 11",
    "GO, github.com/x., 11",
    "GO, github.com/x/v1, 13",
    "GO, github.com/!!x, 11",
    "NUGET, A..B, 2",
    "NUGET, .A, 0"
  })
  void says_where_a_name_is_none(Ecosystem ecosystem, String name, int offset) {
    InvalidSubjectException refusal =
        catchThrowableOfType(InvalidSubjectException.class, () -> ecosystem.canonical(name));

    assertThat(refusal.code()).isEqualTo(Code.INVALID_NAME);
    assertThat(refusal.offset()).isEqualTo(offset);
    assertThat(refusal.kind()).isEqualTo("package");
  }

  @ParameterizedTest
  @CsvSource({"NPM, 214", "CARGO, 64", "NUGET, 100"})
  void has_names_of_so_many_characters(Ecosystem ecosystem, int length) {
    assertThat(ecosystem.canonical("a".repeat(length))).hasSize(length);
    assertThatThrownBy(() -> ecosystem.canonical("a".repeat(length + 1)))
        .isInstanceOfSatisfying(
            InvalidSubjectException.class,
            e -> {
              assertThat(e.code()).isEqualTo(Code.TOO_LONG);
              assertThat(e.offset()).isEqualTo(length);
            });
  }

  @ParameterizedTest
  @EnumSource
  void refuses_what_is_no_text(Ecosystem ecosystem) {
    for (String name : new String[] {"", "  ", "a\u0000b", "a".repeat(10_000), "a\uD83D", "😀"}) {
      assertThatThrownBy(() -> ecosystem.canonical(name))
          .isInstanceOf(InvalidSubjectException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void gives_a_form_that_stays_itself(Ecosystem ecosystem) {
    SplittableRandom random = new SplittableRandom(7);
    int valid = 0;
    for (int i = 0; i < 50_000; i++) {
      String name = name(random);
      try {
        String canonical = ecosystem.canonical(name);
        assertThat(ecosystem.canonical(canonical)).isEqualTo(canonical);
        valid++;
      } catch (InvalidSubjectException e) {
        assertThat(e.offset()).isBetween(0, name.length());
      }
    }
    assertThat(valid).isGreaterThan(20);
  }

  private static String name(SplittableRandom random) {
    String signs = "abcXYZ019-_.@/:!~ é\u0435";
    StringBuilder name = new StringBuilder();
    int length = random.nextInt(1, 12);
    for (int i = 0; i < length; i++) {
      int at = random.nextInt(3) > 0 ? random.nextInt(9) : random.nextInt(signs.length());
      name.append(signs.charAt(at));
    }
    if (random.nextInt(4) == 0) {
      name.append(':').append("artifact");
    }
    return name.toString();
  }

  @Test
  void is_known_by_its_usual_names() {
    assertThat(Ecosystem.of("PyPI")).contains(Ecosystem.PYPI);
    assertThat(Ecosystem.of("crates.io")).contains(Ecosystem.CARGO);
    assertThat(Ecosystem.of("rubygems")).contains(Ecosystem.RUBYGEMS);
    assertThat(Ecosystem.of("go")).contains(Ecosystem.GO);
    assertThat(Ecosystem.of("conda")).isEmpty();
  }
}
