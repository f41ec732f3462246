package io.phish.core.lookalike;

import io.phish.core.name.PublicSuffixes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * Makes the tables of the lookalike extractor that are derived from lists of others; see {@code
 * tables.md} beside them. Run {@link #main} with the directory of the data and the directory of the
 * resources. The same input gives the same bytes.
 */
final class SiteTableGenerator {
  /** Shorter labels look like too many others. */
  private static final int MIN_LABEL = 5;

  private final Path data;

  /** By domain, among how many of the most popular it is. */
  private final Map<String, Integer> ranks = new TreeMap<>();

  private SiteTableGenerator(Path data) throws IOException {
    this.data = data;
    int rank = 500;
    for (String line : lines("url/assets/chromium106_domains.skeletons.gz")) {
      if (line.startsWith("###END_TOP_500###")) {
        rank = 5_000;
      } else if (!line.isBlank() && !line.startsWith("#")) {
        ranks.putIfAbsent(line.substring(line.lastIndexOf(',') + 1).strip(), rank);
      }
    }
    for (String line : lines("reputation/tranco10k.txt.gz")) {
      ranks.putIfAbsent(line.strip(), 10_000);
    }
  }

  /** Arguments: the data directory, the directory to write to. */
  public static void main(String[] args) throws IOException {
    for (Map.Entry<String, byte[]> table :
        new SiteTableGenerator(Path.of(args[0])).all().entrySet()) {
      Files.write(Path.of(args[1]).resolve(table.getKey()), table.getValue());
    }
  }

  private Map<String, byte[]> all() throws IOException {
    Set<String> words = new TreeSet<>();
    for (String line : lines("url/assets/chromium106_common_words.gperf.gz")) {
      words.add(line.split(",", -1)[0].strip());
    }
    Map<String, List<String>> byLabel = new TreeMap<>();
    ranks.keySet().forEach(domain -> label(domain, byLabel));
    List<String> brands =
        new String(
                Objects.requireNonNull(
                        SiteTableGenerator.class.getResourceAsStream(
                            "/io/phish/core/url/brands.txt"))
                    .readAllBytes(),
                StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.startsWith("#"))
            .toList();
    Map<String, byte[]> tables = new LinkedHashMap<>();
    tables.put("brands.txt", brands(brands, byLabel));
    tables.put("sites.txt", sites(brands, byLabel, words));
    return tables;
  }

  private static void label(String domain, Map<String, List<String>> byLabel) {
    PublicSuffixes suffixes = PublicSuffixes.bundled();
    int suffix = PublicSuffixes.start(suffixes.find(domain, 0, domain.length()));
    if (domain.equals(suffixes.registrableDomain(domain)) && suffix > 1) {
      byLabel.computeIfAbsent(domain.substring(0, suffix - 1), l -> new ArrayList<>()).add(domain);
    }
  }

  /** The best known first: that of the global suffix, then that of the most popular. */
  private List<String> ordered(List<String> domains) {
    return domains.stream()
        .sorted(
            Comparator.comparing((String domain) -> !domain.endsWith(".com"))
                .thenComparing(domain -> rank(domain))
                .thenComparing(String::length)
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private int rank(String domain) {
    return Objects.requireNonNull(ranks.get(domain), domain);
  }

  /** A brand, the rank of its most popular domain, 0 for none, and the domains of its label. */
  private byte[] brands(List<String> brands, Map<String, List<String>> byLabel) {
    List<String> rows = new ArrayList<>();
    for (String brand : brands) {
      List<String> domains = ordered(byLabel.getOrDefault(brand, List.of()));
      int rank = domains.stream().mapToInt(this::rank).min().orElse(0);
      rows.add((brand + ' ' + rank + ' ' + String.join(" ", domains)).strip());
    }
    return text("Brand, rank, domains. Generated; see tables.md.", rows);
  }

  /** Other domains of the five thousand most popular, one of each label. */
  private byte[] sites(List<String> brands, Map<String, List<String>> byLabel, Set<String> words) {
    Set<String> known = Set.copyOf(brands);
    Map<Integer, List<String>> byRank = new TreeMap<>();
    byLabel.forEach(
        (label, domains) -> {
          int rank = domains.stream().mapToInt(this::rank).min().orElseThrow();
          if (rank <= 5_000
              && label.length() >= MIN_LABEL
              && !known.contains(label)
              && !words.contains(label)) {
            byRank.computeIfAbsent(rank, r -> new ArrayList<>()).add(ordered(domains).get(0));
          }
        });
    List<String> rows = new ArrayList<>();
    byRank.forEach(
        (rank, domains) -> {
          rows.add("= " + rank);
          rows.addAll(domains);
        });
    return text("Popular sites that are no brand here, by rank. Generated; see tables.md.", rows);
  }

  private static byte[] text(String comment, List<String> rows) {
    return ("# " + comment + '\n' + String.join("\n", rows) + '\n')
        .getBytes(StandardCharsets.UTF_8);
  }

  private List<String> lines(String file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(data.resolve(file)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
