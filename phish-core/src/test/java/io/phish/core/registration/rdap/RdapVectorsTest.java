package io.phish.core.registration.rdap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phish.core.SharedData;
import io.phish.core.registration.Registrar;
import io.phish.core.registration.Registration;
import io.phish.core.registration.RegistrationState;
import io.phish.core.registration.RegistryDate;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Replies from the tests of other implementations, and what a mechanical reading of RFC 9083 finds
 * in them. Where ours says more it is on purpose: statuses are those of EPP, names in lower case.
 */
class RdapVectorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Kinds of the expectation that stand for what is no object of RDAP. */
  private static final Set<String> REFUSED = Set.of("invalid-json", "not-an-object");

  @TestFactory
  List<DynamicTest> replies_of_others() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : SharedData.lines("registration/rdap-dev.jsonl.gz")) {
      JsonNode row = JSON.readTree(line);
      tests.add(
          DynamicTest.dynamicTest(
              row.path("id").asText(),
              () -> check(row.path("response_text").asText(), row.path("expected"))));
    }
    assertThat(tests).hasSize(30);
    return tests;
  }

  private static void check(String reply, JsonNode expected) {
    String kind = expected.path("kind").asText();
    if (REFUSED.contains(kind)) {
      assertThatExceptionOfType(MalformedRdapException.class)
          .isThrownBy(() -> new RdapParser().parse(reply));
      return;
    }
    RdapResponse response = new RdapParser().parse(reply);
    if (kind.startsWith("fragment")) {
      assertThat(response.kind()).isNull();
      assertThat(response.registration().state()).isEqualTo(RegistrationState.UNKNOWN);
      return;
    }
    SoftAssertions softly = new SoftAssertions();
    softly.assertThat(response.kind()).isEqualToIgnoringCase(kind);
    softly.assertThat(response.ldhName()).isEqualTo(text(expected.path("ldhName")));
    if (expected.has("unicodeName")) {
      softly.assertThat(response.unicodeName()).isEqualTo(text(expected.path("unicodeName")));
    }
    // A handle that is an object is named as an oddity.
    JsonNode handle = expected.path("handle");
    softly.assertThat(response.handle()).isEqualTo(handle.isObject() ? null : text(handle));
    softly.assertThat(response.statuses()).isEqualTo(texts(expected.path("status")));
    if (kind.equals("error")) {
      RdapResponse.Problem problem = Objects.requireNonNull(response.error());
      softly.assertThat(problem.code()).isEqualTo(expected.path("errorCode").asInt());
      softly.assertThat(problem.title()).isEqualTo(expected.path("title").asText());
      softly.assertThat(problem.description()).isEqualTo(texts(expected.path("description")));
    }
    if (kind.equals("domain")) {
      checkDomain(response, expected, softly);
    }
    softly.assertAll();
  }

  private static void checkDomain(RdapResponse response, JsonNode expected, SoftAssertions softly) {
    Registration registration = response.registration();
    softly.assertThat(registration.state()).isEqualTo(RegistrationState.REGISTERED);
    softly
        .assertThat(registration.domain())
        .isEqualTo(expected.path("ldhName").asText().toLowerCase(Locale.ROOT));
    softly.assertThat(instant(registration.created())).isEqualTo(instant(expected, "registration"));
    softly.assertThat(instant(registration.expires())).isEqualTo(instant(expected, "expiration"));
    softly.assertThat(instant(registration.updated())).isEqualTo(instant(expected, "lastChanged"));
    softly
        .assertThat(registration.nameservers())
        .isEqualTo(
            texts(expected.path("nameservers")).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList());
    softly
        .assertThat(registration.signed())
        .isEqualTo(
            expected.path("delegationSigned").isBoolean()
                ? expected.path("delegationSigned").asBoolean()
                : null);
    softly.assertThat(response.dsCount()).isEqualTo(expected.path("dsCount").asInt());
    softly.assertThat(response.redacted()).hasSize(expected.path("redacted").asInt());
    softly.assertThat(response.conformance()).isEqualTo(texts(expected.path("conformance")));
    softly.assertThat(registration.referral()).isEqualTo(text(expected.path("port43")));
    JsonNode seller = expected.path("registrar");
    Registrar registrar = registration.registrar();
    softly.assertThat(registrar == null).isEqualTo(seller.isNull());
    if (registrar != null) {
      softly.assertThat(registrar.name()).isEqualTo(text(seller.path("name")));
      softly.assertThat(String.valueOf(registrar.ianaId())).isEqualTo(text(seller.path("ianaId")));
      softly.assertThat(response.registrarHandle()).isEqualTo(text(seller.path("handle")));
      softly.assertThat(response.registrarOrganization()).isEqualTo(text(seller.path("org")));
      softly.assertThat(registrar.abuseEmail()).isEqualTo(text(expected.path("abuseEmail")));
    }
  }

  private static @Nullable Instant instant(@Nullable RegistryDate date) {
    return date == null ? null : date.instant();
  }

  private static @Nullable Instant instant(JsonNode expected, String field) {
    String text = text(expected.path(field));
    return text == null ? null : Instant.parse(text);
  }

  private static @Nullable String text(JsonNode value) {
    return value.isTextual() ? value.asText() : null;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}
