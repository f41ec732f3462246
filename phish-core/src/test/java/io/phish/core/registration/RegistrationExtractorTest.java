package io.phish.core.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.AnalysisMode;
import io.phish.ConfigurationException;
import io.phish.contract.TestContext;
import io.phish.core.registration.rdap.TestRdapServer;
import io.phish.spi.ExtractionException;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.Observation;
import io.phish.subject.Domain;
import io.phish.subject.Subject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrationExtractorTest {
  private static final String REPLY =
      """
      {"objectClassName":"domain","ldhName":"a.com","status":["client hold"],
       "events":[{"eventAction":"registration","eventDate":"2020-01-01T00:00:00Z"},
                 {"eventAction":"expiration","eventDate":"2030-01-01T00:00:00Z"}],
       "entities":[{"roles":["registrar"],"vcardArray":["vcard",[["fn",{},"text","Seller"]]]}]}
      """;

  private static Observation observe(TestRdapServer server) throws Exception {
    try (RegistrationExtractor extractor = new RegistrationExtractor()) {
      extractor.configure(
          Map.of(
              "rdap-base",
              "com=" + server.base(),
              // Nobody listens there.
              "whois",
              "com=127.0.0.1:1"));
      Domain domain = Subject.domain("a.com");
      return extractor
          .extract(domain, TestContext.builder(domain).mode(AnalysisMode.ONLINE).build())
          .toCompletableFuture()
          .get();
    }
  }

  @Test
  void is_found_as_a_service() {
    assertThat(ServiceLoader.load(FeatureExtractor.class))
        .anyMatch(extractor -> extractor instanceof RegistrationExtractor);
  }

  @Test
  void has_facts_for_people() throws Exception {
    try (TestRdapServer server = TestRdapServer.always(200, REPLY)) {
      Observation observation = observe(server);
      assertThat(observation.isAbsent()).isFalse();
      assertThat(observation.features().get("hold")).isOne();
      assertThat(observation.facts())
          .containsEntry("created", "2020-01-01T00:00:00Z")
          .containsEntry("registrar", "Seller")
          .containsEntry("statuses", "clientHold")
          .containsEntry("source", server.base() + "domain/a.com");
    }
  }

  @Test
  void nobody_holds_it_is_an_observation() throws Exception {
    try (TestRdapServer server = TestRdapServer.always(404, "{\"errorCode\":404}")) {
      Observation observation = observe(server);
      assertThat(observation.isAbsent()).isTrue();
      assertThat(observation.findings()).extracting("code").containsExactly("unregistered");
      assertThat(observation.features().get("registered")).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "429, answer no more questions",
    "500, no server could say",
    "404, no server could say"
  })
  void nobody_can_say_is_a_failure(int status, String message) {
    try (TestRdapServer server = TestRdapServer.always(status, "<html>")) {
      assertThatThrownBy(() -> observe(server))
          .cause()
          .isInstanceOf(ExtractionException.class)
          .hasMessageContaining(message)
          .matches(e -> ((ExtractionException) e).isTransient());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rdap-base, com, rdap-base has 'com'; write com=https",
    "rdap-base, com=ftp://x, rdap-base: base of com is no URL",
    "rdap-base, =https://x, rdap-base has",
    "rdap-base, a..b=https://x, rdap-base has 'a..b'",
    "whois, com=, whois has 'com='; write com=whois",
    "rate, often, rate: rate 'often' at 0",
    "follow, maybe, follow is 'maybe'; write never",
    "allow-private, yes, allow-private is 'yes'; write true or false",
    "rdap-bootstrap, /no/such/file, rdap-bootstrap cannot be read: NoSuchFileException"
  })
  void names_the_setting_that_makes_no_sense(String key, String value, String message) {
    try (RegistrationExtractor extractor = new RegistrationExtractor()) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> extractor.configure(Map.of(key, value)))
          .withMessageStartingWith(message);
    }
  }

  @Test
  void names_what_is_wrong_with_a_bootstrap_file(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("dns.json");
    for (String content : new String[] {"", "{\"services\":", "{}", "[]", "{\"services\":[]}"}) {
      Files.writeString(file, content);
      try (RegistrationExtractor extractor = new RegistrationExtractor()) {
        assertThatExceptionOfType(ConfigurationException.class)
            .isThrownBy(() -> extractor.configure(Map.of("rdap-bootstrap", file.toString())))
            .withMessageStartingWith("rdap-bootstrap " + file + ": the ");
      }
    }
  }
}
