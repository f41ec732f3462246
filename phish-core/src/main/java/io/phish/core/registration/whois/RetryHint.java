package io.phish.core.registration.whois;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How long a server wants to be left alone, if the reply with which it refuses says so: a number
 * and a unit of time, such as "try again in 30 seconds" or "wait 1 hour".
 */
final class RetryHint {
  private static final Duration MAX = Duration.ofHours(1);
  private static final int MAX_LENGTH = 2_000;
  private static final int MAX_DIGITS = 5;

  private RetryHint() {}

  /** The longest such time at the beginning of the text, up to an hour; null if there is none. */
  static @Nullable Duration of(String text) {
    String start = text.substring(0, Math.min(MAX_LENGTH, text.length())).toLowerCase(Locale.ROOT);
    Duration longest = null;
    for (int i = 0; i < start.length(); i++) {
      int end = i;
      long number = 0;
      while (end < start.length() && isDigit(start.charAt(end)) && end - i <= MAX_DIGITS) {
        number = 10 * number + (start.charAt(end) - '0');
        end++;
      }
      if (end > i) {
        Duration hint = end - i > MAX_DIGITS ? null : times(number, start, end);
        if (hint != null && (longest == null || hint.compareTo(longest) > 0)) {
          longest = hint;
        }
        i = end;
      }
    }
    return longest == null || longest.compareTo(MAX) < 0 ? longest : MAX;
  }

  private static @Nullable Duration times(long number, String text, int at) {
    int unit = at;
    while (unit < text.length() && (text.charAt(unit) == ' ' || text.charAt(unit) == '\t')) {
      unit++;
    }
    if (text.startsWith("sec", unit)) {
      return Duration.ofSeconds(number);
    }
    if (text.startsWith("min", unit)) {
      return Duration.ofMinutes(number);
    }
    return text.startsWith("hour", unit) ? Duration.ofHours(number) : null;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
