package io.phish.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobsTest {

  @ParameterizedTest
  @CsvSource({
    "phish.url,  phish.url,     true",
    "phish.url,  phish.urls,    false",
    "phish.*,    phish.url,     true",
    "phish.*,    phishing.url,  false",
    "*,          phish.url,     true",
    "*.url,      phish.url,     true",
    "*.url,      phish.url.two, false",
    "a*b*c,      aXbYbZc,       true",
    "a*b*c,      aXbYbZ,        false",
    "**,         x,             true",
    "'',         x,             false",
  })
  void stars_stand_for_any_run(String glob, String id, boolean matches) {
    assertThat(Globs.matches(glob, id)).isEqualTo(matches);
  }
}
