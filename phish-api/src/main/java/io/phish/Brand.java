package io.phish;

import io.phish.subject.Domain;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A name that a host wants to be protected from imitation. Immutable.
 *
 * @param name as people know it: a company, a product; stripped of white space
 * @param domains all registrable domains of its owner, in Unicode or ASCII; the first is the one
 *     that reasons name. None of them, and nothing below them, imitates the brand. May be empty:
 *     then the name alone is protected. Unmodifiable, in the order given
 */
public record Brand(String name, Set<String> domains) {
  /** Of a name, in UTF-16 units: as much as a host name has. */
  public static final int MAX_LENGTH = 253;

  /** Of one brand. */
  public static final int MAX_DOMAINS = 10_000;

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the name is blank, too long or has a control character, if
   *     a domain is none, or there are too many
   */
  public Brand {
    name = name.strip();
    if (name.isEmpty()) {
      throw new IllegalArgumentException("name of a brand is blank");
    }
    if (name.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "name of a brand has " + name.length() + " characters, " + MAX_LENGTH + " are allowed");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("name of a brand has a control character");
    }
    if (domains.size() > MAX_DOMAINS) {
      throw new IllegalArgumentException(
          "brand " + name + " has " + domains.size() + " domains, " + MAX_DOMAINS + " are allowed");
    }
    Set<String> checked = new LinkedHashSet<>();
    for (String domain : domains) {
      checked.add(requireDomain(name, domain));
    }
    domains = Collections.unmodifiableSet(checked);
  }

  /** A brand and the domains of its owner. */
  public static Brand of(String name, String... domains) {
    return new Brand(name, new LinkedHashSet<>(Arrays.asList(domains)));
  }

  /**
   * Reads a brand as it stands in a file or on a command line: its name, and behind an equals sign,
   * a comma or white space the domains of its owner, between commas or white space: {@code
   * acme=acme.com,acme.co.uk}, {@code acme acme.com acme.co.uk}.
   *
   * @throws IllegalArgumentException if there is no name or a domain is none
   */
  public static Brand parse(String text) {
    Objects.requireNonNull(text, "text");
    List<String> words =
        Arrays.stream(text.split("[=,\\s]+", -1)).filter(word -> !word.isEmpty()).toList();
    if (words.isEmpty()) {
      throw new IllegalArgumentException("there is no brand in '" + text.strip() + "'");
    }
    return new Brand(words.get(0), new LinkedHashSet<>(words.subList(1, words.size())));
  }

  private static String requireDomain(String brand, String domain) {
    try {
      return new Domain(domain.strip()).value();
    } catch (InvalidSubjectException e) {
      throw new IllegalArgumentException("domain of brand " + brand + ": " + e.getMessage(), e);
    }
  }
}
