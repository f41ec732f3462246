package io.phish.core.url;

import io.phish.core.name.NameHash;
import io.phish.core.name.PublicSuffixes;
import io.phish.spi.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Deceptions that can be seen for certain in the way a URL is written, and that are too rare for a
 * model to learn. Their weights are judgements: what is hardly ever done in good faith has 2 and
 * more, what happens by accident has less.
 */
final class UrlFindings {
  /** Spearphishing Link, which has these notations among its examples (attack.mitre.org). */
  private static final String TECHNIQUE = "T1566.002";

  private UrlFindings() {}

  /**
   * What a URL that shows a popular site and leads to another is worth at least: unlike any other
   * user name, nobody has that of a popular site in good faith.
   */
  private static final double DECOY_FLOOR = 0.8;

  /** The findings of a URL that has {@linkplain ParsedUrl#oddities() oddities}. */
  static List<Finding> of(ParsedUrl url, String original) {
    List<Finding> findings = new ArrayList<>(2);
    if (url.has(Oddity.CREDENTIALS)) {
      String decoy = decoy(url);
      if (decoy != null) {
        findings.add(
            new Finding(
                "host-in-credentials",
                3.0,
                isPopular(decoy) ? DECOY_FLOOR : 0,
                "the address shows " + decoy + " but leads to " + url.hostname(),
                List.of(decoy, url.hostname()),
                TECHNIQUE));
      }
    }
    if (url.has(Oddity.HIDDEN_CHARACTER)) {
      add(
          findings,
          "hidden-character",
          2.0,
          "the address has a character that cannot be seen or turns the direction of writing",
          firstHidden(original));
    }
    if (url.has(Oddity.ODD_IPV4)) {
      add(
          findings,
          "disguised-ip-address",
          2.5,
          "the address writes the number of a machine, " + url.hostname() + ", in disguise",
          url.hostname());
    }
    if (url.has(Oddity.PERCENT_ENCODED_HOST)) {
      add(
          findings,
          "encoded-host",
          2.0,
          "the host name is written in code; it reads " + url.hostname(),
          url.hostname());
    }
    if (url.has(Oddity.MAPPED_HOST)) {
      add(
          findings,
          "replaced-host-characters",
          1.0,
          "the host name has look-alike characters that browsers replace; it leads to "
              + url.hostname(),
          url.hostname());
    }
    return findings;
  }

  private static void add(
      List<Finding> findings, String code, double weight, String message, String... evidence) {
    findings.add(Finding.of(code, weight, message).withEvidence(evidence).withTechnique(TECHNIQUE));
  }

  /** The start of the credentials if it is a host of another site, which people may believe. */
  private static @Nullable String decoy(ParsedUrl url) {
    String name = url.username();
    int end = 0;
    while (end < name.length() && CodePoints.host(name.charAt(end)) != 0) {
      end++;
    }
    String host = name.substring(0, end).toLowerCase(Locale.ROOT);
    PublicSuffixes suffixes = PublicSuffixes.bundled();
    String site = suffixes.registrableDomain(host);
    return site != null
            && PublicSuffixes.isListed(suffixes.find(host, 0, host.length()))
            && !site.equals(url.registrableDomain())
        ? host
        : null;
  }

  private static boolean isPopular(String host) {
    String site = PublicSuffixes.bundled().registrableDomain(host);
    return site != null && Tables.bundled().popular100k().contains(NameHash.of(site));
  }

  private static String firstHidden(String text) {
    return text.codePoints()
        .filter(CodePoints::isHidden)
        .mapToObj(c -> String.format(Locale.ROOT, "U+%04X", c))
        .findFirst()
        .orElse("");
  }
}
