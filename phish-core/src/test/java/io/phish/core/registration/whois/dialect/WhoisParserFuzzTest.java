package io.phish.core.registration.whois.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.phish.core.registration.Registration;
import io.phish.core.registration.whois.WhoisReply;
import java.util.Locale;

/** Fuzzing by Jazzer; {@code UrlFuzzTest} says how. */
class WhoisParserFuzzTest {
  private static final WhoisParser PARSER = new WhoisParser();
  private static final String[] TLDS = {"com", "de", "jp", "to", "vu", "dk", "us", "unknown"};

  @FuzzTest(maxDuration = "10m")
  void parses(FuzzedDataProvider data) {
    String tld = data.pickValue(TLDS);
    String text = data.consumeRemainingAsString();

    Registration registration = PARSER.parse(new WhoisReply(null, tld, text, true));

    assertThat(registration).isEqualTo(PARSER.parse(new WhoisReply(null, tld, text, true)));
    assertThat(registration.nameservers())
        .allSatisfy(
            host -> {
              assertThat(host).contains(".").doesNotContain(" ", "\n").doesNotEndWith(".");
              assertThat(host).isEqualTo(host.toLowerCase(Locale.ROOT));
            });
  }
}
