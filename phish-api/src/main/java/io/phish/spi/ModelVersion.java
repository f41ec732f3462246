package io.phish.spi;

import java.util.Map;
import java.util.Objects;

/**
 * Which model it is.
 *
 * @param id what it is a version of, for example {@code phish.url}
 * @param version which one, for example {@code 2026-11-20}
 * @param sha256 of the file it was read from, in lower-case hexadecimal; empty if there is none
 * @param card what a person should know: training data with dates and licences, measured quality,
 *     limits; unmodifiable
 */
public record ModelVersion(String id, String version, String sha256, Map<String, String> card) {

  /** Copies the card. */
  public ModelVersion {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(sha256, "sha256");
    card = Map.copyOf(card);
  }

  /** {@code id@version}. */
  @Override
  public String toString() {
    return id + '@' + version;
  }
}
