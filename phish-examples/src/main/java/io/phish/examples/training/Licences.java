package io.phish.examples.training;

import java.util.List;
import java.util.Locale;

/**
 * Which sources the permissive model may learn from: those whose publisher states a licence that
 * asks for no more than attribution. Who states none has allowed nothing; share-alike and copyleft
 * terms may bind what is derived; a licence file that nobody has read counts as none.
 */
final class Licences {
  private static final List<String> PERMISSIVE =
      List.of("mit", "apache", "bsd", "isc", "cc0", "public domain", "unlicense", "cc by ");

  private static final List<String> BINDING = List.of("cc by-sa", "cc by-nc", "cc by-nd");

  private Licences() {}

  /** Whether a licence as stated in the table of sources, which it begins with, is permissive. */
  static boolean isPermissive(String stated) {
    String licence = stated.strip().toLowerCase(Locale.ROOT);
    return PERMISSIVE.stream().anyMatch(licence::startsWith)
        && BINDING.stream().noneMatch(licence::startsWith);
  }
}
