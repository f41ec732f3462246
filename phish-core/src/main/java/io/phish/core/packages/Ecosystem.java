package io.phish.core.packages;

import com.google.common.collect.ImmutableSet;
import io.phish.InvalidSubjectException;
import java.util.Locale;
import java.util.Optional;

/** A world of packages with one registry's rules for their names. */
public enum Ecosystem {
  /** Python: PEP 503 says which names are equal. */
  PYPI("pypi", "PyPI"),
  /** JavaScript; names may have a scope. */
  NPM("npm", "npm"),
  /** Rust. */
  CARGO("cargo", "crates.io", "crates", "crates.io", "rust"),
  /** Java: {@code group:artifact}. */
  MAVEN("maven", "Maven"),
  /** Ruby. */
  RUBYGEMS("gem", "RubyGems", "rubygems"),
  /** Go: a module path. */
  GO("golang", "Go", "go"),
  /** .NET; case does not count. */
  NUGET("nuget", "NuGet");

  private final String id;
  private final String title;
  private final ImmutableSet<String> otherIds;

  Ecosystem(String id, String title, String... otherIds) {
    this.id = id;
    this.title = title;
    this.otherIds = ImmutableSet.copyOf(otherIds);
  }

  /** The type in a package URL (purl). */
  public String id() {
    return id;
  }

  /** What people call it: {@code PyPI}. */
  public String title() {
    return title;
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

  /**
   * The one form that all names of a package share. Two names are of one package exactly if these
   * are equal:
   *
   * <ul>
   *   <li>PyPI: lower case, runs of {@code -}, {@code _} and {@code .} as one {@code -} (PEP 503);
   *       what a name may be is in PEP 508
   *   <li>npm: as it is, at most {@value NameRules#NPM_LENGTH} characters with its scope
   *       (package.json documentation, "name"); capitals, which only old names have, count
   *   <li>crates.io: lower case, {@code _} as {@code -}; at most {@value NameRules#CRATE_LENGTH}
   *       characters (The Cargo Book, "The manifest format", "name")
   *   <li>Maven: {@code group:artifact} as it is (POM reference); {@code group/artifact}, as in a
   *       package URL, is understood
   *   <li>RubyGems: as it is (RubyGems guides, "Name your gem")
   *   <li>Go: the module path with {@code !x} read as {@code X} (Go Modules Reference, "Module
   *       paths" and "GOPROXY protocol"); a major version suffix such as {@code /v2} is part of it
   *   <li>NuGet: lower case, at most {@value NameRules#NUGET_LENGTH} characters (NuGet docs,
   *       "Package ID")
   * </ul>
   *
   * @throws InvalidSubjectException if the registry has no such names: with the offset and the
   *     reason
   */
  public String canonical(String name) {
    return NameRules.canonical(this, name);
  }
}
