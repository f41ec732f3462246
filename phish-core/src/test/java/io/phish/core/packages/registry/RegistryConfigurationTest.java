package io.phish.core.packages.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.core.packages.Ecosystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryConfigurationTest {
  private final Map<String, String> environment = new HashMap<>();
  @TempDir private Path directory;
  private Path home = Path.of("");
  private Path project = Path.of("");

  @BeforeEach
  void folders() throws IOException {
    home = Files.createDirectories(directory.resolve("home"));
    project = Files.createDirectories(directory.resolve("work/project"));
  }

  private static void write(Path folder, String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private RegistryConfiguration read() {
    return RegistryConfiguration.read(environment, home, project);
  }

  private Route route(Ecosystem ecosystem, String name) {
    return read().route(ecosystem, name);
  }

  private List<String> asked(Ecosystem ecosystem, String name) {
    return route(ecosystem, name).endpoints().stream().map(Endpoint::toString).toList();
  }

  private static String shown(Route route) {
    Credentials credentials = route.endpoints().get(0).credentials();
    return credentials == null ? "" : credentials.field();
  }

  @Test
  void nothing_is_configured_where_there_is_nothing() {
    RegistryConfiguration configuration = read();
    for (Ecosystem ecosystem : Ecosystem.values()) {
      assertThat(configuration.knows(ecosystem)).isFalse();
    }
    assertThat(configuration.problems()).isEmpty();
  }

  @Test
  void an_option_comes_before_what_was_read() throws IOException {
    write(home, ".npmrc", "registry=https://a.example/");
    assertThat(read().with(Ecosystem.NPM, "https://b.example/x").route(Ecosystem.NPM, "left"))
        .isEqualTo(Route.to(List.of(Endpoint.of("https://b.example/x/")), null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "left", "ftp://a.example/", "https://", "file:///etc", "https://a b/"})
  void an_option_has_to_be_a_url(String url) {
    assertThatThrownBy(() -> RegistryConfiguration.empty().with(Ecosystem.NPM, url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the registry of npm: it is no URL");
  }

  @Test
  void a_malformed_url_is_not_quoted() {
    assertThatThrownBy(
            () -> RegistryConfiguration.empty().with(Ecosystem.NPM, "https://ann:sesame@ a/"))
        .hasMessageNotContaining("sesame");
  }

  @Test
  void npm_asks_a_scope_for_its_own_and_nobody_else() throws IOException {
    write(
        home,
        ".npmrc",
        """
        ; of the user
        registry = "https://public.example/npm"
        @acme:registry=https://npm.acme.example/private/
        //npm.acme.example/private/:_authToken=${ACME_TOKEN}
        //public.example/:_auth=YW5uOnNlc2FtZQ==
        """);
    environment.put("ACME_TOKEN", "t0ken");
    assertThat(asked(Ecosystem.NPM, "left")).containsExactly("https://public.example/npm/");
    assertThat(shown(route(Ecosystem.NPM, "left"))).isEqualTo("Basic YW5uOnNlc2FtZQ==");
    Route acme = route(Ecosystem.NPM, "@acme/left");
    assertThat(acme.endpoints()).hasToString("[https://npm.acme.example/private/]");
    assertThat(acme.shareable()).isFalse();
    assertThat(shown(acme)).isEqualTo("Bearer t0ken");
    assertThat(asked(Ecosystem.NPM, "@other/left")).containsExactly("https://public.example/npm/");
  }

  @Test
  void npm_takes_the_project_before_the_user_and_the_environment_before_both() throws IOException {
    write(home, ".npmrc", "registry=https://user.example/");
    write(project, ".npmrc", "registry=https://project.example/");
    assertThat(asked(Ecosystem.NPM, "left")).containsExactly("https://project.example/");
    environment.put("NPM_CONFIG_REGISTRY", "https://env.example/");
    assertThat(asked(Ecosystem.NPM, "left")).containsExactly("https://env.example/");
  }

  @Test
  void npm_shows_credentials_to_no_other_port_and_no_other_path() throws IOException {
    write(
        home,
        ".npmrc",
        """
        registry=https://npm.example:8443/public/
        //npm.example/:_authToken=one
        //npm.example:8443/private/:_authToken=two
        """);
    assertThat(shown(route(Ecosystem.NPM, "left"))).isEmpty();
  }

  @Test
  void a_scope_whose_registry_cannot_be_read_is_asked_of_nobody() throws IOException {
    write(
        home,
        ".npmrc",
        """
        registry=https://public.example/
        @acme:registry=${ACME}
        @evil:registry=nonsense
        """);
    assertThat(asked(Ecosystem.NPM, "@acme/left")).isEmpty();
    assertThat(asked(Ecosystem.NPM, "@evil/left")).isEmpty();
    assertThat(read().problems())
        .containsExactly(
            home.resolve(".npmrc") + ":2: a variable in it is not set",
            home.resolve(".npmrc") + ":3: it is no URL of http or https");
  }

  @Test
  void npm_takes_no_credentials_that_would_begin_another_field() throws IOException {
    write(
        home,
        ".npmrc",
        "registry=https://npm.example/\n//npm.example/:_authToken=${T}\n//npm.example/:_password=?\n");
    environment.put("T", "a\r\nX-Other: b");
    assertThat(shown(route(Ecosystem.NPM, "left"))).isEmpty();
    assertThat(read().problems()).hasSize(1).allMatch(problem -> !problem.contains("X-Other"));
  }

  @Test
  void pip_asks_indexes_that_want_credentials_first() throws IOException {
    write(
        home,
        ".config/pip/pip.conf",
        """
        [global]
        index-url = https://public.example/simple
        extra-index-url =
            https://ann:sesame@private.example/simple/
            https://third.example/simple/
        [download]
        index-url = https://other.example/
        """);
    assertThat(asked(Ecosystem.PYPI, "left"))
        .containsExactly(
            "https://private.example/simple/",
            "https://public.example/simple/",
            "https://third.example/simple/");
    assertThat(shown(route(Ecosystem.PYPI, "left"))).isEqualTo("Basic YW5uOnNlc2FtZQ==");
    environment.put("PIP_INDEX_URL", "https://env.example/simple");
    environment.put("PIP_EXTRA_INDEX_URL", "https://x.example/simple https://y.example/simple");
    assertThat(asked(Ecosystem.PYPI, "left"))
        .containsExactly(
            "https://env.example/simple/",
            "https://x.example/simple/",
            "https://y.example/simple/");
  }

  @Test
  void pip_with_extra_indexes_only_has_not_said_the_last_word() throws IOException {
    write(home, ".pip/pip.conf", "[install]\nextra-index-url: https://private.example/simple\n");
    assertThat(route(Ecosystem.PYPI, "left").gap()).contains("set index-url");
  }

  @Test
  void cargo_follows_the_replacement_of_its_default_source() throws IOException {
    write(
        home,
        ".cargo/config.toml",
        """
        [source.crates-io]
        replace-with = "mirror"
        [source.mirror]
        replace-with = "acme"
        [registries.acme]
        index = "sparse+https://cargo.acme.example/index/"
        """);
    write(home, ".cargo/credentials.toml", "[registries.acme]\ntoken = \"Bearer t0ken\"\n");
    assertThat(asked(Ecosystem.CARGO, "left")).containsExactly("https://cargo.acme.example/index/");
    assertThat(route(Ecosystem.CARGO, "left").endpoints().get(0).sparse()).isTrue();
    assertThat(shown(route(Ecosystem.CARGO, "left"))).isEqualTo("Bearer t0ken");
    write(
        project.resolve(".."),
        ".cargo/config.toml",
        """
        [source.mirror]
        registry = 'https://git.example/index'
        replace-with = 'x'
        [source.x]
        registry = 'sparse+https://near.example/'
        """);
    assertThat(asked(Ecosystem.CARGO, "left")).containsExactly("https://near.example/");
  }

  @Test
  void cargo_s_sources_in_a_circle_a_folder_or_a_repository_are_asked_of_nobody()
      throws IOException {
    write(
        home,
        ".cargo/config.toml",
        """
        [source.crates-io]
        replace-with='a'
        [source.a]
        replace-with='b'
        [source.b]
        replace-with='a'
        """);
    assertThat(route(Ecosystem.CARGO, "left").gap()).contains("circle");
    write(
        home,
        ".cargo/config.toml",
        "[source.crates-io]\nreplace-with='a'\n[source.a]\ndirectory='vendor'\n");
    assertThat(route(Ecosystem.CARGO, "left").gap()).contains("folder");
    write(home, ".cargo/config.toml", "[source.crates-io]\nregistry='https://git.example/x'\n");
    assertThat(route(Ecosystem.CARGO, "left").gap()).contains("Git repository");
    write(home, ".cargo/config.toml", "[source.crates-io\nregistry=");
    assertThat(read().problems()).isNotEmpty();
  }

  @Test
  void maven_asks_the_mirror_of_its_default_repository() throws IOException {
    write(
        home,
        ".m2/settings.xml",
        """
        <settings xmlns="http://maven.apache.org/SETTINGS/1.2.0">
          <servers>
            <server><id>acme</id><username>ann</username><password>${env.PASSWORD}</password></server>
            <server><id>other</id><username>ann</username><password>{c2VjcmV0}</password></server>
          </servers>
          <mirrors>
            <mirror><id>acme</id><url>https://maven.acme.example/all</url><mirrorOf>*,!own</mirrorOf></mirror>
          </mirrors>
          <profiles>
            <profile><id>p</id><repositories>
              <repository><id>own</id><url>https://own.example/maven</url></repository>
              <repository><id>more</id><url>https://more.example/maven</url></repository>
            </repositories></profile>
            <profile><id>inactive</id><repositories>
              <repository><id>never</id><url>https://never.example/</url></repository>
            </repositories></profile>
          </profiles>
          <activeProfiles><activeProfile>p</activeProfile></activeProfiles>
        </settings>
        """);
    environment.put("PASSWORD", "sesame");
    assertThat(asked(Ecosystem.MAVEN, "a:b"))
        .containsExactly("https://maven.acme.example/all/", "https://own.example/maven/");
    assertThat(shown(route(Ecosystem.MAVEN, "a:b"))).isEqualTo("Basic YW5uOnNlc2FtZQ==");
    assertThat(route(Ecosystem.MAVEN, "a:b").gap()).isNull();
    assertThat(read().problems())
        .containsExactly(
            home.resolve(".m2/settings.xml") + ":4: an encrypted password cannot be used");
  }

  @Test
  void maven_without_its_default_repository_has_not_said_the_last_word() throws IOException {
    write(
        home,
        ".m2/settings.xml",
        """
        <settings><profiles><profile><activation><activeByDefault>true</activeByDefault></activation>
          <repositories><repository><id>own</id><url>https://own.example/</url></repository>
          </repositories></profile></profiles></settings>
        """);
    assertThat(asked(Ecosystem.MAVEN, "a:b")).containsExactly("https://own.example/");
    assertThat(route(Ecosystem.MAVEN, "a:b").gap()).contains("mirror of central");
  }

  @Test
  void maven_asks_no_mirror_that_is_blocked() throws IOException {
    write(
        home,
        ".m2/settings.xml",
        "<settings><mirrors><mirror><id>m</id><mirrorOf>*</mirrorOf><blocked>true</blocked>"
            + "<url>http://0.0.0.0/</url></mirror></mirrors></settings>");
    assertThat(asked(Ecosystem.MAVEN, "a:b")).isEmpty();
    assertThat(route(Ecosystem.MAVEN, "a:b").gap()).contains("blocked");
  }

  @Test
  void settings_with_entities_are_a_problem() throws IOException {
    write(
        home,
        ".m2/settings.xml",
        "<!DOCTYPE s [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<settings>&x;</settings>");
    assertThat(read().problems())
        .containsExactly(home.resolve(".m2/settings.xml") + ": it has a document type in line 1");
  }

  @Test
  void bundler_s_mirror_comes_before_the_sources_of_gem() throws IOException {
    write(
        home,
        ".gemrc",
        "---\n:backtrace: false\n:sources:\n- https://gems.example/\n:verbose: true\n");
    assertThat(asked(Ecosystem.RUBYGEMS, "left")).containsExactly("https://gems.example/");
    write(
        project,
        ".bundle/config",
        """
        ---
        BUNDLE_PATH: "vendor"
        BUNDLE_MIRROR__HTTPS://PUBLIC__EXAMPLE/: "https://gems-1.example/gems"
        BUNDLE_MIRROR__HTTPS://PUBLIC__EXAMPLE/__FALLBACK_TIMEOUT: "3"
        BUNDLE_GEMS___1__EXAMPLE: "ann:sesame"
        """);
    assertThat(asked(Ecosystem.RUBYGEMS, "left")).containsExactly("https://gems-1.example/gems/");
    assertThat(shown(route(Ecosystem.RUBYGEMS, "left"))).isEqualTo("Basic YW5uOnNlc2FtZQ==");
  }

  @Test
  void go_keeps_private_modules_from_proxies() throws IOException {
    write(
        home,
        ".config/go/env",
        "GOPROXY=https://a.example|https://b.example/go,direct\nGOPRIVATE=*.acme.example,git.example/ours\n");
    assertThat(asked(Ecosystem.GO, "example.org/left"))
        .containsExactly("https://a.example/", "https://b.example/go/");
    assertThat(asked(Ecosystem.GO, "git.example/theirs/left")).isNotEmpty();
    for (String name : List.of("x.acme.example/a/b", "git.example/ours", "git.example/ours/x")) {
      assertThat(route(Ecosystem.GO, name))
          .isEqualTo(Route.none("GOPRIVATE or GONOPROXY keeps its name from proxies"));
    }
    environment.put("GOPROXY", "off");
    assertThat(route(Ecosystem.GO, "example.org/left").gap()).contains("GOPROXY is off");
  }

  @Test
  void nuget_asks_the_source_that_a_package_is_mapped_to() throws IOException {
    write(
        home,
        ".nuget/NuGet/NuGet.Config",
        "<configuration><packageSources><add key='far' value='https://far.example/v3/index.json'/>"
            + "</packageSources></configuration>");
    write(
        project,
        "nuget.config",
        """
        <configuration>
          <packageSources><clear/>
            <add key="public" value="https://public.example/v3/index.json"/>
            <add key="our own" value="https://own.example/v3/index.json"/>
            <add key="off" value="https://off.example/v3/index.json"/>
            <add key="folder" value="../packages"/>
          </packageSources>
          <disabledPackageSources><add key="off" value="true"/></disabledPackageSources>
          <packageSourceCredentials><our_x0020_own>
            <add key="Username" value="ann"/><add key="ClearTextPassword" value="%PASSWORD%"/>
          </our_x0020_own></packageSourceCredentials>
        </configuration>
        """);
    environment.put("PASSWORD", "sesame");
    assertThat(asked(Ecosystem.NUGET, "left"))
        .containsExactly(
            "https://own.example/v3/index.json/", "https://public.example/v3/index.json/");
    assertThat(shown(route(Ecosystem.NUGET, "left"))).isEqualTo("Basic YW5uOnNlc2FtZQ==");
    write(
        directory.resolve("work"),
        "NuGet.Config",
        """
        <configuration><packageSourceMapping>
          <packageSource key="public"><package pattern="*"/></packageSource>
          <packageSource key="our own"><package pattern="Acme.*"/></packageSource>
        </packageSourceMapping></configuration>
        """);
    assertThat(asked(Ecosystem.NUGET, "acme.Left"))
        .containsExactly("https://own.example/v3/index.json/");
    assertThat(asked(Ecosystem.NUGET, "left"))
        .containsExactly("https://public.example/v3/index.json/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".npmrc",
        ".config/pip/pip.conf",
        ".cargo/config.toml",
        ".m2/settings.xml",
        ".gemrc",
        ".bundle/config",
        ".config/go/env",
        ".nuget/NuGet/NuGet.Config"
      })
  void rubbish_and_too_much_are_problems_at_most(String file) throws IOException {
    write(home, file, "\0\u0001[[[<<<&&&{{{\n=\n:\n- \n[a\n" + "[".repeat(2_000));
    for (Ecosystem ecosystem : Ecosystem.values()) {
      assertThat(read().knows(ecosystem)).isFalse();
    }
    write(home, file, "#".repeat((1 << 20) + 1));
    assertThat(read().problems())
        .containsExactly(home.resolve(file) + ": it has more than 1048576 octets");
  }
}
