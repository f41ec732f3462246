package io.phish.core.lookalike;

import io.phish.core.name.resemblance.NameKind;
import io.phish.core.name.resemblance.ProtectedName;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What comes with the library; {@code tables.md} beside the tables says from where. Immutable.
 *
 * @param names brands, each by its best known domain if it is known
 * @param owned domains of owners of brands
 * @param everyday names that are words as well
 */
record Brands(List<ProtectedName> names, DomainSet owned, Set<String> everyday) {
  /** The rank of what is in no list of popular sites: they end at a hundred thousand. */
  static final int NO_RANK = 100_000;

  /** The tables that come with the library, read now. */
  static Brands read() {
    Map<String, Set<String>> owners = new HashMap<>();
    for (String line : lines("owners.txt")) {
      List<String> words = List.of(line.split(" "));
      Set<String> domains = new LinkedHashSet<>(words.subList(1, words.size()));
      owners.put(words.get(0), domains);
      domains.forEach(domain -> owners.putIfAbsent(domain, domains));
    }
    List<ProtectedName> names = new ArrayList<>();
    Set<String> owned = new LinkedHashSet<>();
    for (String line : lines("brands.txt")) {
      String[] words = line.split(" ");
      Set<String> domains = new LinkedHashSet<>();
      domains.addAll(owners.getOrDefault(words[0], Set.of()));
      String best = domains.isEmpty() && words.length > 2 ? words[2] : first(domains);
      domains.addAll(List.of(words).subList(2, words.length));
      for (String domain : List.copyOf(domains)) {
        domains.addAll(owners.getOrDefault(domain, Set.of()));
      }
      owned.addAll(domains);
      names.add(name(words[0], best, Integer.parseInt(words[1]), domains));
    }
    return new Brands(
        List.copyOf(names), DomainSet.of(owned), Set.copyOf(lines("everyday-words.txt")));
  }

  private static String first(Set<String> domains) {
    return domains.isEmpty() ? "" : domains.iterator().next();
  }

  /** By its domain if that bears the name; else people look for the name itself. */
  private static ProtectedName name(String brand, String best, int rank, Set<String> domains) {
    int known = rank == 0 ? NO_RANK : rank;
    return best.startsWith(brand + '.')
        ? new ProtectedName(best, NameKind.DOMAIN, known, brand, domains)
        : new ProtectedName(brand, NameKind.LABEL, known, brand, Set.of());
  }

  /** Other popular sites, read now. */
  static List<ProtectedName> readSites() {
    List<ProtectedName> sites = new ArrayList<>();
    int rank = NO_RANK;
    for (String line : lines("sites.txt")) {
      if (line.startsWith("= ")) {
        rank = Integer.parseInt(line.substring(2));
      } else {
        sites.add(ProtectedName.of(line, NameKind.DOMAIN, rank));
      }
    }
    return sites;
  }

  private static List<String> lines(String name) {
    try (InputStream in = Brands.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + " beside " + Brands.class.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("a table of phish-core is missing or damaged", e);
    }
  }
}
