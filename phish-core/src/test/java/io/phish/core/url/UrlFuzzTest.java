package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.phish.InvalidSubjectException;

/**
 * Fuzzing by Jazzer. The normal build runs each test once for the empty input and for every file
 * below {@code src/test/resources/io/phish/core/url/UrlFuzzTestInputs}; to look for new inputs run
 * one test with {@code JAZZER_FUZZ=1 mvn -pl phish-core -am test -Dtest=UrlFuzzTest#parses
 * -Dsurefire.failIfNoSpecifiedTests=false}, which stops after {@code maxDuration}. What it finds is
 * put into that directory.
 */
class UrlFuzzTest {
  private final UrlFeatures features = new UrlFeatures();

  @FuzzTest(maxDuration = "10m")
  void parses(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    ParsedUrl url;
    try {
      url = ParsedUrl.parse(text);
    } catch (InvalidSubjectException refusal) {
      assertThat(refusal.offset()).isBetween(0, text.length());
      return;
    }
    assertThat(ParsedUrl.parse(url.href()).href()).isEqualTo(url.href());
    if (url.isSpecial() && !url.scheme().equals("file")) {
      UrlFeaturesTest.requireInRange(features.extract(url), text);
      UrlFindings.of(url, text);
    }
  }

  /** As above, behind a scheme, so that no time is lost on finding one. */
  @FuzzTest(maxDuration = "10m")
  void parses_hosts_and_paths(FuzzedDataProvider data) {
    String text = "https://" + data.consumeRemainingAsString();
    try {
      ParsedUrl url = ParsedUrl.parse(text);
      assertThat(ParsedUrl.parse(url.href()).href()).isEqualTo(url.href());
      UrlFeaturesTest.requireInRange(features.extract(url), text);
    } catch (InvalidSubjectException refusal) {
      assertThat(refusal.offset()).isBetween(0, text.length());
    }
  }

  @FuzzTest(maxDuration = "10m")
  void parses_domains(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    try {
      ParsedDomain domain = ParsedDomain.parse(text);
      assertThat(ParsedDomain.parse(domain.host())).isEqualTo(domain);
      domain.derived();
    } catch (InvalidSubjectException refusal) {
      assertThat(refusal.kind()).isIn("domain", "url");
    }
  }
}
