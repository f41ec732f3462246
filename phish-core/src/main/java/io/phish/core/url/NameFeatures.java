package io.phish.core.url;

import io.phish.core.name.NameHash;
import io.phish.core.name.PublicSuffixes;
import io.phish.core.name.WordSegmenter;
import io.phish.spi.FeatureVector;

/** The features of the name that somebody registered, what stands around it, and the lists. */
final class NameFeatures {
  /** Of a top-level domain that no popular domain has: one in 2¹⁷, as the lists have 104,000. */
  private static final double RAREST = 17;

  /** Shorter labels are everybody's. */
  private static final int MIN_POPULAR_LABEL = 4;

  private final Tables tables;

  NameFeatures(Tables tables) {
    this.tables = tables;
  }

  /**
   * Sets the features.
   *
   * @param from where the host starts, without {@code www.}
   * @param site where the site starts, which is where the name starts
   * @param nameEnd where the name ends
   */
  void extract(ParsedUrl url, int from, int site, int nameEnd, FeatureVector.Builder out) {
    String href = url.href();
    subdomain(href, from, site, out);
    if (!url.isIpAddress()) {
      out.set(UrlSchema.LEN_NAME, nameEnd - site)
          .set(UrlSchema.LEN_SUFFIX, Math.max(0, url.nameEnd() - nameEnd - 1));
      characters(href, site, nameEnd, out);
      reading(href, site, nameEnd, out);
      ending(href, from, url.nameEnd(), out);
    }
    lists(url, href, from, site, nameEnd, out);
  }

  private void subdomain(String href, int from, int site, FeatureVector.Builder out) {
    int labels = 0;
    int switches = 0;
    int before = 0;
    for (int i = from; i < site; i++) {
      char c = href.charAt(i);
      int kind = CodePoints.kind(c) & CodePoints.ALPHANUMERIC;
      switches += isSwitch(before, kind) ? 1 : 0;
      before = kind;
      labels += c == '.' ? 1 : 0;
    }
    int length = Math.max(0, site - 1 - from);
    out.set(UrlSchema.LEN_SUBDOMAIN, length)
        .set(UrlSchema.N_SUBDOMAIN, labels)
        .set(UrlSchema.N_SWITCH_SUBDOMAIN, switches);
    if (length > 0) {
      out.set(UrlSchema.SURPRISE_SUBDOMAIN, tables.labels().surprise(href, from, site - 1));
    }
  }

  private static void characters(String href, int from, int to, FeatureVector.Builder out) {
    int digits = 0;
    int letters = 0;
    int vowels = 0;
    int hyphens = 0;
    int switches = 0;
    int runConsonant = 0;
    int maxRunConsonant = 0;
    int before = 0;
    for (int i = from; i < to; i++) {
      char c = href.charAt(i);
      int kind = CodePoints.kind(c);
      digits += kind & CodePoints.DIGIT;
      letters += (kind & CodePoints.LOWER) / CodePoints.LOWER;
      vowels += (kind & CodePoints.VOWEL) / CodePoints.VOWEL;
      hyphens += c == '-' ? 1 : 0;
      runConsonant =
          (kind & (CodePoints.LOWER | CodePoints.VOWEL)) == CodePoints.LOWER ? runConsonant + 1 : 0;
      maxRunConsonant = Math.max(maxRunConsonant, runConsonant);
      kind &= CodePoints.ALPHANUMERIC;
      switches += isSwitch(before, kind) ? 1 : 0;
      before = kind;
    }
    out.set(UrlSchema.N_HYPHEN_NAME, hyphens)
        .set(UrlSchema.R_DIGIT_NAME, to == from ? 0 : (double) digits / (to - from))
        .set(UrlSchema.R_VOWEL_NAME, letters == 0 ? Double.NaN : (double) vowels / letters)
        .set(UrlSchema.MAX_RUN_CONSONANT_NAME, maxRunConsonant)
        .set(UrlSchema.N_SWITCH_NAME, switches);
  }

  /** Whether one of two neighbours is a letter and the other a digit; hosts have no capitals. */
  private static boolean isSwitch(int before, int kind) {
    return (before | kind) == (CodePoints.DIGIT | CodePoints.LOWER);
  }

  private void reading(String href, int from, int to, FeatureVector.Builder out) {
    if (to == from) {
      return;
    }
    int segmentation = tables.segmenter().segment(href, from, to);
    out.set(UrlSchema.SURPRISE_NAME, tables.labels().surprise(href, from, to))
        .set(
            UrlSchema.WORD_COVER_NAME,
            Math.min(1, (double) WordSegmenter.covered(segmentation) / (to - from)))
        .set(UrlSchema.N_WORD_NAME, WordSegmenter.words(segmentation))
        .set(UrlSchema.LONGEST_WORD_NAME, WordSegmenter.longest(segmentation));
  }

  private void ending(String href, int from, int to, FeatureVector.Builder out) {
    int start = Math.max(from, href.lastIndexOf('.', to - 1) + 1);
    double rarity = tables.tldRarity().get(NameHash.of(href, start, to));
    out.set(UrlSchema.TLD_RARITY, Double.isNaN(rarity) ? RAREST : rarity)
        .set(UrlSchema.TLD_IS_COUNTRY, to - start == 2);
  }

  private void lists(
      ParsedUrl url, String href, int from, int site, int nameEnd, FeatureVector.Builder out) {
    int to = url.nameEnd();
    int registrable = url.registrableStart();
    boolean inPrivate = registrable >= 0 && PublicSuffixes.isPrivate(url.suffix());
    boolean userContent = tables.userContentHosts().contains(NameHash.of(href, from, to));
    long hash = NameHash.of(href, site, to);
    // What strangers put on a popular host is not what made it popular.
    boolean popular10k = !userContent && tables.popular10k().contains(hash);
    boolean popular100k = popular10k || (!userContent && tables.popular100k().contains(hash));
    // Names under a provider's domain: of the list's private section, or one label under another.
    boolean dynamic =
        inPrivate
            ? tables.dynamicDns().contains(NameHash.of(href, url.suffixStart(), to))
            : registrable > from
                && tables.dynamicDns().contains(NameHash.of(href, registrable, to));
    out.set(UrlSchema.TENANT_OF_PLATFORM, inPrivate)
        .set(UrlSchema.TENANT_OF_FREE_HOST, userContent || site < registrable)
        .set(UrlSchema.DYNAMIC_DNS, dynamic)
        .set(UrlSchema.SHORTENER, tables.shorteners().contains(hash))
        .set(UrlSchema.POPULAR_10K, popular10k)
        .set(UrlSchema.POPULAR_100K, popular100k)
        .set(
            UrlSchema.POPULAR_NAME_ELSEWHERE,
            !popular100k
                && !url.isIpAddress()
                && nameEnd - site >= MIN_POPULAR_LABEL
                && tables.popularLabels().contains(NameHash.of(href, site, nameEnd)));
  }
}
