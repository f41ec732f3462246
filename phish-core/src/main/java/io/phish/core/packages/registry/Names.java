package io.phish.core.packages.registry;

import io.phish.core.packages.PackageId;
import org.jspecify.annotations.Nullable;

/** Which names can be asked for at all. */
final class Names {
  /** Go's module paths are the longest; nobody's are longer. */
  private static final int MAX_LENGTH = 512;

  private Names() {}

  /** Why a name is not to be put into a URL, null if it may be. */
  static @Nullable String problem(PackageId id) {
    String name = id.name();
    if (name.isBlank() || name.length() > MAX_LENGTH) {
      return "a name of " + name.length() + " characters is none of a package; 1 to " + MAX_LENGTH;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c == '\\' || Character.isISOControl(c)) {
        return "the name has a character that no package has at " + i;
      }
    }
    for (String segment : name.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return "the name has an empty part, or one of dots";
      }
    }
    return switch (id.ecosystem()) {
      case MAVEN -> maven(name);
      case NPM -> npm(name);
      case GO -> null;
      default -> name.indexOf('/') < 0 ? null : "the name has a slash at " + name.indexOf('/');
    };
  }

  private static @Nullable String maven(String name) {
    int colon = name.indexOf(':');
    boolean pair = colon > 0 && colon == name.lastIndexOf(':') && colon < name.length() - 1;
    boolean dots = name.startsWith(".") || name.contains("..") || name.contains(".:");
    return !pair || dots || name.indexOf('/') >= 0 ? "the name is not group:artifact" : null;
  }

  private static @Nullable String npm(String name) {
    int slash = name.indexOf('/');
    boolean scoped = name.startsWith("@");
    boolean wrong = scoped ? slash < 2 || slash != name.lastIndexOf('/') : slash >= 0;
    return wrong ? "the name is neither of the form name nor @scope/name" : null;
  }
}
