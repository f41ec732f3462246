package io.phish.core.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.phish.spi.FeatureVector;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegistrationFeaturesTest {
  private static final Instant NOW = Instant.parse("2026-01-11T12:00:00Z");

  private static RegistryDate date(String instant) {
    Instant at = Instant.parse(instant);
    return new RegistryDate(LocalDate.parse(instant.substring(0, 10)), at);
  }

  @Test
  void are_those_of_the_schema() {
    Registration registration =
        Registration.builder(RegistrationState.REGISTERED)
            .created(date("2026-01-01T00:00:00Z"))
            .expires(new RegistryDate(LocalDate.of(2027, 1, 1), null))
            .updated(date("2026-01-11T00:00:00Z"))
            .registrar(new Registrar("abab", null, null, null, null))
            .signed(false)
            .hidden(true)
            .nameservers(List.of("ns1.a.com", "ns2.a.com", "ns.b.co.uk"))
            .statuses(List.of("clientTransferProhibited", "addPeriod", "word of its own"))
            .build();
    FeatureVector features = RegistrationFeatures.of(registration, NOW);
    assertThat(features.get("age")).isEqualTo(10.5);
    assertThat(features.get("period")).isEqualTo(365);
    assertThat(features.get("remaining")).isEqualTo(354.5);
    assertThat(features.get("since_update")).isEqualTo(0.5);
    assertThat(features.get("signed")).isZero();
    assertThat(features.get("hidden")).isOne();
    assertThat(features.get("len_registrar")).isEqualTo(4);
    assertThat(features.get("entropy_registrar")).isCloseTo(1, within(1e-12));
    assertThat(features.get("registered")).isOne();
    assertThat(features.get("n_nameserver")).isEqualTo(3);
    assertThat(features.get("n_nameserver_domain")).isEqualTo(2);
    assertThat(features.get("n_status")).isEqualTo(2);
    assertThat(features.get("hold")).isZero();
    assertThat(features.get("locked")).isOne();
    assertThat(features.get("registry_locked")).isZero();
    assertThat(features.get("add_period")).isOne();
    assertThat(features.get("deleting")).isZero();
  }

  @Test
  void what_is_not_stated_is_not_known() {
    FeatureVector features =
        RegistrationFeatures.of(Registration.of(RegistrationState.REGISTERED), NOW);
    for (int i = 0; i < features.size(); i++) {
      assertThat(features.isKnown(i)).isEqualTo(i == RegistrationSchema.REGISTERED);
    }
  }

  @ParameterizedTest
  @EnumSource(RegistrationState.class)
  void of_a_domain_that_nobody_holds_nothing_else_is_known(RegistrationState state) {
    Registration registration =
        Registration.builder(state).created(date("2026-01-01T00:00:00Z")).build();
    FeatureVector features = RegistrationFeatures.of(registration, NOW);
    switch (state) {
      case REGISTERED -> assertThat(features.get("age")).isEqualTo(10.5);
      case UNREGISTERED, RESERVED -> {
        assertThat(features.get("registered")).isZero();
        assertThat(features.get("age")).isNaN();
      }
      case THROTTLED, UNKNOWN -> assertThat(features.get("registered")).isNaN();
    }
  }
}
