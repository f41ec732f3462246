package io.phish.core.packages;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import io.phish.subject.PackageName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Packages as people write them in lists. */
final class PackageLines {

  private PackageLines() {}

  /**
   * A package: a package URL, {@code ecosystem/name@version} or, if there is an ecosystem to fall
   * back to, {@code name@version}. A line that begins with the name of another ecosystem is taken
   * for a name if there is one.
   *
   * @throws InvalidSubjectException if it is none
   */
  static PackageId parse(String line, @Nullable Ecosystem ecosystem) {
    if (line.regionMatches(true, 0, "pkg:", 0, 4)) {
      return PackageId.parse(line);
    }
    if (ecosystem != null) {
      return split(ecosystem, line);
    }
    int slash = line.indexOf('/');
    Optional<Ecosystem> named =
        slash < 1 ? Optional.empty() : Ecosystem.of(line.substring(0, slash));
    return split(
        named.orElseThrow(
            () ->
                new InvalidSubjectException(
                    "package",
                    Code.MALFORMED,
                    0,
                    "no ecosystem is named; write npm/name or pkg:npm/name")),
        line.substring(slash + 1));
  }

  /** An {@code @} at the start is a scope. */
  private static PackageId split(Ecosystem ecosystem, String text) {
    int at = text.lastIndexOf('@');
    boolean versioned = at > 0 && at < text.length() - 1;
    String name = versioned ? text.substring(0, at) : text;
    String version = versioned ? text.substring(at + 1) : null;
    new PackageName(ecosystem.id(), name, version); // length, controls, surrogates
    return new PackageId(ecosystem, name, version);
  }
}
