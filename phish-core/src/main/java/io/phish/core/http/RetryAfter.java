package io.phish.core.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The field {@code Retry-After} (RFC 9110, section 10.2.3): seconds or a date of HTTP. */
public final class RetryAfter {
  /** What a server may ask for; no more than this is believed. */
  public static final Duration MAX = Duration.ofHours(24);

  private static final int MAX_DIGITS = 9;

  private RetryAfter() {}

  /**
   * How long to wait.
   *
   * @return 0 to {@link #MAX}, null if the field says neither
   */
  public static @Nullable Duration parse(String field, Instant now) {
    String text = field.strip();
    if (text.isEmpty() || text.length() > 64) {
      return null;
    }
    Duration wait =
        text.chars().allMatch(c -> c >= '0' && c <= '9') ? seconds(text) : date(text, now);
    if (wait == null || wait.compareTo(MAX) > 0) {
      return wait == null ? null : MAX;
    }
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  private static Duration seconds(String digits) {
    return digits.length() > MAX_DIGITS ? MAX : Duration.ofSeconds(Long.parseLong(digits));
  }

  private static @Nullable Duration date(String text, Instant now) {
    try {
      return Duration.between(now, Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
    } catch (DateTimeException e) {
      return null;
    }
  }
}
