package io.phish.examples.training;

import io.phish.examples.training.Example.Origin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * Rows that nobody collected, for what sources lack: half of a phishing feed is front pages and
 * tenants of free hosts, while benign lists hold pages inside of sites with names of their own.
 * Each is made of rows that are learnt from, belongs to the source of the one that gave its name,
 * and goes where that goes: nothing that is measured on is given away, and with a source go the
 * rows made of it.
 */
final class Augment {
  private static final String BANKS = "reputation/bank-website.txt.gz";

  /** A suffix below which so many tenants of a feed stand is a platform. */
  private static final int MANY_TENANTS = 25;

  private final Pool pool;
  private final Set<String> excluded;
  private final Recipe recipe;
  private final SplittableRandom random;
  private final int seen;
  private final Set<String> phishingDomains = new HashSet<>();

  private Augment(Pool pool, Set<String> excluded, Recipe recipe, long seed) {
    this.pool = pool;
    this.excluded = excluded;
    this.recipe = recipe;
    this.random = new SplittableRandom(seed);
    this.seen = pool.size();
    for (int row = 0; row < seen; row++) {
      if (pool.example(row).phishing()) {
        phishingDomains.add(pool.example(row).domain());
      }
    }
  }

  /**
   * Adds what the recipe asks for.
   *
   * @param excluded sources that are not learnt from
   */
  static void apply(Pool pool, Path data, Set<String> excluded, UrlTrainer.Options options)
      throws IOException {
    Augment augment = new Augment(pool, excluded, options.recipe(), options.seed());
    augment.addFrontPages();
    augment.addBanks(data.resolve(BANKS));
    augment.addTenants();
    augment.addAccounts();
  }

  /** Of every page its front page, unless there is one. */
  private void addFrontPages() {
    Set<String> hosts = new HashSet<>();
    for (int row = 0; row < seen; row++) {
      Example example = pool.example(row);
      if (example.isFrontPage()) {
        hosts.add(example.phishing() + example.host());
      }
    }
    for (int row = 0; row < seen; row++) {
      Example example = pool.example(row);
      boolean wanted = !example.phishing() || recipe.weights().phishingFrontPage() > 0;
      if (wanted
          && !excluded.contains(example.source())
          && !example.isFrontPage()
          && hosts.add(example.phishing() + example.host())) {
        add(example, "https://" + example.host() + '/', Origin.FRONT_PAGE);
      }
    }
  }

  /** Banks, whose names are made of the words that phishing borrows. */
  private void addBanks(Path list) throws IOException {
    if (!Files.exists(list)) {
      return;
    }
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(list)), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String domain = line.startsWith(".") ? line.substring(1) : line;
        if (domain.indexOf('.') > 0 && !phishingDomains.contains(domain)) {
          pool.add("bank-website", "2026-08", false, "https://" + domain + '/', Origin.BANK);
        }
      }
    }
  }

  /** Names of modern benign sites under the platforms of the feed. */
  private void addTenants() {
    Map<String, Integer> tenants = new TreeMap<>();
    List<Example> named = new ArrayList<>();
    for (int row = 0; row < seen; row++) {
      Example example = pool.example(row);
      String domain = example.domain();
      String suffix = domain.substring(domain.indexOf('.') + 1);
      if (example.phishing()) {
        if (suffix.indexOf('.') > 0
            && !excluded.contains(Sources.TIMED)
            && Split.isTimed(example, "", Split.CALIBRATION_FROM)) {
          tenants.merge(suffix, 1, Integer::sum);
        }
      } else if (isLearnt(example)
          && !Sources.isOld(example.source())
          && Split.MEASURED.learnsFrom(example)
          && !phishingDomains.contains(domain)
          && domain.indexOf('.') > 0) {
        named.add(example);
      }
    }
    List<String> platforms = new ArrayList<>();
    tenants.forEach(
        (suffix, count) -> {
          for (int i = 0; count >= MANY_TENANTS && i < Math.sqrt(count); i++) {
            platforms.add(suffix);
          }
        });
    if (platforms.isEmpty() || named.isEmpty()) {
      return;
    }
    Set<String> made = new HashSet<>();
    for (int i = 0; i < recipe.tenants(); i++) {
      Example giver = named.get(random.nextInt(named.size()));
      String name = giver.domain().substring(0, giver.domain().indexOf('.'));
      String host = name + '.' + platforms.get(random.nextInt(platforms.size()));
      if (!phishingDomains.contains(host) && made.add(host)) {
        add(giver, "https://" + host + '/', Origin.TENANT);
      }
    }
  }

  /** Account pages, with sub-domain and path, on other benign sites. */
  private void addAccounts() {
    List<Example> pages = new ArrayList<>();
    List<Example> sites = new ArrayList<>();
    for (int row = 0; row < seen; row++) {
      Example example = pool.example(row);
      if (isLearnt(example) && Split.MEASURED.learnsFrom(example)) {
        if (!example.source().equals(Sources.ACCOUNTS)) {
          sites.add(example);
        } else if (!example.isFrontPage()) {
          pages.add(example);
        }
      }
    }
    if (pages.isEmpty() || sites.isEmpty()) {
      return;
    }
    Set<String> hosts = new HashSet<>();
    for (int i = 0; i < recipe.accounts(); i++) {
      Example site = sites.get(random.nextInt(sites.size()));
      Example page = pages.get(random.nextInt(pages.size()));
      if (!phishingDomains.contains(site.domain()) && hosts.add(site.host())) {
        String path = page.href().substring(page.pathStart(), page.pathEnd());
        add(page, "https://" + subDomain(page) + site.domain() + path, Origin.ACCOUNT);
      }
    }
  }

  /** What stands before the registrable domain, with its dot; empty if nothing does. */
  private static String subDomain(Example page) {
    String host = page.host();
    String domain = page.domain();
    return host.endsWith('.' + domain) && !host.startsWith("www.")
        ? host.substring(0, host.length() - domain.length())
        : "";
  }

  private boolean isLearnt(Example example) {
    return !example.phishing() && !excluded.contains(example.source());
  }

  private void add(Example giver, String url, Origin origin) {
    pool.add(giver.source(), giver.date(), giver.phishing(), url, origin);
  }
}
