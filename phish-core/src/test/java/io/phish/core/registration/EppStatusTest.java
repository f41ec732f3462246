package io.phish.core.registration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EppStatusTest {
  @ParameterizedTest
  @CsvSource({
    "clientTransferProhibited, clientTransferProhibited",
    "CLIENT TRANSFER PROHIBITED, clientTransferProhibited",
    "client_update_prohibited, clientUpdateProhibited",
    "server-hold, serverHold",
    "' pending delete ', pendingDelete",
    "OK, ok",
    "Server Transfer Prohibited, serverTransferProhibited",
    "redemption period, redemptionPeriod"
  })
  void finds_the_code_in_any_spelling(String written, String code) {
    assertThat(EppStatus.of(written)).isEqualTo(code);
    assertThat(EppStatus.code(written)).isEqualTo(code);
    assertThat(EppStatus.ofRdap(written)).isEqualTo(code);
  }

  @Test
  void keeps_words_that_are_no_codes() {
    assertThat(EppStatus.of(" DELEGATED ")).isEqualTo("DELEGATED");
    assertThat(EppStatus.code("clientTransferProhibitedUntilFurtherNotice")).isNull();
    assertThat(EppStatus.code("")).isNull();
  }

  @Test
  void active_is_ok_in_rdap_only() {
    assertThat(EppStatus.ofRdap("active")).isEqualTo("ok");
    assertThat(EppStatus.of("active")).isEqualTo("active");
  }
}
