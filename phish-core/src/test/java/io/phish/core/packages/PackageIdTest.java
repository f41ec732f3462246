package io.phish.core.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.InvalidSubjectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackageIdTest {

  @ParameterizedTest
  @CsvSource({
    "pkg:pypi/requests, PYPI, requests,",
    "pkg:pypi/requests@2.32.0, PYPI, requests, 2.32.0",
    "pkg:npm/%40babel/core@7.0.0, NPM, @babel/core, 7.0.0",
    "pkg:npm/@babel/core, NPM, @babel/core,",
    "pkg:maven/org.slf4j/slf4j-api@2.0.0?type=jar#x, MAVEN, org.slf4j:slf4j-api, 2.0.0",
    "pkg:golang/github.com/spf13/cobra@v1.8.0, GO, github.com/spf13/cobra, v1.8.0",
    "PKG:NuGet/Newtonsoft.Json, NUGET, Newtonsoft.Json,",
    "pkg:gem/rails@7.1%2B1, RUBYGEMS, rails, 7.1+1",
    "pkg://cargo/serde, CARGO, serde,"
  })
  void is_what_a_package_url_names(
      String purl, Ecosystem ecosystem, String name, @Nullable String version) {
    assertThat(PackageId.parse(purl)).isEqualTo(new PackageId(ecosystem, name, version));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "requests",
        "pkg:",
        "pkg:pypi",
        "pkg:pypi/",
        "pkg:/x",
        "pkg:conda/x",
        "pkg:pypi/a%zz",
        "pkg:pypi/a%00b",
        "pkg:npm/a%40b%40c/d@e@"
      })
  void is_none_of_what_is_no_package_url(String purl) {
    assertThatThrownBy(() -> PackageId.parse(purl)).isInstanceOf(InvalidSubjectException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "npm/lodash, , NPM, lodash,",
    "npm/@babel/core@7.0.0, , NPM, @babel/core, 7.0.0",
    "lodash@4.0.0, NPM, NPM, lodash, 4.0.0",
    "@babel/core, NPM, NPM, @babel/core,",
    "pkg:pypi/a, NPM, PYPI, a,",
    "org.slf4j:slf4j-api, MAVEN, MAVEN, org.slf4j:slf4j-api,"
  })
  void is_what_a_line_of_a_list_names(
      String line,
      @Nullable Ecosystem given,
      Ecosystem ecosystem,
      String name,
      @Nullable String version) {
    assertThat(PackageId.read(line, given)).isEqualTo(new PackageId(ecosystem, name, version));
  }

  @ParameterizedTest
  @CsvSource({
    "NPM, @babel/core, @babel",
    "NPM, lodash,",
    "MAVEN, org.slf4j:slf4j-api, org.slf4j",
    "MAVEN, org.slf4j/slf4j-api, org.slf4j",
    "GO, github.com/spf13/cobra, github.com/spf13",
    "GO, go.uber.org/zap, go.uber.org",
    "GO, gopkg.in/yaml.v3,",
    "PYPI, requests,"
  })
  void tells_whose_it_is_where_the_name_does(
      Ecosystem ecosystem, String name, @Nullable String owner) {
    assertThat(PackageId.of(ecosystem, name).owner()).isEqualTo(owner);
  }
}
