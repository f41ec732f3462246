package io.phish.core.packages.registry;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One version of a package.
 *
 * @param version as the registry writes it
 * @param published null if the registry does not tell
 * @param withdrawn yanked, deprecated or retracted
 */
public record Release(String version, @Nullable Instant published, boolean withdrawn) {

  /** Checks for nulls. */
  public Release {
    Objects.requireNonNull(version, "version");
  }
}
