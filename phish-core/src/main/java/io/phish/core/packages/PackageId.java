package io.phish.core.packages;

import io.phish.InvalidSubjectException;
import io.phish.subject.PackageName;
import java.util.Objects;
import java.util.Optional;
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

  /** A package as a whole. */
  public static PackageId of(Ecosystem ecosystem, String name) {
    return new PackageId(ecosystem, name, null);
  }

  /**
   * The package that a package URL names, {@code pkg:npm/%40babel/core@7.0.0}; its qualifiers and
   * subpath are left out (package-url specification, purl-spec).
   *
   * @throws InvalidSubjectException if it is none, or of an ecosystem that is not known here
   */
  public static PackageId parse(String purl) {
    return PackageUrl.parse(purl);
  }

  /**
   * The package that a line of a list names: a package URL, {@code npm/name@1.0.0} or, if an
   * ecosystem is given, {@code name@1.0.0}; the version may be left out.
   *
   * @param ecosystem of lines without one; null if there must be none
   * @throws InvalidSubjectException if it names none
   */
  public static PackageId read(String line, @Nullable Ecosystem ecosystem) {
    return PackageLines.parse(line, ecosystem);
  }

  /** The package of a subject; empty if its ecosystem is not known here. */
  public static Optional<PackageId> of(PackageName subject) {
    return Ecosystem.of(subject.ecosystem())
        .map(ecosystem -> new PackageId(ecosystem, subject.name(), subject.version()));
  }

  /**
   * The name in the form of {@link Ecosystem#canonical}.
   *
   * @throws InvalidSubjectException if the registry has no such names
   */
  public String canonicalName() {
    return ecosystem.canonical(name);
  }

  /**
   * Whose the package is, where the name says so: npm's scope, Maven's group, of a Go module its
   * host or the user on a host of code. Null where it does not.
   */
  public @Nullable String owner() {
    return NameRules.owner(ecosystem, ecosystem == Ecosystem.MAVEN ? name.replace('/', ':') : name);
  }

  /** {@code ecosystem/name}, and {@code @version} if there is one; as it was written. */
  @Override
  public String toString() {
    return ecosystem.id() + '/' + name + (version == null ? "" : '@' + version);
  }
}
