package io.phish.core.registration.rdap;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells holders from what is written in their place. */
final class Privacy {

  /** What registries and registrars write where the holder's data was. */
  private static final List<String> MASKS =
      List.of(
          "redacted",
          "not disclosed",
          "non-public data",
          "data protected",
          "withheld for privacy",
          "statutory masking",
          "gdpr masked",
          "masked",
          "not available",
          "not applicable",
          "hidden upon user request");

  /** What the names of services have that stand in for the holder. */
  private static final List<String> SERVICES =
      List.of(
          "privacy",
          "private registration",
          "proxy",
          "whoisguard",
          "whois guard",
          "whois agent",
          "identity protect",
          "data protected",
          "contact protection",
          "anonymize",
          "anonymous",
          "perfect privacy",
          "withheld for privacy",
          "domain protection");

  private Privacy() {}

  /** Whether the text stands where data was taken out. */
  static boolean isMask(@Nullable String text) {
    return has(text, MASKS);
  }

  /** Whether the text names a privacy or proxy service. */
  static boolean isService(@Nullable String text) {
    return has(text, SERVICES);
  }

  private static boolean has(@Nullable String text, List<String> words) {
    if (text == null || text.length() > 1_024) {
      return false;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    return words.stream().anyMatch(lower::contains);
  }
}
