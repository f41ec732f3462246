package io.phish.core.registration.whois.dialect;

import org.jspecify.annotations.Nullable;

/**
 * The name of a registrar and what some registries write behind it in brackets.
 *
 * @param ianaId digits, null if there are none
 */
record RegistrarName(String name, @Nullable String ianaId, @Nullable String url) {

  /**
   * Takes a value apart.
   *
   * @param idStated whether the reply states the id elsewhere; the brackets then belong to the name
   */
  static RegistrarName of(String value, boolean idStated) {
    int open = value.lastIndexOf('(');
    if (open <= 0 || !value.endsWith(")") || value.charAt(open - 1) != ' ') {
      return new RegistrarName(value, null, null);
    }
    String name = value.substring(0, open).strip();
    String inside = value.substring(open + 1, value.length() - 1).strip();
    if (inside.startsWith("http://") || inside.startsWith("https://")) {
      return new RegistrarName(name, null, inside);
    }
    if (idStated) {
      return new RegistrarName(value, null, null);
    }
    if (isId(inside)) {
      return new RegistrarName(name, inside, null);
    }
    // Afilias numbers registrars by itself: R37-LROR.
    int hyphen = inside.indexOf('-');
    return inside.startsWith("R") && hyphen > 1 && isId(inside.substring(1, hyphen))
        ? new RegistrarName(name, null, null)
        : new RegistrarName(value, null, null);
  }

  private static boolean isId(String text) {
    return !text.isEmpty()
        && text.length() <= 9
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
