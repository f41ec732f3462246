package io.phish.core.packages.registry;

import static io.phish.core.packages.registry.FakeRegistry.found;
import static io.phish.core.packages.registry.FakeRegistry.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.phish.core.packages.Ecosystem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryClientsTest {
  private static final String TWO_VERSIONS =
      """
      {"name":"left","dist-tags":{"latest":"1.1.0"},"description":"Pads","homepage":"https://left.example/",
       "repository":{"type":"git","url":"git+https://git.example/left.git"},"license":"MIT",
       "maintainers":[{"name":"ann","email":"ann@example.org"},{"name":"bob"}],
       "time":{"created":"2015-01-01T00:00:00.000Z","1.1.0":"2020-05-06T07:08:09.000Z","1.0.0":"2015-01-02T00:00:00Z"},
       "versions":{
         "1.0.0":{"_npmUser":{"name":"ann"},"scripts":{"postinstall":"node x.js"},"deprecated":"old"},
         "1.1.0":{"_npmUser":{"name":"bob"},"scripts":{"test":"x"}}}}
      """;

  private final FakeRegistry registry = new FakeRegistry();

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void npm_tells_all_of_a_package() {
    registry.json("/left", TWO_VERSIONS);
    PackageMetadata left = found(registry.ask(Ecosystem.NPM, "left"));
    assertThat(left)
        .isEqualTo(
            new PackageMetadata(
                Ecosystem.NPM,
                "left",
                List.of(
                    new Release("1.0.0", Instant.parse("2015-01-02T00:00:00Z"), true),
                    new Release("1.1.0", Instant.parse("2020-05-06T07:08:09Z"), false)),
                2,
                null,
                List.of("ann", "bob"),
                true,
                "git+https://git.example/left.git",
                "https://left.example/",
                "Pads",
                false,
                "MIT"));
  }

  @Test
  void npm_counts_downloads_where_that_is_set_up() {
    registry
        .json("/left", TWO_VERSIONS)
        .json("/downloads/point/last-month/left", "{\"downloads\":1234,\"package\":\"left\"}");
    RegistryConfiguration configuration =
        RegistryConfiguration.empty()
            .with(Ecosystem.NPM, registry.url())
            .withNpmDownloads(registry.url());
    try (PackageRegistry client = Registries.of(configuration)) {
      assertThat(found(FakeRegistry.ask(client, Ecosystem.NPM, "left")).monthlyDownloads())
          .isEqualTo(1234);
    }
  }

  @Test
  void npm_encodes_the_slash_of_a_scope() {
    registry.json("/@a%2Fb", TWO_VERSIONS.replace("\"left\"", "\"@a/b\""));
    assertThat(found(registry.ask(Ecosystem.NPM, "@a/b")).name()).isEqualTo("@a/b");
  }

  @Test
  void npm_knows_scripts_that_run_on_installation() {
    registry.json("/left", TWO_VERSIONS.replace("\"test\"", "\"preinstall\""));
    assertThat(found(registry.ask(Ecosystem.NPM, "left")).installScript()).isTrue();
  }

  @Test
  void npm_has_unpublished_packages_and_security_holders() {
    registry
        .json(
            "/gone",
            """
            {"name":"gone","time":{"created":"2022-08-10T19:49:56.913Z",
             "unpublished":{"time":"2022-08-10T21:31:32.856Z","versions":["1.0.0"]}}}
            """)
        .json(
            "/held",
            """
            {"name":"held","dist-tags":{"latest":"0.0.1-security.1"},
             "versions":{"0.0.1-security.1":{"name":"held"}},"time":{}}
            """);
    assertThat(registry.ask(Ecosystem.NPM, "gone")).isEqualTo(new RegistryAnswer.Absent(true));
    assertThat(registry.ask(Ecosystem.NPM, "held")).isEqualTo(new RegistryAnswer.Absent(true));
  }

  @Test
  void npm_is_asked_for_less_where_the_whole_is_too_much() {
    String much = "{\"name\":\"left\",\"readme\":\"" + "x".repeat(9 << 20) + "\"}";
    registry.on(
        "/left",
        (request, answer) ->
            answer.json(
                200,
                String.valueOf(request.fields().get("accept")).contains("install-v1")
                    ? "{\"name\":\"left\",\"dist-tags\":{\"latest\":\"1.0.0\"},"
                        + "\"versions\":{\"1.0.0\":{\"hasInstallScript\":true}}}"
                    : much));
    PackageMetadata left = found(registry.ask(Ecosystem.NPM, "left"));
    assertThat(left.releases()).containsExactly(new Release("1.0.0", null, false));
    assertThat(left.installScript()).isTrue();
  }

  @Test
  void pypi_tells_all_of_a_project() {
    registry.json(
        "/pypi/left-pad/json",
        """
        {"info":{"name":"Left.Pad","summary":"Pads","home_page":"","license":"","license_expression":"MIT",
                 "project_urls":{"Source":"https://git.example/left","Homepage":"https://left.example/"}},
         "ownership":{"roles":[{"role":"Owner","user":"ann"}],"organization":null},
         "releases":{
           "0.1":[{"upload_time_iso_8601":"2019-01-02T03:04:05.678Z","yanked":true},
                  {"upload_time_iso_8601":"2019-01-02T03:04:00Z","yanked":true}],
           "0.0":[],
           "0.2":[{"upload_time_iso_8601":"2020-01-02T03:04:05Z","yanked":false}]},
         "urls":[{"packagetype":"sdist"}]}
        """);
    PackageMetadata left = found(registry.ask(Ecosystem.PYPI, "Left_Pad"));
    assertThat(left)
        .isEqualTo(
            new PackageMetadata(
                Ecosystem.PYPI,
                "Left.Pad",
                List.of(
                    new Release("0.1", Instant.parse("2019-01-02T03:04:00Z"), true),
                    new Release("0.2", Instant.parse("2020-01-02T03:04:05Z"), false)),
                2,
                null,
                List.of("ann"),
                null,
                "https://git.example/left",
                "https://left.example/",
                "Pads",
                true,
                "MIT"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"info\":{\"name\":\"left\"},\"releases\":{\"1\":[{\"yanked\":true}]}}",
        "{\"info\":{\"name\":\"left\"},\"releases\":{\"1\":[]}}",
        "{\"info\":{\"name\":\"left\"},\"releases\":{\"1\":[{\"yanked\":false}]},"
            + "\"project-status\":{\"status\":\"quarantined\"}}"
      })
  void pypi_has_projects_of_which_nothing_is_left(String body) {
    registry.json("/pypi/left/json", body);
    assertThat(registry.ask(Ecosystem.PYPI, "left")).isEqualTo(new RegistryAnswer.Absent(true));
  }

  @Test
  void pypi_says_in_json_that_there_is_none() {
    registry.page("/pypi/left/json", 404, "application/json", "{\"message\":\"Not Found\"}");
    assertThat(registry.ask(Ecosystem.PYPI, "left")).isEqualTo(new RegistryAnswer.Absent(false));
    assertThat(registry.paths()).containsExactly("/pypi/left/json");
  }

  @Test
  void an_index_without_the_json_api_of_pypi_has_the_simple_one() {
    registry.page(
        "/team/simple/left/",
        200,
        "application/vnd.pypi.simple.v1+json",
        """
        {"meta":{"api-version":"1.1"},"name":"left","versions":["1.0","1.1"],"files":[
          {"filename":"left-1.0.tar.gz","upload-time":"2019-01-02T03:04:05Z","yanked":"oops"},
          {"filename":"left-1.1-py3-none-any.whl","upload-time":"2020-01-02T03:04:05Z","yanked":false}]}
        """);
    try (PackageRegistry client =
        Registries.of(
            RegistryConfiguration.empty().with(Ecosystem.PYPI, registry.url() + "team/simple"))) {
      assertThat(found(FakeRegistry.ask(client, Ecosystem.PYPI, "left")).releases())
          .containsExactly(
              new Release("1.0", Instant.parse("2019-01-02T03:04:05Z"), true),
              new Release("1.1", Instant.parse("2020-01-02T03:04:05Z"), false));
    }
    assertThat(registry.paths()).containsExactly("/team/pypi/left/json", "/team/simple/left/");
  }

  @Test
  void cargo_tells_all_of_a_crate() {
    registry.json(
        "/api/v1/crates/left_pad",
        """
        {"crate":{"name":"left-pad","description":"Pads","homepage":null,"recent_downloads":300,
                  "repository":"https://git.example/left"},
         "versions":[
           {"num":"0.2.0","created_at":"2020-01-02T03:04:05.678901+00:00","yanked":false,
            "license":"MIT","published_by":{"login":"eve"}},
           {"num":"0.1.0","created_at":"2019-01-02T03:04:05+00:00","yanked":true,
            "license":"GPL","published_by":{"login":"ann"}}]}
        """);
    PackageMetadata left = found(registry.ask(Ecosystem.CARGO, "left_pad"));
    assertThat(left.releases())
        .extracting(Release::version, Release::withdrawn)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("0.1.0", true),
            org.assertj.core.groups.Tuple.tuple("0.2.0", false));
    assertThat(left.monthlyDownloads()).isEqualTo(100);
    assertThat(left.publisherChanged()).isTrue();
    assertThat(left.license()).isEqualTo("MIT");
    assertThat(left.repository()).isEqualTo("https://git.example/left");
  }

  @Test
  void a_sparse_index_of_cargo_says_where_its_api_is() {
    registry
        .json(
            "/index/config.json",
            "{\"dl\":\"https://x.example/\",\"api\":\"" + registry.url() + "web\"}")
        .json(
            "/web/api/v1/crates/left",
            "{\"crate\":{\"name\":\"left\"},\"versions\":[{\"num\":\"1.0.0\"}]}");
    try (PackageRegistry client = sparse()) {
      assertThat(found(FakeRegistry.ask(client, Ecosystem.CARGO, "left")).releaseCount())
          .isEqualTo(1);
    }
  }

  @Test
  void a_sparse_index_of_cargo_without_an_api_is_read_itself() {
    registry
        .json("/index/config.json", "{\"dl\":\"https://x.example/\"}")
        .page(
            "/index/le/ft/left",
            200,
            "text/plain",
            """
            {"name":"left","vers":"1.0.0","yanked":true,"pubtime":"2019-01-02T03:04:05Z"}
            {"name":"left","vers":"1.1.0","yanked":false}
            """);
    try (PackageRegistry client = sparse()) {
      assertThat(found(FakeRegistry.ask(client, Ecosystem.CARGO, "Left")).releases())
          .containsExactly(
              new Release("1.0.0", Instant.parse("2019-01-02T03:04:05Z"), true),
              new Release("1.1.0", null, false));
      assertThat(FakeRegistry.ask(client, Ecosystem.CARGO, "x"))
          .isEqualTo(new RegistryAnswer.Absent(false));
    }
    assertThat(registry.paths()).contains("/index/1/x");
  }

  private PackageRegistry sparse() {
    return Registries.of(
        RegistryConfiguration.empty().with(Ecosystem.CARGO, "sparse+" + registry.url() + "index/"));
  }

  @Test
  void maven_tells_versions_and_what_the_poms_have() {
    registry
        .page(
            "/org/example/left/maven-metadata.xml",
            200,
            "text/xml",
            """
            <?xml version="1.0"?>
            <metadata><groupId>org.example</groupId><artifactId>left</artifactId>
              <versioning><latest>2.0</latest><release>2.0</release>
                <versions><version>1.0</version><version>1.5</version><version>2.0</version></versions>
                <lastUpdated>20230908231136</lastUpdated></versioning></metadata>
            """)
        .page(
            "/org/example/left/2.0/left-2.0.pom",
            200,
            "text/xml",
            """
            <project xmlns="http://maven.apache.org/POM/4.0.0"><description>Pads</description>
              <url>${parent.url}</url><scm><url>https://git.example/left</url></scm>
              <licenses><license><name>Apache-2.0</name></license></licenses></project>
            """)
        .page(
            "/org/example/left/1.0/left-1.0.pom",
            200,
            "text/xml",
            "<project/>",
            "Last-Modified: Tue, 15 Nov 1994 12:45:26 GMT");
    PackageMetadata left = found(registry.ask(Ecosystem.MAVEN, "org.example:left"));
    assertThat(left.releases())
        .containsExactly(
            new Release("1.0", Instant.parse("1994-11-15T12:45:26Z"), false),
            new Release("1.5", null, false),
            new Release("2.0", Instant.parse("2023-09-08T23:11:36Z"), false));
    assertThat(left.description()).isEqualTo("Pads");
    assertThat(left.homepage()).isNull();
    assertThat(left.repository()).isEqualTo("https://git.example/left");
    assertThat(left.license()).isEqualTo("Apache-2.0");
  }

  @Test
  void maven_takes_the_time_of_the_metadata_where_there_is_no_pom() {
    registry.page(
        "/a/b/maven-metadata.xml",
        200,
        "text/xml",
        "<metadata><versioning><versions><version>1</version></versions>"
            + "<lastUpdated>20230908231136</lastUpdated></versioning></metadata>");
    assertThat(found(registry.ask(Ecosystem.MAVEN, "a:b")).releases())
        .containsExactly(new Release("1", Instant.parse("2023-09-08T23:11:36Z"), false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE metadata SYSTEM \"file:///etc/passwd\"><metadata/>",
        "<!DOCTYPE m [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><metadata>&b;</metadata>",
        "<metadata><versioning><versions><version>&x;</version></versions></versioning></metadata>",
        "<metadata><versioning><versions><version>1</version>",
        "<html/>",
        "<metadata/>",
        "",
        "\0\0\0\0"
      })
  void maven_metadata_that_makes_no_sense_is_unknown(String body) {
    registry.page("/a/b/maven-metadata.xml", 200, "text/xml", body);
    assertThat(reason(registry.ask(Ecosystem.MAVEN, "a:b")))
        .startsWith("http://127.0.0.1:" + registry.port() + " answered 200 with what is no maven");
  }

  @Test
  void a_gem_server_tells_all_of_a_gem() {
    registry
        .json(
            "/api/v1/gems/left.json",
            """
            {"name":"left","downloads":7300,"version":"1.1","version_created_at":"2021-01-01T00:00:00Z",
             "info":"Pads","licenses":["MIT"],"homepage_uri":"https://left.example/",
             "source_code_uri":"https://git.example/left"}
            """)
        .json(
            "/api/v1/versions/left.json",
            """
            [{"number":"1.1","created_at":"2021-01-01T00:00:00.000Z"},
             {"number":"1.0","created_at":"2020-01-01T00:00:00.000Z"}]
            """)
        .json("/api/v1/gems/left/owners.json", "[{\"id\":1,\"handle\":\"ann\"}]");
    RegistryConfiguration configuration =
        RegistryConfiguration.empty().with(Ecosystem.RUBYGEMS, registry.url());
    try (PackageRegistry client =
        Registries.builder(configuration)
            .clock(InstantSource.fixed(Instant.parse("2021-12-31T00:00:00Z")))
            .build()) {
      PackageMetadata left = found(FakeRegistry.ask(client, Ecosystem.RUBYGEMS, "left"));
      assertThat(left.releases()).extracting(Release::version).containsExactly("1.0", "1.1");
      assertThat(left.maintainers()).containsExactly("ann");
      assertThat(left.monthlyDownloads()).isEqualTo(300);
      assertThat(left.description()).isEqualTo("Pads");
    }
  }

  @Test
  void a_gem_server_without_an_api_has_a_compact_index() {
    registry.page(
        "/info/left", 200, "text/plain", "---\n1.0 |checksum:ab\n1.1 rake:>= 0|checksum:c\n");
    assertThat(found(registry.ask(Ecosystem.RUBYGEMS, "left")).releases())
        .containsExactly(new Release("1.0", null, false), new Release("1.1", null, false));
    assertThat(registry.ask(Ecosystem.RUBYGEMS, "right"))
        .isEqualTo(new RegistryAnswer.Absent(false));
  }

  @Test
  void a_proxy_of_go_tells_versions_in_their_order() {
    registry
        .page(
            "/github.com/!example/left/@v/list",
            200,
            "text/plain",
            "v1.10.0\nv1.9.0\nv1.2.0-rc.1\nv1.2.0\nv0.1.0+incompatible\n")
        .json("/github.com/!example/left/@v/v1.10.0.info", "{\"Version\":\"v1.10.0\"}")
        .json(
            "/github.com/!example/left/@v/v0.1.0%2Bincompatible.info",
            "{\"Version\":\"v0.1.0\",\"Time\":\"2014-01-02T03:04:05Z\"}");
    PackageMetadata left = found(registry.ask(Ecosystem.GO, "github.com/Example/left"));
    assertThat(left.releases())
        .extracting(Release::version)
        .containsExactly("v0.1.0+incompatible", "v1.2.0-rc.1", "v1.2.0", "v1.9.0", "v1.10.0");
    assertThat(left.releases().get(0).published()).isEqualTo(Instant.parse("2014-01-02T03:04:05Z"));
    assertThat(left.repository()).isEqualTo("https://github.com/Example/left");
  }

  @Test
  void a_proxy_of_go_knows_modules_without_tags() {
    registry
        .page("/example.org/left/@v/list", 200, "text/plain", "")
        .json(
            "/example.org/left/@latest",
            "{\"Version\":\"v0.0.0-2021\",\"Time\":\"2021-01-02T03:04:05Z\","
                + "\"Origin\":{\"VCS\":\"git\",\"URL\":\"https://git.example/left\"}}");
    PackageMetadata left = found(registry.ask(Ecosystem.GO, "example.org/left"));
    assertThat(left.releaseCount()).isEqualTo(1);
    assertThat(left.repository()).isEqualTo("https://git.example/left");
    registry.page("/example.org/none/@v/list", 410, "text/plain", "not found");
    assertThat(registry.ask(Ecosystem.GO, "example.org/none"))
        .isEqualTo(new RegistryAnswer.Absent(false));
  }

  @Test
  void nuget_tells_the_first_page_and_the_last() {
    registry
        .json(
            "/v3/index.json",
            "{\"version\":\"3.0.0\",\"resources\":["
                + "{\"@id\":\""
                + registry.url()
                + "old/\",\"@type\":\"RegistrationsBaseUrl\"},"
                + "{\"@id\":\""
                + registry.url()
                + "reg/\",\"@type\":\"RegistrationsBaseUrl/3.6.0\"}]}")
        .json(
            "/reg/left.pad/index.json",
            "{\"count\":3,\"items\":["
                + "{\"@id\":\""
                + registry.url()
                + "reg/left.pad/p1.json\",\"count\":64},"
                + "{\"@id\":\""
                + registry.url()
                + "reg/left.pad/p2.json\",\"count\":64},"
                + "{\"@id\":\""
                + registry.url()
                + "reg/left.pad/p3.json\",\"count\":1,\"items\":["
                + "{\"catalogEntry\":{\"id\":\"Left.Pad\",\"version\":\"9.0.0\",\"description\":\"Pads\","
                + "\"published\":\"1900-01-01T00:00:00+00:00\",\"projectUrl\":\"https://github.com/x/y\"}}]}]}")
        .json(
            "/reg/left.pad/p1.json",
            "{\"count\":64,\"items\":[{\"catalogEntry\":{\"id\":\"Left.Pad\",\"version\":\"1.0.0\","
                + "\"published\":\"2015-01-02T03:04:05.6+00:00\",\"listed\":true}}]}");
    PackageMetadata left = found(registry.ask(Ecosystem.NUGET, "LEFT.Pad"));
    assertThat(left.name()).isEqualTo("Left.Pad");
    assertThat(left.releaseCount()).isEqualTo(129);
    assertThat(left.releases())
        .containsExactly(
            new Release("1.0.0", Instant.parse("2015-01-02T03:04:05.600Z"), false),
            new Release("9.0.0", null, true));
    assertThat(left.repository()).isEqualTo("https://github.com/x/y");
    assertThat(registry.paths()).doesNotContain("/reg/left.pad/p2.json");
    assertThat(registry.ask(Ecosystem.NUGET, "right")).isEqualTo(new RegistryAnswer.Absent(false));
  }

  @Test
  void deps_dev_is_asked_where_there_is_no_registry() {
    registry
        .json(
            "/v3/systems/NPM/packages/%40a%2Fb",
            """
            {"packageKey":{"system":"NPM","name":"@a/b"},"versions":[
              {"versionKey":{"version":"1.0.0"},"publishedAt":"2015-01-02T03:04:05Z","isDeprecated":true},
              {"versionKey":{"version":"1.1.0"},"publishedAt":"2016-01-02T03:04:05Z","isDefault":true}]}
            """)
        .json(
            "/v3/systems/NPM/packages/%40a%2Fb/versions/1.1.0",
            """
            {"licenses":["MIT"],"links":[{"label":"SOURCE_REPO","url":"https://git.example/b"},
              {"label":"HOMEPAGE","url":"https://b.example/"}]}
            """);
    try (PackageRegistry client =
        Registries.of(RegistryConfiguration.empty().withDepsDev(registry.url()))) {
      PackageMetadata b = found(FakeRegistry.ask(client, Ecosystem.NPM, "@a/b"));
      assertThat(b.releases()).hasSize(2);
      assertThat(b.releases().get(0).withdrawn()).isTrue();
      assertThat(b.repository()).isEqualTo("https://git.example/b");
      assertThat(b.homepage()).isEqualTo("https://b.example/");
      assertThat(b.license()).isEqualTo("MIT");
      assertThat(FakeRegistry.ask(client, Ecosystem.NPM, "none"))
          .isEqualTo(new RegistryAnswer.Absent(false));
    }
  }

  @ParameterizedTest
  @EnumSource(Ecosystem.class)
  void nobody_is_asked_where_nothing_is_configured(Ecosystem ecosystem) {
    String name = ecosystem == Ecosystem.MAVEN ? "a:b" : "left";
    try (PackageRegistry client = Registries.of(RegistryConfiguration.empty())) {
      assertThat(reason(FakeRegistry.ask(client, ecosystem, name)))
          .startsWith("no registry is configured for " + ecosystem.id() + "; set ");
    }
  }

  @ParameterizedTest
  @EnumSource(Ecosystem.class)
  void a_page_that_is_not_there_is_an_absent_package(Ecosystem ecosystem) {
    registry.json(
        "/v3/index.json",
        "{\"resources\":[{\"@id\":\""
            + registry.url()
            + "r/\",\"@type\":\"RegistrationsBaseUrl\"}]}");
    String name = ecosystem == Ecosystem.MAVEN ? "a:b" : "left";
    assertThat(registry.ask(ecosystem, name)).isEqualTo(new RegistryAnswer.Absent(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "../../x", "a/b", "a b", "a\nb", "a\0b", "@a", "@a/b/c", "a\\b", "@/b", "."
      })
  void odd_names_are_asked_of_nobody(String name) {
    assertThat(reason(registry.ask(Ecosystem.NPM, name))).contains("name");
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void a_name_of_ten_thousand_characters_is_asked_of_nobody() {
    assertThat(reason(registry.ask(Ecosystem.PYPI, "a".repeat(10_000)))).contains("10000");
    assertThat(reason(registry.ask(Ecosystem.MAVEN, "no-colon"))).contains("group:artifact");
    assertThat(reason(registry.ask(Ecosystem.MAVEN, "a..b:c"))).contains("group:artifact");
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void what_a_name_has_beyond_ascii_is_encoded() {
    registry.ask(Ecosystem.NPM, "l\u0435ft😀?#");
    assertThat(registry.paths()).containsExactly("/l%D0%B5ft%F0%9F%98%80%3F%23");
  }
}
