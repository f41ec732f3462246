package io.phish.core.registration.rdap;

import io.phish.core.registration.RegistrationState;
import java.util.List;
import java.util.Locale;

/** What an error says of the domain that was asked for. */
final class Errors {
  static final int NOT_FOUND = 404;
  static final int TOO_MANY_REQUESTS = 429;

  /** What registries write of names that nobody can have. */
  private static final List<String> RESERVED =
      List.of("reserved", "blocked", "not available for registration", "prohibited");

  private Errors() {}

  /** RFC 7480, sections 5.3 and 5.5. */
  static RegistrationState state(RdapResponse.Problem error) {
    return switch (error.code()) {
      case NOT_FOUND ->
          isReserved(error) ? RegistrationState.RESERVED : RegistrationState.UNREGISTERED;
      case TOO_MANY_REQUESTS -> RegistrationState.THROTTLED;
      default -> RegistrationState.UNKNOWN;
    };
  }

  private static boolean isReserved(RdapResponse.Problem error) {
    String words = error.title() + " " + String.join(" ", error.description());
    String lower = words.toLowerCase(Locale.ROOT);
    // A right is reserved in terms of use, not a name.
    return lower.length() <= 1_000
        && !lower.contains("rights reserved")
        && RESERVED.stream().anyMatch(lower::contains);
  }
}
