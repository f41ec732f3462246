package io.phish.core.packages.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.core.packages.manifest.ManifestProblem.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every format, and everything that files can be instead. */
class ManifestReaderTest {
  private static final ManifestLimits LIMITS = ManifestLimits.defaults();

  @TempDir private Path folder;

  record Sample(String name, String text, List<String> found) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Sample> samples() {
    return Stream.of(
        sample(
            "requirements.txt",
            """
            # ours
            requests[socks]==2.31.0 ; python_version >= "3.8"  # pinned
            flask>=2, \\
              <4 --hash=sha256:00
            -e git+https://git.example.org/x.git@main#egg=tool
            pip-thing @ https://example.org/p.zip
            --index-url https://registry.example.org/simple
            """,
            "requests@2.31.0:2",
            "flask:3",
            "tool:5",
            "pip-thing:6"),
        sample(
            "pyproject.toml",
            """
            [build-system]
            requires = ["hatchling>=1"]
            [project]
            dependencies = [
              "httpx==0.27.0",
            ]
            [project.optional-dependencies]
            dev = ["pytest"]
            [dependency-groups]
            lint = ["ruff", {include-group = "dev"}]
            [tool.poetry.dependencies]
            python = "^3.9"
            django = {version = "^5"}
            """,
            "hatchling:2",
            "httpx@0.27.0:5",
            "pytest:8",
            "ruff:10",
            "django:13"),
        sample(
            "poetry.lock",
            """
            [[package]]
            name = "anyio"
            version = "4.3.0"

            [[package]]
            name = "idna"
            version = "3.7"
            """,
            "anyio@4.3.0:2",
            "idna@3.7:6"),
        sample(
            "Pipfile",
            """
            [packages]
            flask = "==3.0.0"
            [dev-packages]
            black = "*"
            """,
            "flask@3.0.0:2",
            "black:4"),
        sample(
            "Pipfile.lock",
            """
            {"_meta": {},
             "default": {
               "flask": {"version": "==3.0.0"}
             }}
            """,
            "flask@3.0.0:3"),
        sample(
            "package.json",
            """
            {
              "dependencies": {
                "@babel/core": "7.24.0",
                "react": "npm:preact@^10",
                "mine": "workspace:*"
              },
              "overrides": {"a": {"b@1": "2.0.0"}}
            }
            """,
            "@babel/core@7.24.0:3",
            "preact:4",
            "mine:5",
            "a:7",
            "b@2.0.0:7"),
        sample(
            "package-lock.json",
            """
            {"lockfileVersion": 3, "packages": {
              "": {"dependencies": {"a": "1"}},
              "node_modules/a": {"version": "1.0.0"},
              "node_modules/a/node_modules/@s/b": {"version": "2.0.0"}
            }}
            """,
            "a@1.0.0:3",
            "@s/b@2.0.0:4"),
        sample(
            "yarn.lock",
            """
            # yarn lockfile v1
            "@s/a@^1.0.0", "@s/a@^1.1.0":
              version "1.2.0"
            b@npm:c@^1:
              version "1.0.1"
            """,
            "@s/a@1.2.0:2",
            "c@1.0.1:4"),
        sample(
            "sub/yarn.lock",
            """
            __metadata:
              version: 8
            "a@npm:^1.0.0":
              version: 1.0.2
              resolution: "a@npm:1.0.2"
            """,
            "a@1.0.2:3"),
        sample(
            "pnpm-lock.yaml",
            """
            lockfileVersion: '9.0'
            importers:
              .:
                dependencies:
                  a:
                    specifier: ^1.0.0
                    version: 1.0.0
            packages:
              a@1.0.0:
                resolution: {integrity: x}
              '@s/b@2.0.0(c@1.0.0)':
                resolution: {integrity: x}
            """,
            "a@1.0.0:5",
            "a@1.0.0:9",
            "@s/b@2.0.0:11"),
        sample(
            "Cargo.toml",
            """
            [dependencies]
            serde = "=1.0.200"
            json = { package = "serde_json", version = "1" }
            [target.'cfg(unix)'.dev-dependencies]
            nix = "0.28"
            """,
            "serde@1.0.200:2",
            "serde_json:3",
            "nix:5"),
        sample(
            "Cargo.lock",
            """
            [[package]]
            name = "libc"
            version = "0.2.1"
            source = "registry+https://registry.example.org/index"
            """,
            "libc@0.2.1:2"),
        sample(
            "pom.xml",
            """
            <project>
              <groupId>com.acme</groupId>
              <properties><v>2.0.1</v></properties>
              <dependencies>
                <dependency>
                  <groupId>org.slf4j</groupId>
                  <artifactId>slf4j-api</artifactId>
                  <version>${v}</version>
                </dependency>
              </dependencies>
              <build><plugins><plugin>
                <artifactId>maven-jar-plugin</artifactId>
              </plugin></plugins></build>
            </project>
            """,
            "org.slf4j:slf4j-api@2.0.1:7",
            "org.apache.maven.plugins:maven-jar-plugin:12"),
        sample(
            "build.gradle",
            """
            plugins { id 'com.acme.tool' version '1.0' }
            def v = '2.0'
            dependencies {
              implementation "org.a:b:$v" // "no:no:1"
              api group: 'g.h', name: 'i', version: '3.1'
              testImplementation platform('org.j:bom:5')
              implementation project(':x')
            }
            """,
            "com.acme.tool:com.acme.tool.gradle.plugin@1.0:1",
            "org.a:b@2.0:4",
            "g.h:i@3.1:5",
            "org.j:bom@5:6"),
        sample(
            "gradle/libs.versions.toml",
            """
            [versions]
            k = "1.9.0"
            [libraries]
            a = "g:a:1.0"
            b = { module = "g:b", version.ref = "k" }
            """,
            "g:a@1.0:4",
            "g:b@1.9.0:5"),
        sample(
            "Gemfile",
            """
            source 'https://registry.example.org'
            gem 'rails', '7.1.0' # web
            path 'engines' do
              gem "mine"
            end
            """,
            "rails@7.1.0:2",
            "mine:4"),
        sample(
            "Gemfile.lock",
            """
            GEM
              remote: https://registry.example.org/
              specs:
                rack (3.0.1)
                  inner (>= 1)

            DEPENDENCIES
              rack
            """,
            "rack@3.0.1:4"),
        sample(
            "go.mod",
            """
            module example.org/m
            require example.org/a v1.0.0
            require (
              example.org/b/v2 v2.1.0 // indirect
            )
            replace example.org/a => example.org/c v1.2.0
            """,
            "example.org/a@v1.0.0:2",
            "example.org/b/v2@v2.1.0:4",
            "example.org/c@v1.2.0:6"),
        sample(
            "bom.json",
            """
            {"bomFormat": "CycloneDX", "components": [
              {"purl": "pkg:npm/%40s/a@1.0.0",
               "components": [{"purl": "pkg:pypi/b@2"}]},
              {"purl": "pkg:deb/debian/curl@7"}
            ]}
            """,
            "@s/a@1.0.0:2",
            "b@2:3"),
        sample(
            "bom.xml",
            """
            <bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components>
              <component><purl>pkg:maven/g/a@1.0?type=jar</purl></component>
            </components></bom>
            """,
            "g:a@1.0:2"),
        sample(
            "x.spdx",
            """
            SPDXVersion: SPDX-2.3
            ExternalRef: PACKAGE-MANAGER purl pkg:gem/rack@3.0.0
            """,
            "rack@3.0.0:2"));
  }

  private static Sample sample(String name, String text, String... found) {
    return new Sample(name, text, List.of(found));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void finds_names_versions_and_lines(Sample sample) {
    ManifestResult result = read(sample.name(), sample.text());

    assertThat(result.problems()).isEmpty();
    assertThat(found(result)).containsExactlyElementsOf(sample.found());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void line_ends_and_marks_change_nothing(Sample sample) {
    String windows = "\uFEFF" + sample.text().replace("\n", "\r\n");

    assertThat(found(read(sample.name(), windows))).isEqualTo(sample.found());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void a_cut_file_loses_only_what_is_behind_the_cut(Sample sample) {
    int most = 0;
    for (int cut = 0; cut <= sample.text().length(); cut++) {
      ManifestResult result = read(sample.name(), sample.text().substring(0, cut));
      most = Math.max(most, result.dependencies().size());
      assertThat(result.dependencies()).hasSizeLessThanOrEqualTo(sample.found().size() + 1);
      for (ManifestProblem problem : result.problems()) {
        assertThat(problem.line()).isBetween(0, (int) sample.text().lines().count() + 1);
      }
    }
    assertThat(most).isGreaterThanOrEqualTo(sample.found().size());
  }

  @Test
  void an_include_that_loops_or_leaves_is_named_and_the_rest_is_read() throws IOException {
    Path root = Files.createDirectory(folder.resolve("root"));
    Files.writeString(folder.resolve("secret.txt"), "outside\n");
    Files.writeString(
        root.resolve("requirements.txt"), "a\n-r b.txt\n-r ../secret.txt\n-r link.txt\nz\n");
    Files.writeString(root.resolve("b.txt"), "b\n-r requirements.txt\n");
    Files.createSymbolicLink(root.resolve("link.txt"), folder.resolve("secret.txt"));

    ManifestResult result = ManifestReader.of(root, LIMITS).read(Path.of("requirements.txt"));

    assertThat(found(result)).containsExactly("a:1", "z:5", "b:1");
    assertThat(result.problems())
        .extracting(problem -> problem.code().id() + " " + problem.file() + ":" + problem.line())
        .containsExactly(
            "outside-root requirements.txt:3",
            "outside-root requirements.txt:4",
            "include-loop b.txt:2");
  }

  @Test
  void bombs_and_entities_are_named() throws IOException {
    String entities =
        """
        <!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>
        <project><dependencies>
        <dependency><groupId>&b;</groupId><artifactId>x</artifactId></dependency>
        <dependency><groupId>g</groupId><artifactId>y</artifactId></dependency>
        </dependencies></project>
        """;
    assertThat(codes(read("pom.xml", entities))).contains(Code.ENTITY);

    String aliases = "x: &a [1, 2]\ny: [*a, *a]\npackages:\n  a@1.0.0: {}\n";
    ManifestResult yaml = read("pnpm-lock.yaml", aliases);
    assertThat(codes(yaml)).contains(Code.ALIAS);
    assertThat(found(yaml)).containsExactly("a@1.0.0:4");

    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[8 << 20]);
    }
    ManifestResult bomb = ManifestReader.read("bom.json.gz", packed.toByteArray(), LIMITS);
    assertThat(codes(bomb)).contains(Code.COMPRESSION_BOMB);
  }

  @Test
  void deep_nesting_is_named() {
    assertThat(codes(read("package.json", "[".repeat(100_000)))).contains(Code.TOO_DEEP);
    assertThat(codes(read("pnpm-lock.yaml", "[".repeat(100_000)))).contains(Code.TOO_DEEP);
    assertThat(codes(read("Cargo.toml", "a=" + "[".repeat(100_000)))).contains(Code.TOO_DEEP);
    assertThat(codes(read("pom.xml", "<a>".repeat(100_000)))).contains(Code.TOO_DEEP);
  }

  @Test
  void what_is_no_text_or_no_name_is_named_and_the_rest_is_read() {
    byte[] latin = "a\nb\u00e4r\nc\n".getBytes(StandardCharsets.ISO_8859_1);
    ManifestResult result = ManifestReader.read("requirements.txt", latin, LIMITS);
    assertThat(found(result)).containsExactly("a:1", "c:3");
    assertThat(result.problems().get(0).code()).isEqualTo(Code.ENCODING);
    assertThat(result.problems().get(0).line()).isEqualTo(2);

    ManifestResult longName = read("requirements.txt", "x".repeat(10_000) + "\nc\n");
    assertThat(codes(longName)).containsExactly(Code.BAD_NAME);
    assertThat(found(longName)).containsExactly("c:2");
    assertThat(codes(read("requirements.txt", "a\0b\n"))).contains(Code.ENCODING);
  }

  private static ManifestResult read(String name, String text) {
    return ManifestReader.read(name, text.getBytes(StandardCharsets.UTF_8), LIMITS);
  }

  private static List<Code> codes(ManifestResult result) {
    return result.problems().stream().map(ManifestProblem::code).toList();
  }

  private static List<String> found(ManifestResult result) {
    return result.dependencies().stream()
        .map(
            one ->
                one.id().name()
                    + (one.id().version() == null ? "" : "@" + one.id().version())
                    + ":"
                    + one.line())
        .toList();
  }
}
