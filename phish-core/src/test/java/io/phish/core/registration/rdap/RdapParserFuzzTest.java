package io.phish.core.registration.rdap;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.phish.core.registration.Registration;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Fuzzing by Jazzer; {@code UrlFuzzTest} says how. */
class RdapParserFuzzTest {
  private static final byte[] BEGIN =
      "{\"objectClassName\":\"domain\",\"entities\":[{\"roles\":[\"registrar\",\"registrant\"],"
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "}]}".getBytes(StandardCharsets.US_ASCII);

  @FuzzTest(maxDuration = "10m")
  void reads_replies(byte[] reply) {
    requireAnswers(reply);
    byte[] within = new byte[BEGIN.length + reply.length + END.length];
    System.arraycopy(BEGIN, 0, within, 0, BEGIN.length);
    System.arraycopy(reply, 0, within, BEGIN.length, reply.length);
    System.arraycopy(END, 0, within, BEGIN.length + reply.length, END.length);
    requireAnswers(within);
  }

  private static void requireAnswers(byte[] reply) {
    RdapResponse response;
    try {
      response = new RdapParser().parse(reply);
    } catch (MalformedRdapException e) {
      assertThat(e.offset()).isBetween(0L, (long) Math.max(reply.length, RdapParser.MAX_LENGTH));
      return;
    }
    Registration registration = response.registration();
    assertThat(registration.nameservers()).doesNotHaveDuplicates();
    assertThat(registration.statuses()).doesNotHaveDuplicates();
    String country = registration.registrantCountry();
    assertThat(country == null || country.equals(country.toUpperCase(Locale.ROOT))).isTrue();
  }
}
