package io.phish.core.packages;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import io.phish.subject.PackageName;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Package URLs: {@code pkg:type/namespace/name@version?qualifiers#subpath}. */
final class PackageUrl {
  private static final String SCHEME = "pkg:";

  /** Beyond it no package URL has a name that is allowed, however it is escaped. */
  private static final int MAX_LENGTH = 4_096;

  private PackageUrl() {}

  static PackageId parse(String purl) {
    if (purl.length() > MAX_LENGTH) {
      throw refusal(
          Code.TOO_LONG,
          MAX_LENGTH,
          "package URL has " + purl.length() + " characters, " + MAX_LENGTH + " are allowed");
    }
    if (!purl.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw refusal(Code.MALFORMED, 0, "package URL does not begin with pkg:");
    }
    int start = SCHEME.length();
    while (start < purl.length() && purl.charAt(start) == '/') {
      start++;
    }
    int slash = purl.indexOf('/', start);
    if (slash <= start || slash == purl.length() - 1) {
      throw refusal(
          Code.MALFORMED,
          Math.max(start - 1, 0),
          "package URL has no type or no name; write pkg:pypi/requests@2.32.0");
    }
    String type = purl.substring(start, slash);
    Ecosystem ecosystem =
        Ecosystem.of(type)
            .orElseThrow(
                () ->
                    refusal(
                        Code.MALFORMED,
                        SCHEME.length(),
                        "package URL has a type that is not known here; known are pypi, npm,"
                            + " cargo, maven, gem, golang and nuget"));
    int end = end(purl, slash);
    int at = purl.lastIndexOf('@', end - 1);
    boolean versioned =
        at > slash + 1 && purl.charAt(at - 1) != '/' && at > purl.lastIndexOf('/', end - 1);
    String name = decoded(purl, slash + 1, versioned ? at : end);
    @Nullable String version = versioned && at < end - 1 ? decoded(purl, at + 1, end) : null;
    new PackageName(ecosystem.id(), name, version); // length, controls, surrogates
    return new PackageId(ecosystem, ecosystem == Ecosystem.MAVEN ? mavenName(name) : name, version);
  }

  private static String mavenName(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? name : name.substring(0, slash) + ':' + name.substring(slash + 1);
  }

  private static int end(String purl, int from) {
    for (int i = from; i < purl.length(); i++) {
      if (purl.charAt(i) == '?' || purl.charAt(i) == '#') {
        return i;
      }
    }
    return purl.length();
  }

  private static String decoded(String purl, int from, int to) {
    String text = purl.substring(from, to);
    if (text.indexOf('%') < 0) {
      return text;
    }
    try {
      // A plus is a plus in a package URL, unlike in a form.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw refusal(
          Code.MALFORMED,
          from + Math.max(text.indexOf('%'), 0),
          "package URL has a malformed percent escape");
    }
  }

  private static InvalidSubjectException refusal(Code code, int offset, String message) {
    return new InvalidSubjectException("package", code, offset, message);
  }
}
