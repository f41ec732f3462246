package io.phish.core.registration;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A date as a registry states it: often without a time, or with one and without a zone.
 *
 * @param day in the zone of the registry
 * @param instant if time and zone are stated, else null
 */
public record RegistryDate(LocalDate day, @Nullable Instant instant) {

  /** Checks that there is a day. */
  public RegistryDate {
    Objects.requireNonNull(day, "day");
  }

  /** In ISO 8601: an instant in UTC if that is known, else a day. */
  @Override
  public String toString() {
    return instant == null ? day.toString() : instant.toString();
  }
}
