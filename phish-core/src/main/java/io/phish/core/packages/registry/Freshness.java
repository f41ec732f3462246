package io.phish.core.packages.registry;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What of a reply's head says how it may be kept (RFC 9111). */
final class Freshness {
  /** However long a registry says: in an hour a package may turn out to be an attack. */
  private static final Duration MOST = Duration.ofHours(1);

  private static final int MAX_FIELD = 1_024;
  private static final int MAX_DIGITS = 9;

  private Freshness() {}

  /** Until when it holds without asking; now at the earliest; null if it must not be kept. */
  static @Nullable Instant until(HttpHeaders headers, Instant now) {
    String control = headers.firstValue("Cache-Control").orElse("").toLowerCase(Locale.ROOT);
    if (control.length() > MAX_FIELD) {
      return now;
    }
    long seconds = 0;
    for (String part : control.split(",", -1)) {
      String directive = part.strip();
      if (directive.equals("no-store")) {
        return null;
      }
      if (directive.equals("no-cache")) {
        return now;
      }
      if (directive.startsWith("max-age=")) {
        seconds = seconds(directive.substring("max-age=".length()));
      }
    }
    seconds -= seconds(headers.firstValue("Age").orElse("0").strip());
    return now.plusSeconds(Math.max(0, Math.min(seconds, MOST.toSeconds())));
  }

  private static long seconds(String digits) {
    boolean number =
        !digits.isEmpty()
            && digits.length() <= MAX_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? Long.parseLong(digits) : 0;
  }
}
