package io.phish.core.lookalike;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.Brand;
import io.phish.InvalidSubjectException;
import io.phish.contract.TestContext;
import io.phish.core.name.permutation.Permutation;
import io.phish.core.name.permutation.Permutations;
import io.phish.core.name.resemblance.Affixes;
import io.phish.core.name.resemblance.NameKind;
import io.phish.core.name.resemblance.NameQuery;
import io.phish.core.name.resemblance.ProtectedName;
import io.phish.core.name.resemblance.ResemblanceIndex;
import io.phish.core.url.KnownSites;
import io.phish.core.url.ParsedUrl;
import io.phish.core.url.UrlCanonicalizer;
import io.phish.spi.Observation;
import io.phish.spi.Protection;
import io.phish.subject.Url;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LookalikePropertyTest {
  private static final String[] AROUND = {"login", "my", "secure", "verify", "qzk", "online", "de"};

  private static final String[] SUFFIXES = {".example", ".zzz.example"};

  private final LookalikeExtractor extractor = new LookalikeExtractor();

  private Observation observe(String text) {
    Url url = new Url(text);
    return extractor
        .extract(url, TestContext.builder(new UrlCanonicalizer().canonicalize(url)).build())
        .toCompletableFuture()
        .join();
  }

  private static List<String> bundledDomains() {
    List<String> domains = new ArrayList<>();
    for (ProtectedName name : Brands.read().names()) {
      if (name.kind() == NameKind.DOMAIN) {
        domains.add(name.name());
        domains.addAll(name.aliases());
      }
    }
    Brands.readSites().forEach(site -> domains.add(site.name()));
    // Sets have another order in each process; and some aliases are bare names.
    return domains.stream().filter(domain -> domain.indexOf('.') > 0).sorted().toList();
  }

  @Test
  void protected_domains_and_what_is_below_them_imitate_nothing() {
    SplittableRandom random = new SplittableRandom(20261121);
    List<String> domains = bundledDomains();
    assertThat(domains).hasSizeGreaterThan(4_000);
    for (String domain : domains) {
      String host = random.nextBoolean() ? domain : "login." + domain;
      assertThat(observe("https://" + host + "/login/").findings()).as(host).isEmpty();
    }
    // Words of other brands before a popular domain are its owner's business.
    for (int i = 0; i < 2_000; i++) {
      String host =
          label(domains.get(random.nextInt(domains.size())))
              + '.'
              + domains.get(random.nextInt(domains.size()));
      Url url = new Url("https://" + host + "/");
      ParsedUrl parsed = (ParsedUrl) new UrlCanonicalizer().canonicalize(url);
      if (KnownSites.bundled().isPopular(parsed)) {
        assertThat(observe(url.value()).findings()).as(host).isEmpty();
      }
    }
  }

  private static String label(String domain) {
    return domain.substring(0, domain.indexOf('.'));
  }

  /** What the index claims of a brand of the host, the extractor tells, and of whom. */
  @ParameterizedTest
  @CsvSource({"acme.example, acme", "globex-ag.co.uk, globex-ag"})
  void every_permutation_that_the_index_claims_is_told(String domain, String name) {
    extractor.protect(new Protection(List.of(Brand.of(name, domain)), Set.of(), Set.of()));
    ResemblanceIndex index =
        ResemblanceIndex.of(List.of(ProtectedName.of(domain, NameKind.DOMAIN, 1)));
    int claimed = 0;
    for (Permutation permutation : Permutations.of(domain)) {
      String host = permutation.ascii();
      Url url = new Url("https://" + host + "/");
      ParsedUrl parsed;
      try {
        parsed = (ParsedUrl) new UrlCanonicalizer().canonicalize(url);
      } catch (InvalidSubjectException e) {
        continue;
      }
      if (!host.equals(parsed.host())
          || KnownSites.bundled().isPopular(parsed)
          || index.find(NameQuery.domain(host)).isEmpty()) {
        continue;
      }
      claimed++;
      Observation observation = observe(url.value());
      assertThat(observation.findings()).as(host).hasSize(1);
      assertThat(observation.facts()).as(host).containsEntry("looks-like", domain);
    }
    assertThat(claimed).isGreaterThan(500);
  }

  /** The look-up of all is the definition; most hosts are kept from it, and no claim of it is. */
  @Test
  void what_is_kept_from_the_index_of_own_brands_is_nothing_it_claims() {
    List<String> own = List.of("acme", "globex", "tyrell", "piedpiper", "wayne-bank");
    extractor.protect(
        new Protection(
            own.stream().map(name -> Brand.of(name, name + ".example")).toList(),
            Set.of(),
            Set.of()));
    ResemblanceIndex index =
        ResemblanceIndex.of(
            own.stream()
                .map(name -> ProtectedName.of(name + ".example", NameKind.DOMAIN, 1))
                .toList(),
            Affixes.ofDomains(),
            word -> false);
    SplittableRandom random = new SplittableRandom(20261126);
    int claimed = 0;
    for (int i = 0; i < 6_000; i++) {
      String host = changed(own.get(random.nextInt(own.size())), random) + SUFFIXES[i % 2];
      Url url = new Url("https://" + host + "/");
      if (host.contains("..") || index.find(NameQuery.domain(host)).isEmpty()) {
        continue;
      }
      claimed++;
      assertThat(observe(url.value()).findings()).as(host).isNotEmpty();
    }
    assertThat(claimed).isGreaterThan(1_000);
  }

  /** A name with slips in it, letters turned round, and something before and behind it. */
  private static String changed(String name, SplittableRandom random) {
    StringBuilder text = new StringBuilder(name);
    for (int slips = random.nextInt(3); slips > 0; slips--) {
      int at = random.nextInt(text.length() - 1);
      char letter = "abcdefghijklmnopqrstuvwxyz01358-".charAt(random.nextInt(32));
      switch (random.nextInt(5)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, letter);
        case 2 -> text.setCharAt(at, letter);
        case 3 -> text.append(text.charAt(0)).deleteCharAt(0);
        default -> text.insert(at + 2, text.charAt(at)).deleteCharAt(at);
      }
    }
    String around = AROUND[random.nextInt(AROUND.length)];
    String host =
        switch (random.nextInt(8)) {
          case 0 -> text + around;
          case 1 -> around + text;
          case 2 -> text + "-" + around;
          case 3 -> around + '-' + text;
          case 4 -> text + "." + around + around;
          case 5 -> around + text + around;
          default -> text.toString();
        };
    return host.replaceAll("^-+|-+$", "x");
  }

  /** A sieve that lost something would lose it for ever; whoever claims less says so here. */
  @ParameterizedTest
  @ValueSource(strings = {"paypal", "microsoft", "netflix", "instagram", "santander"})
  void the_sieve_lets_through_what_the_index_claims_by_slips_and_looks(String brand) {
    Sieve sieve = new Sieve(List.of("something", brand));
    ResemblanceIndex index =
        ResemblanceIndex.of(List.of(ProtectedName.of(brand + ".com", NameKind.DOMAIN, 1)));
    SplittableRandom random = new SplittableRandom(brand.hashCode());
    int claimed = 0;
    for (int i = 0; i < 4_000; i++) {
      StringBuilder text = new StringBuilder(brand);
      for (int slips = 1 + random.nextInt(2); slips > 0; slips--) {
        int at = random.nextInt(text.length());
        char letter = (char) ('a' + random.nextInt(26));
        switch (random.nextInt(4)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, letter);
          case 2 -> text.setCharAt(at, letter);
          default -> text.setCharAt(at, "0123456789".charAt(random.nextInt(10)));
        }
      }
      String name = text.toString();
      boolean slipped =
          index.find(NameQuery.domain(name + ".com")).stream()
              .anyMatch(
                  hit ->
                      switch (hit.rule()) {
                        case HOMOPHONE, NUMERAL, WORD_ORDER, AFFIX, EMBEDDING -> false;
                        default -> true;
                      });
      if (slipped) {
        claimed++;
        assertThat(sieve.mayBe(name, 0, name.length())).as(name).isTrue();
        BitSet found = new BitSet();
        sieve.collectAlike(name, found);
        assertThat(found.get(1)).as(name).isTrue();
      }
    }
    assertThat(claimed).isGreaterThan(1_000);
  }

  @Test
  void the_sieve_keeps_back_most_of_what_is_no_brand() {
    Sieve sieve =
        new Sieve(
            Brands.read().names().stream().map(name -> name.name().split("\\.", 2)[0]).toList());
    SplittableRandom random = new SplittableRandom(7);
    int through = 0;
    for (int i = 0; i < 10_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = 6 + random.nextInt(10); n > 0; n--) {
        text.append((char) ('a' + random.nextInt(26)));
      }
      through += sieve.mayBe(text.toString(), 0, text.length()) ? 1 : 0;
    }
    assertThat(through).isLessThan(500);
  }

  /** By the table of Levenshtein, whole. */
  @Test
  void the_sieve_collects_all_that_are_two_slips_away() {
    List<String> labels =
        Brands.read().names().stream()
            .map(name -> Sieve.letters(name.name().split("\\.", 2)[0]))
            .toList();
    Sieve sieve = new Sieve(labels);
    SplittableRandom random = new SplittableRandom(11);
    int near = 0;
    for (int i = 0; i < 1_500; i++) {
      StringBuilder text = new StringBuilder(labels.get(random.nextInt(labels.size())));
      for (int changes = random.nextInt(4); changes > 0 && text.length() > 1; changes--) {
        int at = random.nextInt(text.length());
        char letter = (char) ('a' + random.nextInt(26));
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, letter);
          default -> text.setCharAt(at, letter);
        }
      }
      BitSet found = new BitSet();
      sieve.collectAlike(text.toString(), found);
      for (int j = 0; j < labels.size(); j++) {
        if (distance(text.toString(), labels.get(j)) <= 2) {
          assertThat(found.get(j)).as(text + " and " + labels.get(j)).isTrue();
          near++;
        }
      }
    }
    assertThat(near).isGreaterThan(1_000);
  }

  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
