package io.phish.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "'0', PT0S",
    "' 120 ', PT2M",
    "'999999999999999999999999', PT24H",
    "'Thu, 01 Jan 2026 00:00:30 GMT', PT30S",
    "'Wed, 31 Dec 2025 00:00:30 GMT', PT0S",
    "'Fri, 01 Jan 2027 00:00:30 GMT', PT24H"
  })
  void understands(String field, Duration expected) {
    assertThat(RetryAfter.parse(field, NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "soon", "-5", "1.5", "1e9", "2026-01-01"})
  void does_not_guess(String field) {
    assertThat(RetryAfter.parse(field, NOW)).isNull();
  }
}
