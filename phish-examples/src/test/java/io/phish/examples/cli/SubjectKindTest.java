package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.InvalidSubjectException;
import io.phish.subject.Email;
import io.phish.subject.PackageName;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectKindTest {

  @ParameterizedTest
  @CsvSource({
    "pypi/requests, pypi, requests,",
    "pypi/requests@2.32.0, pypi, requests, 2.32.0",
    "pkg:pypi/requests@2.32.0, pypi, requests, 2.32.0",
    "pkg:PyPI/requests, pypi, requests,",
    "npm/@babel/core, npm, @babel/core,",
    "npm/@babel/core@7.0.0, npm, @babel/core, 7.0.0",
    "pkg:npm/%40babel/core@7.0.0?os=linux#src, npm, @babel/core, 7.0.0",
    "pkg:deb/debian/libstdc%2B%2B6@14.2+b1, deb, debian/libstdc++6, 14.2+b1"
  })
  void a_package_is_read_in_both_forms(String text, String ecosystem, String name, String version) {
    assertThat(SubjectKind.PACKAGE.parse(text))
        .isEqualTo(new PackageName(ecosystem, name, version));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "requests", "pypi/", "/requests", "pkg:", "pkg:pypi", "pkg:pypi/a%zz"})
  void what_is_no_package_is_refused(String text) {
    assertThatThrownBy(() -> SubjectKind.PACKAGE.parse(text))
        .isInstanceOf(InvalidSubjectException.class);
  }

  @Test
  void the_octets_of_a_mail_are_kept() {
    byte[] octets = {'S', ':', ' ', (byte) 0xE9, (byte) 0xFF, '\r', '\n'};
    assertThat(((Email) SubjectKind.EMAIL.parse(octets)).octets()).isEqualTo(octets);
  }

  @Test
  void a_mail_given_as_text_is_utf_8() {
    assertThat(((Email) SubjectKind.EMAIL.parse("Subject: é")).octets())
        .isEqualTo("Subject: é".getBytes(StandardCharsets.UTF_8));
  }
}
