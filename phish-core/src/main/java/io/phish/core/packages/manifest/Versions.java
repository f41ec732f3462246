package io.phish.core.packages.manifest;

import io.phish.core.packages.Ecosystem;
import org.jspecify.annotations.Nullable;

/** Which requirements allow one version only. */
final class Versions {

  private Versions() {}

  /** The only version that a requirement allows, null if it allows several. */
  static @Nullable String exact(Ecosystem ecosystem, String requirement) {
    String text = requirement.strip();
    return switch (ecosystem) {
      case PYPI -> python(text);
      // A bare version means "compatible with" to Cargo.
      case CARGO -> text.startsWith("=") ? plain(afterEquals(text)) : null;
      case NPM -> complete(plain(afterEquals(text)));
      case RUBYGEMS -> plain(afterEquals(text));
      // Maven takes a bare version as a wish, but nothing else is closer to a pin.
      case MAVEN -> plain(unbracketed(text));
      case GO, NUGET -> plain(unbracketed(text));
    };
  }

  private static @Nullable String python(String text) {
    if (!text.startsWith("==")) {
      return null;
    }
    return plain(text.substring(text.startsWith("===") ? 3 : 2).strip());
  }

  private static String afterEquals(String text) {
    return text.startsWith("=") ? text.substring(1).strip() : text;
  }

  /** To npm, 1.2 is any 1.2.x. */
  private static @Nullable String complete(@Nullable String version) {
    return version != null && version.indexOf('.') != version.lastIndexOf('.') ? version : null;
  }

  private static String unbracketed(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]") && text.length() > 2;
    return bracketed ? text.substring(1, text.length() - 1) : text;
  }

  /** The text if it begins like a version and has nothing of an operator or a wildcard. */
  private static @Nullable String plain(String text) {
    if (text.isEmpty()) {
      return null;
    }
    char first = text.charAt(0);
    boolean begins =
        isDigit(first) || (first == 'v' && text.length() > 1 && isDigit(text.charAt(1)));
    if (!begins) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean wildcard = (c == 'x' || c == 'X') && text.charAt(i - 1) == '.';
      if (c <= ' ' || "<>=~^*|,()[]{}$/:".indexOf(c) >= 0 || wildcard) {
        return null;
      }
    }
    return text;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
