package io.phish.core.name.resemblance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Words that are put before or behind a name without making it another one. An ecosystem gives its
 * own. Asked from any thread.
 */
@FunctionalInterface
public interface Affixes {
  /** Of a word, in characters; longer ones are never asked about. */
  int MAX_LENGTH = 14;

  /** Whether the word, in lower case, says nothing of its own. */
  boolean contains(String word);

  /** These words. */
  static Affixes of(Collection<String> words) {
    return Set.copyOf(words)::contains;
  }

  /** What phishing puts around the names of brands. */
  static Affixes ofDomains() {
    return of(domainWords());
  }

  /** What is put around the names of packages, whatever the ecosystem. */
  static Affixes ofPackages() {
    return of(read("affixes-package.txt"));
  }

  /** Those of {@link #ofDomains}. */
  static Set<String> domainWords() {
    return read("affixes-domain.txt");
  }

  private static Set<String> read(String resource) {
    try (InputStream in =
        Objects.requireNonNull(Affixes.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .flatMap(line -> java.util.Arrays.stream(line.trim().split(" ")))
          .filter(word -> !word.isEmpty())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
