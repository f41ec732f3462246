package io.phish.core.packages;

import com.google.common.collect.ImmutableSet;
import java.util.Locale;
import java.util.Optional;

/** A world of packages with one registry's rules for their names. */
public enum Ecosystem {
  /** Python: PEP 503 says which names are equal. */
  PYPI("pypi"),
  /** JavaScript; names may have a scope. */
  NPM("npm"),
  /** Rust. */
  CARGO("cargo", "crates", "crates.io"),
  /** Java: {@code group:artifact}. */
  MAVEN("maven"),
  /** Ruby. */
  RUBYGEMS("gem", "rubygems"),
  /** Go: a module path. */
  GO("golang", "go"),
  /** .NET; case does not count. */
  NUGET("nuget");

  private final String id;
  private final ImmutableSet<String> otherIds;

  Ecosystem(String id, String... otherIds) {
    this.id = id;
    this.otherIds = ImmutableSet.copyOf(otherIds);
  }

  /** The type in a package URL (purl). */
  public String id() {
    return id;
  }

  /** The ecosystem of a package-URL type or of another usual name of it, in any case. */
  public static Optional<Ecosystem> of(String id) {
    String wanted = id.toLowerCase(Locale.ROOT);
    for (Ecosystem ecosystem : values()) {
      if (ecosystem.id.equals(wanted) || ecosystem.otherIds.contains(wanted)) {
        return Optional.of(ecosystem);
      }
    }
    return Optional.empty();
  }
}
