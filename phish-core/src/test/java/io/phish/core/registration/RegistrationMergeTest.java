package io.phish.core.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.core.registration.RegistrationMerge.Merged;
import io.phish.core.registration.RegistrationMerge.Part;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrationMergeTest {
  private static final RegistryDate OLD = new RegistryDate(LocalDate.of(2001, 1, 1), null);
  private static final RegistryDate NEW = new RegistryDate(LocalDate.of(2020, 1, 1), null);

  private static Registration.Builder registered() {
    return Registration.builder(RegistrationState.REGISTERED).domain("a.com");
  }

  private static Registrar registrar(String name, int id, @Nullable String url) {
    return new Registrar(name, id, url, null, null);
  }

  @Test
  void a_registrar_fills_up_and_never_overwrites() {
    Registration registry =
        registered()
            .created(OLD)
            .statuses(List.of("ok"))
            .registrar(registrar("Seller, Inc.", 7, null))
            .build();
    Registration registrar =
        registered()
            .created(NEW)
            .expires(NEW)
            .statuses(List.of("clientHold"))
            .nameservers(List.of("ns.a.com"))
            .registrar(registrar("SELLER INC", 7, "https://seller.example"))
            .registrantCountry("DE")
            .build();
    Merged merged =
        RegistrationMerge.merge(
            List.of(new Part("registry", registry), new Part("registrar", registrar)));
    assertThat(merged.registration())
        .isEqualTo(
            registered()
                .created(OLD)
                .expires(NEW)
                .statuses(List.of("ok"))
                .nameservers(List.of("ns.a.com"))
                .registrar(registrar("Seller, Inc.", 7, "https://seller.example"))
                .registrantCountry("DE")
                .build());
    assertThat(merged.sources())
        .containsAllEntriesOf(
            Map.of(
                RegistrationField.STATE, "registry",
                RegistrationField.CREATED, "registry",
                RegistrationField.EXPIRES, "registrar",
                RegistrationField.REGISTRAR_NAME, "registry",
                RegistrationField.REGISTRAR_URL, "registrar"))
        .doesNotContainKey(RegistrationField.UPDATED);
  }

  @Test
  void the_details_of_another_company_are_not_the_registrar_s() {
    Merged merged =
        RegistrationMerge.merge(
            List.of(
                new Part("a", registered().registrar(registrar("One", 1, null)).build()),
                new Part("b", registered().registrar(registrar("Two", 2, "https://two")).build())));
    assertThat(merged.registration().registrar()).isEqualTo(registrar("One", 1, null));
  }

  @Test
  void what_is_said_of_another_domain_is_left_out() {
    Registration other =
        Registration.builder(RegistrationState.REGISTERED).domain("b.com").created(NEW).build();
    Merged merged =
        RegistrationMerge.merge(List.of(new Part("a", registered().build()), new Part("b", other)));
    assertThat(merged.registration().created()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "UNREGISTERED, REGISTERED, REGISTERED",
    "UNREGISTERED, RESERVED, RESERVED",
    "UNREGISTERED, THROTTLED, UNREGISTERED",
    "UNREGISTERED, UNKNOWN, UNREGISTERED",
    "THROTTLED, UNREGISTERED, UNREGISTERED",
    "THROTTLED, UNKNOWN, THROTTLED",
    "REGISTERED, UNREGISTERED, REGISTERED",
    "REGISTERED, THROTTLED, REGISTERED",
    "UNKNOWN, UNKNOWN, UNKNOWN"
  })
  void one_who_knows_outweighs_one_who_does_not(
      RegistrationState first, RegistrationState second, RegistrationState expected) {
    Merged merged =
        RegistrationMerge.merge(
            List.of(new Part("a", Registration.of(first)), new Part("b", Registration.of(second))));
    assertThat(merged.registration().state()).isEqualTo(expected);
  }

  @Test
  void nobody_knows_nothing() {
    assertThat(RegistrationMerge.merge(List.of()).registration().state())
        .isEqualTo(RegistrationState.UNKNOWN);
  }

  /** Each field is somebody's, and of the first who states it. */
  @Test
  void every_field_is_that_of_its_source() {
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < 2_000; round++) {
      List<Part> parts = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        Registration.Builder part = registered();
        if (random.nextBoolean()) {
          part.created(new RegistryDate(LocalDate.ofEpochDay(random.nextInt(20_000)), null));
        }
        if (random.nextBoolean()) {
          part.nameservers(List.of("ns" + random.nextInt(5) + ".net"));
        }
        parts.add(new Part("source " + i, part.build()));
      }
      Merged merged = RegistrationMerge.merge(parts);
      for (Part part : parts) {
        if (part.registration().created() != null) {
          assertThat(merged.registration().created()).isEqualTo(part.registration().created());
          assertThat(merged.sources()).containsEntry(RegistrationField.CREATED, part.source());
          break;
        }
      }
      assertThat(merged.sources().containsKey(RegistrationField.NAMESERVERS))
          .isEqualTo(!merged.registration().nameservers().isEmpty());
    }
  }
}
