package io.phish.core.url;

import io.phish.core.name.NameHash;
import io.phish.core.name.PublicSuffixes;
import io.phish.core.name.WordSegmenter;
import io.phish.spi.FeatureVector;

/** The features of the name that somebody registered, what follows it, and the lists. */
final class NameFeatures {
  /** Of a top-level domain that no popular domain has: one in 2¹⁷, as the lists have 104,000. */
  private static final double RAREST = 17;

  /** Shorter labels are everybody's. */
  private static final int MIN_POPULAR_LABEL = 4;

  /** More of a label is needed to know it again in disguise. */
  private static final int MIN_DISGUISED_LABEL = 5;

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
    boolean foldable = false;
    if (!url.isIpAddress()) {
      out.set(NameSchema.LEN_NAME, nameEnd - site)
          .set(NameSchema.LEN_SUFFIX, Math.max(0, url.nameEnd() - nameEnd - 1));
      foldable = characters(href, site, nameEnd, out);
      reading(href, site, nameEnd, out);
      ending(url, from, out);
    }
    lists(url, from, site, nameEnd, foldable, out);
  }

  /** Whether some characters may stand for others. */
  private static boolean characters(String href, int from, int to, FeatureVector.Builder out) {
    int digits = 0;
    int runDigit = 0;
    int letters = 0;
    int vowels = 0;
    int hyphens = 0;
    int run = 0;
    int maxRun = 0;
    int switches = 0;
    int runConsonant = 0;
    int maxRunConsonant = 0;
    int before = 0;
    boolean pairs = false;
    char previous = 0;
    for (int i = from; i < to; i++) {
      char c = href.charAt(i);
      int kind = CodePoints.kind(c);
      int digit = kind & CodePoints.DIGIT;
      digits += digit;
      runDigit = digit != 0 ? runDigit + 1 : 0;
      letters += (kind & CodePoints.LOWER) / CodePoints.LOWER;
      vowels += (kind & CodePoints.VOWEL) / CodePoints.VOWEL;
      hyphens += c == '-' ? 1 : 0;
      run = c == '-' ? 0 : run + 1;
      maxRun = Math.max(maxRun, run);
      runConsonant =
          (kind & (CodePoints.LOWER | CodePoints.VOWEL)) == CodePoints.LOWER ? runConsonant + 1 : 0;
      maxRunConsonant = Math.max(maxRunConsonant, runConsonant);
      kind &= CodePoints.ALPHANUMERIC;
      switches += isSwitch(before, kind) ? 1 : 0;
      before = kind;
      int pair = previous << Byte.SIZE | c;
      pairs |= pair == HostWords.RN || pair == HostWords.VV;
      previous = c;
    }
    out.set(NameSchema.N_HYPHEN_NAME, hyphens)
        .set(NameSchema.R_DIGIT_NAME, to == from ? 0 : (double) digits / (to - from))
        .set(NameSchema.N_DIGIT_END_NAME, runDigit)
        .set(
            NameSchema.DIGIT_FIRST_NAME,
            to > from && (CodePoints.kind(href.charAt(from)) & CodePoints.DIGIT) != 0)
        .set(NameSchema.R_VOWEL_NAME, letters == 0 ? Double.NaN : (double) vowels / letters)
        .set(NameSchema.MAX_RUN_CONSONANT_NAME, maxRunConsonant)
        .set(NameSchema.N_SWITCH_NAME, switches)
        .set(NameSchema.MAX_TOKEN_NAME, maxRun)
        .set(NameSchema.ENTROPY_NAME, Entropy.of(href, from, to));
    return pairs || digits + hyphens > 0;
  }

  /** Whether one of two neighbours is a letter and the other a digit; hosts have no capitals. */
  static boolean isSwitch(int before, int kind) {
    return (before | kind) == (CodePoints.DIGIT | CodePoints.LOWER);
  }

  private void reading(String href, int from, int to, FeatureVector.Builder out) {
    if (to == from) {
      return;
    }
    long cut = tables.segmenter().segment(href, from, to);
    double length = Math.min(to - from, WordSegmenter.MAX_TEXT);
    out.set(NameSchema.SURPRISE_NAME, tables.labels().surprise(href, from, to))
        .set(NameSchema.WORD_COVER_NAME, WordSegmenter.covered(cut) / length)
        .set(NameSchema.N_WORD_NAME, WordSegmenter.words(cut))
        .set(NameSchema.LONGEST_WORD_NAME, WordSegmenter.longest(cut))
        .set(NameSchema.GAP_NAME, WordSegmenter.gap(cut))
        .set(NameSchema.N_PERSON_NAME, WordSegmenter.people(cut))
        .set(NameSchema.PERSON_COVER_NAME, WordSegmenter.coveredByPeople(cut) / length)
        .set(NameSchema.N_SITE_WORD_NAME, WordSegmenter.siteWords(cut));
  }

  private void ending(ParsedUrl url, int from, FeatureVector.Builder out) {
    String href = url.href();
    int to = url.nameEnd();
    int start = Math.max(from, href.lastIndexOf('.', to - 1) + 1);
    double rarity = tables.tldRarity().get(NameHash.of(href, start, to));
    out.set(NameSchema.TLD_RARITY, Double.isNaN(rarity) ? RAREST : rarity)
        .set(NameSchema.TLD_IS_COUNTRY, to - start == 2)
        .set(NameSchema.TLD_IS_CLASSIC, isClassic(href, start, to))
        .set(
            NameSchema.ENDING_UNLISTED, url.suffix() < 0 || !PublicSuffixes.isListed(url.suffix()));
  }

  /** Of 1985: com, edu, gov, int, mil, net and org. */
  private static boolean isClassic(String href, int start, int to) {
    return to - start == 3
        && (href.startsWith("com", start)
            || href.startsWith("net", start)
            || href.startsWith("org", start)
            || href.startsWith("edu", start)
            || href.startsWith("gov", start)
            || href.startsWith("mil", start)
            || href.startsWith("int", start));
  }

  private void lists(
      ParsedUrl url, int from, int site, int nameEnd, boolean foldable, FeatureVector.Builder out) {
    String href = url.href();
    int to = url.nameEnd();
    int registrable = url.registrableStart();
    boolean inPrivate = registrable >= 0 && PublicSuffixes.isPrivate(url.suffix());
    // The hashes of host, site and name in one go; then of whose domain the name stands under, if
    // it is not its own: that of the list's private section, or one label under another.
    long hostState = hash(NameHash.START, href, from, site);
    long siteState = NameHash.START;
    for (int i = site; i < nameEnd; i++) {
      char c = href.charAt(i);
      hostState = NameHash.step(hostState, c);
      siteState = NameHash.step(siteState, c);
    }
    long nameState = siteState;
    for (int i = nameEnd; i < to; i++) {
      char c = href.charAt(i);
      hostState = NameHash.step(hostState, c);
      siteState = NameHash.step(siteState, c);
    }
    long hash = NameHash.finish(siteState);
    long landlordHash = hash;
    if (inPrivate || site < registrable) {
      landlordHash = NameHash.finish(hash(NameHash.START, href, nameEnd + 1, to));
    }
    boolean userContent = tables.userContentHosts().contains(NameHash.finish(hostState));
    // What strangers put on a popular host is not what made it popular.
    boolean popular10k = !userContent && tables.popular10k().contains(hash);
    boolean popular100k = popular10k || (!userContent && tables.popular100k().contains(hash));
    boolean dynamic =
        (inPrivate || registrable > from) && tables.dynamicDns().contains(landlordHash);
    double gateway = registrable < 0 ? 0 : tables.gateways().get(landlordHash);
    out.set(NameSchema.TENANT_OF_PLATFORM, inPrivate)
        .set(NameSchema.TENANT_OF_FREE_HOST, site < registrable)
        .set(NameSchema.USER_CONTENT_HOST, userContent)
        .set(NameSchema.DYNAMIC_DNS, dynamic)
        .set(NameSchema.SHORTENER, tables.shorteners().contains(hash))
        .set(NameSchema.WEB3_GATEWAY, gateway == Tables.WEB3)
        .set(NameSchema.TUNNEL, gateway == Tables.TUNNEL)
        .set(NameSchema.POPULAR_10K, popular10k)
        .set(NameSchema.POPULAR_100K, popular100k);
    boolean elsewhere = false;
    boolean disguised = false;
    if (!popular100k && !url.isIpAddress() && nameEnd - site >= MIN_POPULAR_LABEL) {
      elsewhere = tables.popularLabels().contains(NameHash.finish(nameState));
      disguised =
          foldable
              && !elsewhere
              && (isPopularFolded(href, site, nameEnd, 'l')
                  || (hasOne(href, site, nameEnd) && isPopularFolded(href, site, nameEnd, 'i')));
    }
    out.set(NameSchema.POPULAR_NAME_ELSEWHERE, elsewhere)
        .set(NameSchema.POPULAR_NAME_DISGUISED, disguised);
  }

  private static boolean hasOne(String text, int from, int to) {
    int one = text.indexOf('1', from);
    return one >= 0 && one < to;
  }

  private static long hash(long start, String text, int from, int to) {
    long state = start;
    for (int i = from; i < to; i++) {
      state = NameHash.step(state, text.charAt(i));
    }
    return state;
  }

  /** Whether the name changes, and becomes a popular one, when read with the eyes half closed. */
  private boolean isPopularFolded(String href, int from, int to, char one) {
    long state = NameHash.START;
    int length = 0;
    boolean changed = false;
    for (int i = from; i < to; i++) {
      char c = href.charAt(i);
      char folded = HostWords.fold(c, i + 1 < to ? href.charAt(i + 1) : 0, one);
      changed |= folded != c || c == '-';
      i += folded != c && (c == 'r' || c == 'v') ? 1 : 0;
      if (c != '-') {
        state = NameHash.step(state, folded);
        length++;
      }
    }
    return changed
        && length >= MIN_DISGUISED_LABEL
        && tables.popularLabels().contains(NameHash.finish(state));
  }
}
