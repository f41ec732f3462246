package io.phish.core.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.core.packages.MaliciousPackages.Match;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaliciousPackagesTest {
  private static final String WHOLE =
      "{\"id\":\"MAL-1\",\"affected\":[{\"package\":{\"ecosystem\":\"npm\",\"name\":\"evil\"},"
          + "\"ranges\":[{\"type\":\"SEMVER\",\"events\":[{\"introduced\":\"0\"}]}],"
          + "\"versions\":[\"1.0.0\"]}]}";

  private static final String SOME =
      "{\"id\":\"MAL-2\",\"affected\":[{\"package\":{\"ecosystem\":\"PyPI\",\"name\":\"Good_One\"},"
          + "\"versions\":[\"1.2.3\",\"1.2.4\"]}]}";

  private static final String RANGES =
      "{\"id\":\"MAL-3\",\"affected\":[{\"package\":{\"ecosystem\":\"npm\",\"name\":\"ranged\"},"
          + "\"ranges\":[{\"type\":\"SEMVER\",\"events\":[{\"introduced\":\"1.0.0\"},"
          + "{\"fixed\":\"1.2.0\"},{\"introduced\":\"2.0.0\"},{\"last_affected\":\"2.1.0\"}]}]}]}";

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static MaliciousPackages osv(String... advisories) throws IOException {
    return MaliciousPackages.builder()
        .addOsv(stream(String.join("\n", advisories)), "feed")
        .build();
  }

  private static @Nullable Match find(MaliciousPackages packages, String line) {
    return packages.find(PackageId.read(line, null)).orElse(null);
  }

  @Test
  void knows_packages_that_are_malicious_in_every_version() throws IOException {
    MaliciousPackages packages = osv(WHOLE);

    assertThat(find(packages, "npm/evil")).isEqualTo(new Match(true, true, "MAL-1"));
    assertThat(find(packages, "npm/evil@9.9.9")).isEqualTo(new Match(true, true, "MAL-1"));
    assertThat(find(packages, "pypi/evil")).isNull();
  }

  @Test
  void does_not_take_a_compromised_version_for_a_malicious_package() throws IOException {
    MaliciousPackages packages = osv("[" + WHOLE + ",", SOME + "]");

    assertThat(find(packages, "pypi/good-one@1.2.3")).isEqualTo(new Match(true, false, "MAL-2"));
    assertThat(find(packages, "pypi/good.one@1.2.5")).isEqualTo(new Match(false, false, "MAL-2"));
    assertThat(find(packages, "pypi/good-one")).isEqualTo(new Match(false, false, "MAL-2"));
    assertThat(packages.size()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "0.9.9, false",
    "1.0.0-beta, false",
    "1.0.0, true",
    "1.1.99, true",
    "1.2.0-rc.1, true",
    "1.2.0, false",
    "1.10.0, false",
    "2.0.0, true",
    "2.1.0, true",
    "2.1.1, false"
  })
  void understands_ranges_of_semantic_versions(String version, boolean covered) throws IOException {
    Match match = find(osv(RANGES), "npm/ranged@" + version);

    assertThat(match).isEqualTo(new Match(covered, false, "MAL-3"));
  }

  @Test
  void leaves_out_what_was_withdrawn_and_what_is_of_other_worlds() throws IOException {
    MaliciousPackages packages =
        osv(
            WHOLE.replace("{\"id\"", "{\"withdrawn\":\"2025-01-01T00:00:00Z\",\"id\""),
            WHOLE.replace("\"npm\"", "\"Debian:12\""));

    assertThat(packages.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"x\"",
        "{}",
        "{\"id\":1,\"affected\":[]}",
        "\"text\"",
        "17",
        "{\"affected\":{}}"
      })
  void says_in_which_line_an_advisory_is_none(String text) {
    assertThatThrownBy(() -> osv(WHOLE, text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("feed, line ");
  }

  @Test
  void survives_deep_nesting() {
    assertThatThrownBy(() -> osv("{\"id\":" + "[".repeat(100_000)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("feed, line 1");
  }

  @Test
  void reads_plain_lists() throws IOException {
    MaliciousPackages packages =
        MaliciousPackages.builder()
            .addList(
                stream("# ours\n\nevil-one\r\nlodash@4.17.99\npkg:pypi/evil\n"),
                Ecosystem.NPM,
                "list")
            .build();

    assertThat(find(packages, "npm/evil-one")).isEqualTo(new Match(true, true, "list"));
    assertThat(find(packages, "npm/lodash@4.17.99")).isEqualTo(new Match(true, false, "list"));
    assertThat(find(packages, "npm/lodash@4.17.21")).isEqualTo(new Match(false, false, "list"));
    assertThat(find(packages, "pypi/evil")).isEqualTo(new Match(true, true, "list"));
  }

  @Test
  void says_in_which_line_of_a_list_a_package_is_none() {
    assertThatThrownBy(
            () -> MaliciousPackages.builder().addList(stream("npm/a\nnowhere/b\n"), null, "list"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("list, line 2: ");
    assertThatThrownBy(
            () ->
                MaliciousPackages.builder()
                    .addList(stream("a".repeat(10_000)), Ecosystem.NPM, "list"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("list, line 1 ");
  }

  @Test
  void reads_a_directory_of_advisories(@TempDir Path directory) throws IOException {
    Files.createDirectories(directory.resolve("npm/evil"));
    Files.writeString(directory.resolve("npm/evil/MAL-1.json"), "\n  " + WHOLE);
    Files.writeString(directory.resolve("npm/README.md"), "no advisory");
    Files.writeString(directory.resolve("list.txt"), "npm/other\n");

    MaliciousPackages packages =
        MaliciousPackages.builder()
            .addFile(directory, null)
            .addFile(directory.resolve("list.txt"), null)
            .build();

    assertThat(find(packages, "npm/evil")).isEqualTo(new Match(true, true, "MAL-1"));
    assertThat(find(packages, "npm/other")).isNotNull();
  }
}
