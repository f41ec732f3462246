package io.phish.core.url;

import io.phish.core.name.WordFinder;
import io.phish.spi.FeatureVector;

/** The features of brands and other words in the host. */
final class HostWords {
  /** There are words, though not all may count. */
  static final int WORDS = 1;

  /** Some characters may stand for others. */
  static final int FOLDABLE = 2;

  /** There is the digit 1. */
  static final int ONES = 4;

  /** Pairs that may stand for one letter, the first character above the second. */
  static final int RN = 'r' << Byte.SIZE | 'n';

  static final int VV = 'v' << Byte.SIZE | 'v';

  private final WordFinder words;

  HostWords(Tables tables) {
    words = tables.words();
  }

  /**
   * Sets the features.
   *
   * @param from where the host starts, without {@code www.}
   * @param site where the site starts, which is where the name starts
   * @param nameEnd where the name ends
   * @param hints what there may be to find, in bits
   * @return whether the name is that of a brand
   */
  boolean extract(
      ParsedUrl url, int from, int site, int nameEnd, int hints, FeatureVector.Builder out) {
    String href = url.href();
    int to = url.nameEnd();
    int sensitive = 0;
    int sensitiveName = 0;
    int sensitiveEnd = 0;
    int lures = 0;
    int lureEnd = 0;
    int brands = 0;
    int brandEnd = 0;
    boolean isName = false;
    boolean inName = false;
    boolean inSubdomain = false;
    boolean hyphenated = false;
    int state = 0;
    for (int i = (hints & WORDS) != 0 ? from : to; i < to; i++) {
      state = words.step(state, href.charAt(i));
      for (int word = words.match(state); word != 0; word = words.shorter(word)) {
        int end = i + 1;
        int start = end - words.length(word);
        if (!words.counts(word, href, end)) {
          continue;
        }
        switch (words.kind(word)) {
          case Tables.SENSITIVE -> {
            int more = start >= sensitiveEnd ? 1 : 0;
            sensitive += more;
            sensitiveName += start >= site && end <= nameEnd ? more : 0;
            sensitiveEnd = end;
          }
          case Tables.LURE -> {
            lures += start >= lureEnd ? 1 : 0;
            lureEnd = end;
          }
          default -> {
            brands += start >= brandEnd ? 1 : 0;
            brandEnd = end;
            isName |= start == site && end == nameEnd;
            inName |= start >= site && end <= nameEnd && end - start < nameEnd - site;
            inSubdomain |= start < site;
            hyphenated |= isHyphen(href, start - 1, from, to) || isHyphen(href, end, from, to);
          }
        }
      }
    }
    out.set(HostSchema.N_SENSITIVE_HOST, sensitive)
        .set(HostSchema.N_SENSITIVE_NAME, sensitiveName)
        .set(HostSchema.N_LURE_HOST, lures)
        .set(HostSchema.N_BRAND_HOST, brands)
        .set(HostSchema.BRAND_IS_NAME, isName)
        .set(HostSchema.BRAND_IN_NAME, inName && !isName)
        .set(HostSchema.BRAND_IN_SUBDOMAIN, inSubdomain)
        .set(HostSchema.BRAND_HYPHENATED, hyphenated)
        .set(HostSchema.BRAND_WITH_WORD, brands > 0 && sensitive + lures > 0)
        .set(
            HostSchema.BRAND_DISGUISED,
            (hints & FOLDABLE) != 0
                && !url.isIpAddress()
                && (hasFoldedBrand(href, from, to, 'l')
                    || ((hints & ONES) != 0 && hasFoldedBrand(href, from, to, 'i'))));
    return isName;
  }

  private static boolean isHyphen(String href, int at, int from, int to) {
    return at >= from && at < to && href.charAt(at) == '-';
  }

  /**
   * Whether a brand appears when digits and pairs are read as the letters they look like, at least
   * one of them in the brand.
   *
   * @param one what the digit 1 looks like
   */
  private boolean hasFoldedBrand(String href, int from, int to, char one) {
    int state = 0;
    int position = 0;
    int lastFolded = -1;
    for (int i = from; i < to; i++) {
      char c = href.charAt(i);
      char next = i + 1 < to ? href.charAt(i + 1) : 0;
      char folded = fold(c, next, one);
      if (folded != c) {
        lastFolded = position;
        i += c == 'r' || c == 'v' ? 1 : 0;
      }
      state = words.step(state, folded);
      position++;
      for (int word = words.match(state); word != 0; word = words.shorter(word)) {
        if (words.kind(word) == Tables.BRAND
            && words.length(word) > WordFinder.SHORT
            && position - words.length(word) <= lastFolded) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * What a character looks like with the one after it; pairs that are one are {@code r}, {@code v}.
   */
  static char fold(char c, char next, char one) {
    return switch (c) {
      case '0' -> 'o';
      case '1' -> one;
      case '3' -> 'e';
      case '4' -> 'a';
      case '5' -> 's';
      case '7' -> 't';
      case '8' -> 'b';
      case '9' -> 'g';
      case 'r' -> next == 'n' ? 'm' : c;
      case 'v' -> next == 'v' ? 'w' : c;
      default -> c;
    };
  }
}
