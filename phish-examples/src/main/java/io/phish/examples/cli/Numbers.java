package io.phish.examples.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {

  private Numbers() {}

  /**
   * Three decimals, rounded down, so that what is shown never reaches a threshold that the
   * probability itself does not reach.
   */
  static String probability(double probability) {
    return Double.isNaN(probability)
        ? "-"
        : String.format(Locale.ROOT, "%.3f", Math.floor(probability * 1000) / 1000);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f%%", share * 100);
  }

  static String weight(double weight) {
    return String.format(Locale.ROOT, "%+.2f", weight);
  }

  static String duration(Duration duration) {
    double micros = duration.toNanos() / 1e3;
    if (micros < 1_000) {
      return String.format(Locale.ROOT, "%.0f us", micros);
    }
    return micros < 1_000_000
        ? String.format(Locale.ROOT, "%.1f ms", micros / 1e3)
        : String.format(Locale.ROOT, "%.1f s", micros / 1e6);
  }

  /** A time as it would be written in an option: {@code 500ms}, {@code 2h}. */
  static String time(Duration time) {
    if (time.isZero()) {
      return "0";
    }
    if (time.toMillisPart() != 0 || time.toNanosPart() % 1_000_000 != 0) {
      return time.toMillis() + "ms";
    }
    long seconds = time.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
