package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.phish.InvalidSubjectException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fuzzing by Jazzer. The normal build runs each test once for the empty input and for every file
 * below {@code src/test/resources/io/phish/core/url/UrlFuzzTestInputs}; to look for new inputs run
 * one test with {@code JAZZER_FUZZ=1 mvn -pl phish-core -am test -Dtest=UrlFuzzTest#parses
 * -Dsurefire.failIfNoSpecifiedTests=false}, which stops after {@code maxDuration}. What it finds is
 * put into that directory.
 */
class UrlFuzzTest {
  private static final List<ParsedUrl> BASES =
      Stream.of(
              "http://u:p@example.org:81/foo/bar?q#f",
              "file:///C:/a/b",
              "file://host/a",
              "foo:/.//a/b",
              "foo://h",
              "mailto:x@y ?z")
          .map(ParsedUrl::parse)
          .toList();

  @FuzzTest(maxDuration = "10m")
  void parses(FuzzedDataProvider data) {
    requireSoundOrRefused(data.consumeRemainingAsString(), null);
  }

  /** As above, behind a scheme, so that no time is lost on finding one. */
  @FuzzTest(maxDuration = "10m")
  void parses_hosts_and_paths(FuzzedDataProvider data) {
    requireSoundOrRefused("https://" + data.consumeRemainingAsString(), null);
  }

  @FuzzTest(maxDuration = "10m")
  void resolves(FuzzedDataProvider data) {
    ParsedUrl base = BASES.get(data.consumeInt(0, BASES.size() - 1));
    requireSoundOrRefused(data.consumeRemainingAsString(), base);
  }

  private static void requireSoundOrRefused(String text, @Nullable ParsedUrl base) {
    ParsedUrl url;
    try {
      url = ParsedUrl.parse(text, base);
    } catch (InvalidSubjectException refusal) {
      assertThat(refusal.offset()).isBetween(0, text.length());
      return;
    }
    UrlInvariants.requireSound(url, text);
    assertThat(ParsedUrl.parse(url.href(), base)).isEqualTo(url);
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
