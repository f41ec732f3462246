package io.phish.core.packages;

import io.phish.core.name.resemblance.Affixes;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Words that are put around names of packages of one ecosystem without saying anything. */
final class PackageAffixes {
  private static final String FILE = "affixes.txt";

  private PackageAffixes() {}

  /** Those that all ecosystems share, and its own. */
  static Affixes of(Ecosystem ecosystem) {
    Affixes shared = Affixes.ofPackages();
    Set<String> own = own(ecosystem);
    return word -> shared.contains(word) || own.contains(word);
  }

  private static Set<String> own(Ecosystem ecosystem) {
    String head = ecosystem.name().toLowerCase(Locale.ROOT) + ':';
    try (InputStream in = PackageAffixes.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new FileNotFoundException(FILE + " is missing beside " + PackageAffixes.class);
      }
      Set<String> words = new HashSet<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (line.startsWith(head)) {
          for (String word : line.substring(head.length()).trim().split(" ", -1)) {
            words.add(word);
          }
        }
      }
      words.remove("");
      return Set.copyOf(words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
