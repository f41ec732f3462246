package io.phish.examples.custom;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.Detector;
import io.phish.ExtractorInfo;
import io.phish.Reason;
import io.phish.Verdict;
import io.phish.subject.Subject;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RiskyDownloadTest {
  private static final Path REGISTRATION = Path.of("src/custom/resources");

  @Test
  void it_is_found_by_one_line_of_registration() throws IOException {
    URL[] registration = {REGISTRATION.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(registration, getClass().getClassLoader());
        Detector detector = Detector.builder().classLoader(loader).strict(true).build()) {
      assertThat(detector.extractors())
          .filteredOn(info -> info.descriptor().id().equals("acme.risky-download"))
          .singleElement()
          .matches(ExtractorInfo::enabled);
      Verdict verdict =
          detector.analyze(Subject.url("https://example.com/invoice.pdf.exe?id=1")).join();
      assertThat(verdict.reasons())
          .filteredOn(reason -> reason.code().equals("acme.risky-download.file"))
          .singleElement()
          .extracting(Reason::message)
          .isEqualTo("The link is to a .exe file");
    }
  }

  @Test
  void it_is_not_used_unless_it_is_registered() {
    try (Detector detector = Detector.create()) {
      assertThat(detector.extractors())
          .noneMatch(info -> info.descriptor().id().startsWith("acme."));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/a.exe",
        "https://example.com/a.EXE#top",
        "https://example.com/b/c.tar.scr?x=.html"
      })
  void a_file_that_runs_is_found(String url) {
    assertThat(findingsIn(url)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/",
        "https://example.com/a.html",
        "https://example.com/?file=a.exe",
        "https://example.js",
        "https://example.com/exe"
      })
  void anything_else_is_not(String url) {
    assertThat(findingsIn(url)).isZero();
  }

  private static int findingsIn(String url) {
    try (Detector detector =
        Detector.builder().discover(false).extractor(new RiskyDownload()).build()) {
      return detector.analyze(Subject.url(url)).join().extractors().stream()
          .flatMap(report -> java.util.stream.Stream.ofNullable(report.observation()))
          .mapToInt(observation -> observation.findings().size())
          .sum();
    }
  }
}
