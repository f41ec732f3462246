package io.phish.core.packages;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A package, or one version of it.
 *
 * @param ecosystem whose rules its name follows
 * @param name as it was written, with its scope or group: {@code @babel/core}, {@code
 *     org.slf4j:slf4j-api}
 * @param version null for the package as a whole
 */
public record PackageId(Ecosystem ecosystem, String name, @Nullable String version) {

  /** Checks for nulls. */
  public PackageId {
    Objects.requireNonNull(ecosystem, "ecosystem");
    Objects.requireNonNull(name, "name");
  }
}
