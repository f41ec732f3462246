package io.phish.core.registration;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people are told of a registration. */
final class RegistrationFacts {
  private static final int MAX_LENGTH = 256;

  private RegistrationFacts() {}

  /** Facts in the order in which people look for them, each plain and short. */
  static Map<String, String> of(RegistrationResult result) {
    Registration registration = result.registration();
    Map<String, String> facts = new LinkedHashMap<>();
    put(facts, "domain", registration.domain());
    put(facts, "state", registration.state().name().toLowerCase(Locale.ROOT));
    put(facts, "created", registration.created());
    put(facts, "updated", registration.updated());
    put(facts, "expires", registration.expires());
    Registrar registrar = registration.registrar();
    if (registrar != null) {
      put(facts, "registrar", registrar.name());
      put(facts, "registrar-iana-id", registrar.ianaId());
      put(facts, "abuse", registrar.abuseEmail());
    }
    put(facts, "registrant", registration.registrantOrganization());
    put(facts, "country", registration.registrantCountry());
    put(facts, "name-servers", joined(registration.nameservers()));
    put(facts, "statuses", joined(registration.statuses()));
    Set<String> sources = new LinkedHashSet<>();
    for (RegistrationAttempt attempt : result.attempts()) {
      if (attempt.problem() == null) {
        sources.add(attempt.source());
      }
    }
    put(facts, "source", joined(sources));
    return facts;
  }

  private static @Nullable String joined(Iterable<String> values) {
    String joined = String.join(", ", values);
    return joined.isEmpty() ? null : joined;
  }

  private static void put(Map<String, String> facts, String name, @Nullable Object value) {
    if (value != null) {
      facts.put(name, plain(value.toString()));
    }
  }

  /** Without characters that a terminal obeys or hides, and no longer than a line or two. */
  static String plain(@Nullable String text) {
    String given = Objects.requireNonNullElse(text, "");
    StringBuilder plain = new StringBuilder(Math.min(given.length(), MAX_LENGTH));
    for (int i = 0; i < given.length() && plain.length() < MAX_LENGTH; ) {
      int c = given.codePointAt(i);
      plain.appendCodePoint(isPlain(c) ? c : ' ');
      i += Character.charCount(c);
    }
    return plain.toString();
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
