package io.phish.core.registration;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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

  /**
   * In ISO 8601: the instant in UTC if it is known and on the same day there, else the day as the
   * registry states it.
   */
  @Override
  public String toString() {
    return instant == null || !instant.atOffset(ZoneOffset.UTC).toLocalDate().equals(day)
        ? day.toString()
        : instant.toString();
  }
}
