package io.phish.core.registration;

import io.phish.contract.FeatureExtractorContract;
import io.phish.core.registration.rdap.RdapBootstrap;
import io.phish.core.registration.rdap.RdapClient;
import io.phish.core.registration.rdap.TestRdapServer;
import io.phish.spi.CanonicalForm;
import io.phish.spi.FeatureExtractor;
import io.phish.subject.Domain;
import io.phish.subject.Subject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The built-in extractor keeps the contract that others are held to. */
class RegistrationExtractorContractTest implements FeatureExtractorContract<Domain> {
  private static final TestRdapServer.Handler ANSWER =
      (request, answer) ->
          answer.json(
              request.path().endsWith("/a.com") ? 200 : 404,
              request.path().endsWith("/a.com")
                  ? """
                    {"objectClassName":"domain","ldhName":"a.com","status":["active"],
                     "events":[{"eventAction":"registration","eventDate":"2020-01-01T00:00:00Z"}],
                     "entities":[{"roles":["registrar"],"vcardArray":["vcard",[
                       ["fn",{},"text","Evil \\u202e\\u0007 Registrar"]]]}]}
                    """
                  : "{\"errorCode\":404}");

  private static @Nullable TestRdapServer server;
  private static @Nullable TestRdapServer hung;

  @BeforeAll
  static void start() {
    server = new TestRdapServer(ANSWER);
    hung = TestRdapServer.silent();
  }

  @AfterAll
  static void stop() {
    if (server != null && hung != null) {
      server.close();
      hung.close();
    }
  }

  private static FeatureExtractor<Domain> asking(@Nullable TestRdapServer whom) {
    if (whom == null) {
      throw new AssertionError("not started");
    }
    return new RegistrationExtractor(
        RegistrationLookup.builder()
            .withoutWhois()
            .timeout(Duration.ofSeconds(20))
            .rdap(
                RdapClient.builder()
                    .bootstrap(RdapBootstrap.empty().with("com", whom.base().toString()))
                    .build())
            .build());
  }

  @Override
  public FeatureExtractor<Domain> extractor() {
    return asking(server);
  }

  @Override
  public FeatureExtractor<Domain> stalledExtractor() {
    return asking(hung);
  }

  @Override
  public Domain subject() {
    return Subject.domain("a.com");
  }

  @Override
  public CanonicalForm form(Domain domain) {
    return CanonicalForm.of(domain);
  }
}
