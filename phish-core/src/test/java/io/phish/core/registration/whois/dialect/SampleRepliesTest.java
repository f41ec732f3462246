package io.phish.core.registration.whois.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.core.registration.Registrar;
import io.phish.core.registration.Registration;
import io.phish.core.registration.RegistryDate;
import io.phish.core.registration.whois.WhoisReply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replies of registries and registrars of the world, made up in their formats. A sample is
 *
 * <pre>
 * === TLD [SERVER]
 * FIELD VALUE
 * ---
 * REPLY
 * </pre>
 *
 * where the value "-" says that the field is not stated.
 */
class SampleRepliesTest {
  private static final WhoisParser PARSER = new WhoisParser();

  record Sample(WhoisReply reply, List<String> expected) {
    @Override
    public String toString() {
      return reply.tld() + " " + reply.text().strip().lines().findFirst().orElse("");
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void reads_what_registries_write(Sample sample) {
    Registration registration = PARSER.parse(sample.reply());

    assertThat(sample.expected())
        .allSatisfy(
            line -> {
              int blank = line.indexOf(' ');
              assertThat(field(registration, line.substring(0, blank)))
                  .as(line.substring(0, blank))
                  .isEqualTo(line.substring(blank + 1));
            });
  }

  private static String field(Registration registration, String name) {
    Registrar registrar = registration.registrar();
    return switch (name) {
      case "state" -> registration.state().name();
      case "domain" -> text(registration.domain());
      case "id" -> text(registration.id());
      case "created" -> day(registration.created());
      case "updated" -> day(registration.updated());
      case "expires" -> day(registration.expires());
      case "registrar" -> text(registrar == null ? null : registrar.name());
      case "iana" -> text(registrar == null ? null : registrar.ianaId());
      case "url" -> text(registrar == null ? null : registrar.url());
      case "mail" -> text(registrar == null ? null : registrar.abuseEmail());
      case "ns" -> String.join(" ", registration.nameservers());
      case "status" -> String.join(",", registration.statuses());
      case "signed" -> text(registration.signed());
      case "org" -> text(registration.registrantOrganization());
      case "country" -> text(registration.registrantCountry());
      case "hidden" -> text(registration.hidden());
      case "referral" -> text(registration.referral());
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String text(@Nullable Object value) {
    return value == null ? "-" : value.toString();
  }

  private static String day(@Nullable RegistryDate date) {
    return date == null ? "-" : date.day().toString();
  }

  static Stream<Sample> samples() throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (String part : List.of("europe", "world", "generic", "more", "answers")) {
      String file = "samples-" + part + ".txt";
      try (InputStream in = SampleRepliesTest.class.getResourceAsStream(file)) {
        assertThat(in).as(file).isNotNull();
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        for (String sample : text.substring("=== ".length()).split("\n=== ", -1)) {
          samples.add(sample(sample));
        }
      }
    }
    return samples.stream();
  }

  private static Sample sample(String text) {
    int reply = text.indexOf("\n---\n");
    List<String> head = text.substring(0, reply).lines().toList();
    String[] from = head.get(0).split(" ", 2);
    return new Sample(
        new WhoisReply(from.length == 1 ? null : from[1], from[0], text.substring(reply + 5), true),
        head.subList(1, head.size()));
  }
}
