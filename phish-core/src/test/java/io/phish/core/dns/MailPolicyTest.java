package io.phish.core.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailPolicyTest {

  @ParameterizedTest
  @CsvSource({
    "v=spf1 -all, 3",
    "v=spf1 mx ~all, 2",
    "v=spf1 ?ALL, 1",
    "v=spf1 +all, 0",
    "v=spf1 all, 0",
    "v=spf1, 1",
    "v=spf1 include:a.example.net, 1",
    "v=spf1 include:-all.example.net, 1",
    "v=spf1 redirect=_spf.example.net, NaN",
    "v=spf1 -all redirect=_spf.example.net, 3",
  })
  void reads_what_spf_says_of_all_others(String record, Double policy) {
    assertThat(MailPolicy.spfAll(record)).isEqualTo(policy);
  }

  @Test
  void takes_no_other_version_for_spf() {
    assertThat(MailPolicy.spf(List.of("x v=spf1 -all", "v=spf10 -all", "v=spf2.0/pra"))).isNull();
    assertThat(MailPolicy.spf(List.of("x", "V=SPF1 -all"))).isEqualTo("V=SPF1 -all");
  }

  @ParameterizedTest
  @CsvSource({
    "v=DMARC1; p=reject, reject",
    "v=DMARC1;p = Quarantine ;sp=none, quarantine",
    "v=DMARC1; sp=reject; p=none, none",
    "v=DMARC1; p=, ",
    "v=DMARC1; p=maybe, ",
    "v=DMARC1, ",
  })
  void reads_the_dmarc_policy(String record, String policy) {
    assertThat(MailPolicy.dmarc(List.of("other", record))).isEqualTo(record);
    assertThat(MailPolicy.dmarcPolicy(record)).isEqualTo(policy);
  }

  @Test
  void two_dmarc_records_are_none() {
    assertThat(MailPolicy.dmarc(List.of("v=DMARC1; p=reject", "v=DMARC1; p=none"))).isNull();
    assertThat(MailPolicy.dmarc(List.of("v=DMARC12; p=reject"))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "v=DKIM1; k=rsa; p=MIGf, true",
    "k=rsa; p=MIGf, true",
    "v=DKIM1; p=, false",
    "v=DKIM2; p=MIGf, false",
    "v=spf1 -all, false",
  })
  void knows_dkim_keys(String record, boolean isKey) {
    assertThat(MailPolicy.isDkimKey(record)).isEqualTo(isKey);
  }
}
