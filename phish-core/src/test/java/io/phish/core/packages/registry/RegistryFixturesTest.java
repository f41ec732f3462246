package io.phish.core.packages.registry;

import static io.phish.core.packages.registry.FakeRegistry.found;
import static org.assertj.core.api.Assertions.assertThat;

import io.phish.core.SharedData;
import io.phish.core.packages.Ecosystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What registries really answered, as far as there are answers of theirs. */
class RegistryFixturesTest {
  private final FakeRegistry registry = new FakeRegistry();

  @AfterEach
  void close() {
    registry.close();
  }

  private static byte[] fixture(String file) throws IOException {
    Path folder = SharedData.directory().resolve("packages/fixtures");
    return Files.readAllBytes(folder.resolve(file));
  }

  private RegistryAnswer ask(Ecosystem ecosystem, String name, String path, String file)
      throws IOException {
    byte[] body = fixture(file);
    String type = file.endsWith(".xml") ? "text/xml" : "application/json";
    registry.on(
        path, (request, answer) -> answer.full(200, body, List.of("Content-Type: " + type)));
    return registry.ask(ecosystem, name);
  }

  @Test
  void npm_of_a_popular_package() throws IOException {
    PackageMetadata lodash = found(ask(Ecosystem.NPM, "lodash", "/lodash", "npm_lodash.json"));
    assertThat(lodash.releaseCount()).isEqualTo(114);
    assertThat(lodash.releases().get(0).version()).isEqualTo("0.1.0");
    assertThat(lodash.releases().get(0).published())
        .isEqualTo(Instant.parse("2012-04-23T16:37:12.603Z"));
    assertThat(lodash.maintainers()).contains("jdalton", "mathias");
    assertThat(lodash.publisherChanged()).isFalse();
    assertThat(lodash.repository()).isEqualTo("git+https://github.com/lodash/lodash.git");
    assertThat(lodash.description()).isEqualTo("Lodash modular utilities.");
    assertThat(lodash.license()).isEqualTo("MIT");
    assertThat(lodash.installScript()).isFalse();
  }

  @Test
  void npm_of_small_packages() throws IOException {
    assertThat(found(ask(Ecosystem.NPM, "ds-modal", "/ds-modal", "npm_ds-modal.json")).releases())
        .extracting(Release::version)
        .containsExactly("0.0.0", "0.0.1", "0.0.2");
    assertThat(found(ask(Ecosystem.NPM, "example", "/example", "npm_minimum.json")).releases())
        .containsExactly(new Release("0.0.0", Instant.parse("2022-08-10T21:35:38.278Z"), false));
    PackageMetadata minivlad =
        found(ask(Ecosystem.NPM, "minivlad", "/minivlad", "npm_minivlad_guarddog.json"));
    assertThat(minivlad.maintainers()).containsExactly("john doe");
  }

  @Test
  void npm_of_what_was_taken_down() throws IOException {
    assertThat(ask(Ecosystem.NPM, "lodash.js", "/lodash.js", "npm_lodashjs_squat.json"))
        .isEqualTo(new RegistryAnswer.Absent(true));
    assertThat(
            ask(
                Ecosystem.NPM,
                "@somosme/webflowutils",
                "/@somosme%2Fwebflowutils",
                "npm_unpublished.json"))
        .isEqualTo(new RegistryAnswer.Absent(true));
  }

  @Test
  void pypi_of_a_popular_project() throws IOException {
    PackageMetadata requests =
        found(ask(Ecosystem.PYPI, "requests", "/pypi/requests/json", "pypi_requests.json"));
    assertThat(requests.description()).isEqualTo("Python HTTP for Humans.");
    assertThat(requests.releaseCount()).isBetween(100, 145);
    assertThat(requests.releases().get(0).published()).isBefore("2012-01-01T00:00:00Z");
    assertThat(requests.installScript()).isFalse();
    assertThat(requests.repository()).isEqualTo("https://github.com/psf/requests");
    PackageMetadata version =
        found(ask(Ecosystem.PYPI, "requests", "/pypi/requests/json", "pypi_requests_2.27.1.json"));
    assertThat(version.releaseCount()).isNull();
  }

  @Test
  void cargo_of_a_popular_crate() throws IOException {
    PackageMetadata rand =
        found(ask(Ecosystem.CARGO, "rand", "/api/v1/crates/rand", "cratesio_api_rand.json"));
    assertThat(rand.releaseCount()).isEqualTo(68);
    assertThat(rand.releases().get(0).published()).isBefore("2015-02-04T00:00:00Z");
    assertThat(rand.monthlyDownloads()).isEqualTo(17_200_115L / 3);
    assertThat(rand.publisherChanged()).isFalse();
    assertThat(rand.repository()).isEqualTo("https://github.com/rust-random/rand");
  }

  @Test
  void maven_of_two_artifacts() throws IOException {
    assertThat(
            found(
                    ask(
                        Ecosystem.MAVEN,
                        "ant:ant",
                        "/ant/ant/maven-metadata.xml",
                        "maven_ant_metadata.xml"))
                .releaseCount())
        .isEqualTo(12);
    assertThat(
            found(
                    ask(
                        Ecosystem.MAVEN,
                        "com.google.cose:cose",
                        "/com/google/cose/cose/maven-metadata.xml",
                        "maven_cose_metadata.xml"))
                .releases())
        .containsExactly(new Release("20230908", Instant.parse("2023-09-08T23:11:36Z"), false));
  }

  @Test
  void go_of_a_module() throws IOException {
    String list = new String(fixture("go_yaml_list.txt"), StandardCharsets.UTF_8);
    String info = new String(fixture("go_yaml_1.3.0_info.json"), StandardCharsets.UTF_8);
    registry
        .page("/sigs.example/yaml/@v/list", 200, "text/plain", list)
        .json("/sigs.example/yaml/@v/v1.3.0.info", info);
    assertThat(found(registry.ask(Ecosystem.GO, "sigs.example/yaml")).releases())
        .containsExactly(
            new Release("v1.0.0", null, false),
            new Release("v1.1.0", null, false),
            new Release("v1.2.0", null, false),
            new Release("v1.3.0", Instant.parse("2021-09-22T21:48:32Z"), false));
  }
}
