package io.phish.examples.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LicencesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"MIT", "MIT repo; PhishTank content", "CC BY 4.0", "CC0", "Apache-2.0", "BSD-3"})
  void attribution_is_all_that_a_permissive_licence_asks_for(String licence) {
    assertThat(Licences.isPermissive(licence)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no licence file",
        "LICENSE file (not read)",
        "copy without licence file",
        "GPL-3.0",
        "CC BY-SA 3.0",
        "CC BY-NC 4.0",
        "NON-COMMERCIAL only (repo README + terms)"
      })
  void what_is_not_said_is_not_allowed(String licence) {
    assertThat(Licences.isPermissive(licence)).isFalse();
  }
}
