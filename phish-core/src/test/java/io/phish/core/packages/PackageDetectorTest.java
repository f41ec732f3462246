package io.phish.core.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.phish.AnalysisMode;
import io.phish.AnalysisOptions;
import io.phish.ConfigurationException;
import io.phish.Detector;
import io.phish.Label;
import io.phish.Verdict;
import io.phish.core.packages.registry.RegistryAnswer;
import io.phish.spi.CanonicalForm;
import io.phish.subject.PackageName;
import io.phish.subject.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a detector makes of packages, and that a checker makes the same of them. */
class PackageDetectorTest {
  private static final Clock CLOCK = Clock.fixed(Metadata.NOW, ZoneOffset.UTC);

  @Test
  void finds_a_typosquat_and_names_what_it_imitates() {
    try (Detector detector = Detector.create()) {
      Verdict verdict = detector.analyze(Subject.packageName("pypi", "reqeusts")).join();

      assertThat(verdict.label()).isEqualTo(Label.PHISHING);
      assertThat(verdict.reasons().get(0).code()).isEqualTo("phish.package.resemblance");
      assertThat(verdict.reasons().get(0).message()).contains("requests");
    }
  }

  @Test
  void knows_nothing_of_an_unheard_of_name_nor_of_an_unheard_of_ecosystem() {
    try (Detector detector = Detector.create()) {
      assertThat(detector.analyze(Subject.packageName("pypi", "zzqqxx")).join().label())
          .isEqualTo(Label.UNKNOWN);
      assertThat(detector.analyze(Subject.packageName("conda", "requests")).join().label())
          .isEqualTo(Label.UNKNOWN);
      assertThat(detector.analyze(Subject.packageName("pypi", "requests")).join().label())
          .isEqualTo(Label.BENIGN);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pypi/reqeusts", "pypi/requests", "pypi/requests-toolkit", "pypi/zz-plain", "pypi/zz-fresh",
        "pypi/zz-old", "pypi/zz-gone", "pypi/zz-nobody", "pypi/zz-conduct", "pypi/evil",
        "pypi/denied", "pypi/allowed", "pypi/r\u0435quests", "pypi/numpyy"
      })
  void agrees_with_a_checker(String line) {
    FakeRegistry registry =
        FakeRegistry.empty()
            .with("pypi/reqeusts", Metadata.fresh().build())
            .with("pypi/requests", Metadata.established().publisherChanged().build())
            .with("pypi/requests-toolkit", Metadata.fresh().build())
            .with("pypi/zz-plain", Metadata.plain().build())
            .with("pypi/zz-fresh", Metadata.fresh().build())
            .with("pypi/zz-old", Metadata.established().build())
            .with("pypi/zz-gone", new RegistryAnswer.Absent(true))
            .with("pypi/numpyy", Metadata.established().build())
            .with("pypi/zz-conduct", Metadata.fresh().installScript().publisherChanged().build());
    PackageLists lists =
        PackageLists.builder()
            .knownMalicious(
                MaliciousPackages.builder().add(PackageId.read("pypi/evil", null), "feed").build())
            .deny(List.of(PackageId.read("pypi/denied", null)))
            .allow(List.of(PackageId.read("pypi/allowed", null)))
            .build();
    PackageId id = PackageId.read(line, null);
    try (PackageChecker checker =
            PackageChecker.builder().lists(lists).registry(registry).clock(CLOCK).build();
        Detector detector =
            Detector.builder()
                .discover(false)
                .clock(CLOCK)
                .extractor(new PackageExtractor(lists))
                .extractor(new RegistryExtractor(lists, registry))
                .build()) {
      PackageVerdict checked = checker.check(id).toCompletableFuture().join();
      Verdict verdict =
          detector
              .analyze(
                  Subject.packageName("pypi", id.name()),
                  AnalysisOptions.defaults().withMode(AnalysisMode.ONLINE))
              .join();

      if (Double.isNaN(checked.score())) {
        assertThat(verdict.probability()).isNaN();
      } else {
        assertThat(verdict.probability()).isCloseTo(checked.score(), within(1e-9));
      }
      if (checked.recommendation() != Recommendation.NOT_FOUND) {
        assertThat(verdict.label())
            .isEqualTo(
                switch (checked.recommendation()) {
                  case SAFE -> Label.BENIGN;
                  case SUSPICIOUS -> Label.SUSPICIOUS;
                  case HIGH_RISK -> Label.PHISHING;
                  case NOT_FOUND, UNKNOWN -> Label.UNKNOWN;
                });
      }
    }
  }

  @Test
  void gives_equal_names_one_form() {
    assertThat(text("pypi", "Friendly_Bard")).isEqualTo(text("pypi", "friendly.bard"));
    assertThat(text("crates", "serde_json")).isEqualTo(text("cargo", "serde-json"));
    assertThat(text("npm", "JSONStream")).isNotEqualTo(text("npm", "jsonstream"));
    assertThat(text("pypi", "a b")).isEqualTo("pypi/a b");
    assertThat(text("conda", "A")).isEqualTo("conda/A");
  }

  private static String text(String ecosystem, String name) {
    CanonicalForm form =
        new PackageCanonicalizer().canonicalize(new PackageName(ecosystem, name, null));
    return form.text();
  }

  @Test
  void takes_lists_from_files(@TempDir Path directory) throws IOException {
    Path malicious = directory.resolve("malicious.txt");
    Files.writeString(malicious, "npm/evil\n");
    Path broken = directory.resolve("broken.txt");
    Files.writeString(broken, "npm/evil\nwhat\n");
    try (Detector detector =
        Detector.builder()
            .configure("phish.package", Map.of("known-malicious", malicious.toString()))
            .build()) {
      assertThat(detector.analyze(Subject.packageName("npm", "evil")).join().label())
          .isEqualTo(Label.PHISHING);
    }
    assertThatThrownBy(
            () ->
                Detector.builder()
                    .configure("phish.package", Map.of("deny", broken.toString()))
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("setting deny: ")
        .hasMessageContaining("line 2");
    assertThatThrownBy(
            () -> Detector.builder().configure("phish.registry", Map.of("npm", "nowhere")).build())
        .isInstanceOf(ConfigurationException.class);
  }
}
