package io.phish.subject;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import org.jspecify.annotations.Nullable;

/**
 * A name in a package registry, as it was written; the registry's own rules of equality are applied
 * by the extractors.
 *
 * @param ecosystem the package-URL type: {@code pypi}, {@code npm}, {@code cargo} …
 * @param name the name with its scope or group, as the registry writes it; {@code @} can only be
 *     its first character
 * @param version null for the package as a whole
 */
public record PackageName(String ecosystem, String name, @Nullable String version)
    implements Subject {
  /** Of the name, in UTF-16 units; npm allows 214, Maven and Go names run longer. */
  public static final int MAX_LENGTH = 512;

  private static final String KIND = "package";

  /**
   * Checks length and characters.
   *
   * @throws InvalidSubjectException see {@link Subject#packageName}
   */
  public PackageName {
    SubjectText.requirePrintable(KIND, "ecosystem", ecosystem, 32);
    for (int i = 0; i < ecosystem.length(); i++) {
      char c = ecosystem.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && "+-.".indexOf(c) < 0) {
        throw new InvalidSubjectException(
            KIND,
            Code.INVALID_NAME,
            i,
            "ecosystem has '" + c + "' at " + i + "; use a package-URL type such as pypi or npm");
      }
    }
    SubjectText.requirePrintable(KIND, "name", name, MAX_LENGTH);
    int at = name.indexOf('@', 1);
    if (at >= 0) {
      throw new InvalidSubjectException(
          KIND, Code.INVALID_NAME, at, "name has '@' at " + at + "; pass the version separately");
    }
    if (version != null) {
      SubjectText.requirePrintable(KIND, "version", version, 256);
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** {@code ecosystem/name}, and {@code @version} if there is one. */
  @Override
  public String value() {
    String id = ecosystem + '/' + name;
    return version == null ? id : id + '@' + version;
  }

  @Override
  public String toString() {
    return display();
  }
}
