package io.phish.core.url;

import io.phish.core.name.WordFinder;
import io.phish.spi.FeatureVector;

/** The features of the host as a whole and of the words in it. */
final class HostFeatures {
  /** Oddities that have features of their own, or that people cause without meaning anything. */
  private static final int NOT_COUNTED =
      Oddity.CREDENTIALS.bit
          | Oddity.UNICODE_HOST.bit
          | Oddity.EDGE_SPACE.bit
          | Oddity.ODD_HOST_NAME.bit
          | Oddity.ODD_IPV6.bit
          | Oddity.DRIVE_LETTER.bit;

  private final WordFinder words;

  HostFeatures(Tables tables) {
    words = tables.words();
  }

  /**
   * Sets the features.
   *
   * @param from where the host starts, without {@code www.}
   * @param site where the site starts, which is where the name starts
   * @param nameEnd where the name ends
   */
  void extract(
      ParsedUrl url, String original, int from, int site, int nameEnd, FeatureVector.Builder out) {
    String href = url.href();
    int to = url.nameEnd();
    int length = href.length() - from;
    out.set(UrlSchema.LEN_URL, length)
        .set(UrlSchema.LEN_HOST, to - from)
        .set(UrlSchema.R_HOST, (double) (to - from) / length)
        .set(UrlSchema.IS_HOMEPAGE, url.pathStart() + 1 == href.length())
        .set(UrlSchema.HOST_IS_IP, url.isIpAddress())
        .set(UrlSchema.HAS_PORT, url.port() >= 0)
        .set(UrlSchema.HAS_CREDENTIALS, url.has(Oddity.CREDENTIALS))
        .set(UrlSchema.N_ODDITIES, Integer.bitCount(url.oddityBits() & ~NOT_COUNTED))
        .set(UrlSchema.HOST_HAS_CAPITALS, hasCapitals(url, original));
    boolean foldable = characters(href, from, to, url.suffixStart(), out);
    words(href, from, to, site, nameEnd, out);
    out.set(
        UrlSchema.BRAND_DISGUISED,
        foldable
            && !url.isIpAddress()
            && (hasFoldedBrand(href, from, to, 'l') || hasFoldedBrand(href, from, to, 'i')));
  }

  private static boolean hasCapitals(ParsedUrl url, String original) {
    int start = url.hostStart();
    int length = url.nameEnd() - start;
    return start + length <= original.length()
        && !original.regionMatches(false, start, url.href(), start, length)
        && original.regionMatches(true, start, url.href(), start, length);
  }

  /** Whether some characters of the host may stand for others. */
  private static boolean characters(
      String href, int from, int to, int suffixStart, FeatureVector.Builder out) {
    int digits = 0;
    int hyphens = 0;
    int tokens = 0;
    int runDigit = 0;
    int maxRunDigit = 0;
    int runSame = 0;
    int maxRunSame = 0;
    int maxLabel = 0;
    int labels = 0;
    int punycode = 0;
    boolean endingInside = false;
    boolean schemeInside = false;
    boolean pairs = false;
    long seenLow = 0;
    long seenHigh = 0;
    int labelStart = from;
    int tokenStart = from;
    char previous = 0;
    for (int i = from; i <= to; i++) {
      char c = i == to ? '.' : href.charAt(i);
      if (c == '.' || c == '-') {
        if (i > tokenStart) {
          tokens++;
          endingInside |= i < suffixStart && isEnding(href, tokenStart, i);
          char first = href.charAt(tokenStart);
          schemeInside |=
              (first == 'h' && href.startsWith("http", tokenStart))
                  || (first == 'w' && href.startsWith("www", tokenStart));
        }
        tokenStart = i + 1;
        if (c == '.') {
          maxLabel = Math.max(maxLabel, i - labelStart);
          punycode += href.startsWith("xn--", labelStart) ? 1 : 0;
          labels++;
          labelStart = i + 1;
        }
      }
      if (i == to) {
        break;
      }
      int digit = CodePoints.kind(c) & CodePoints.DIGIT;
      digits += digit;
      runDigit = digit != 0 ? runDigit + 1 : 0;
      maxRunDigit = Math.max(maxRunDigit, runDigit);
      hyphens += c == '-' ? 1 : 0;
      runSame = c == previous ? runSame + 1 : 1;
      maxRunSame = Math.max(maxRunSame, runSame);
      pairs |= (c == 'n' && previous == 'r') || (c == 'v' && previous == 'v');
      if (c < 64) {
        seenLow |= 1L << c;
      } else {
        seenHigh |= 1L << c;
      }
      previous = c;
    }
    out.set(UrlSchema.N_DIGIT_HOST, digits)
        .set(UrlSchema.N_HYPHEN_HOST, hyphens)
        .set(UrlSchema.N_TOKEN_HOST, tokens)
        .set(UrlSchema.MAX_RUN_DIGIT_HOST, maxRunDigit)
        .set(UrlSchema.MAX_RUN_SAME_HOST, maxRunSame)
        .set(UrlSchema.MAX_LABEL_HOST, maxLabel)
        .set(UrlSchema.VARIETY_HOST, Long.bitCount(seenLow) + Long.bitCount(seenHigh))
        .set(UrlSchema.N_PUNYCODE, punycode)
        .set(UrlSchema.SINGLE_LABEL, labels == 1)
        .set(UrlSchema.ENDING_INSIDE_HOST, endingInside)
        .set(UrlSchema.SCHEME_INSIDE_HOST, schemeInside);
    return digits > 0 || pairs;
  }

  private static boolean isEnding(String href, int from, int to) {
    return to - from == 3
        && (href.startsWith("com", from)
            || href.startsWith("net", from)
            || href.startsWith("org", from)
            || href.startsWith("gov", from)
            || href.startsWith("edu", from));
  }

  private void words(
      String href, int from, int to, int site, int nameEnd, FeatureVector.Builder out) {
    int sensitive = 0;
    int sensitiveEnd = 0;
    int lures = 0;
    int lureEnd = 0;
    boolean isName = false;
    boolean inName = false;
    boolean inSubdomain = false;
    int state = 0;
    for (int i = from; i < to; i++) {
      state = words.step(state, href.charAt(i));
      for (int word = words.match(state); word != 0; word = words.shorter(word)) {
        int end = i + 1;
        int start = end - words.length(word);
        if (!words.counts(word, href, end)) {
          continue;
        }
        switch (words.kind(word)) {
          case Tables.SENSITIVE -> {
            sensitive += start >= sensitiveEnd ? 1 : 0;
            sensitiveEnd = end;
          }
          case Tables.LURE -> {
            lures += start >= lureEnd ? 1 : 0;
            lureEnd = end;
          }
          default -> {
            isName |= start == site && end == nameEnd;
            inName |= start >= site && end <= nameEnd && end - start < nameEnd - site;
            inSubdomain |= start < site;
          }
        }
      }
    }
    out.set(UrlSchema.N_SENSITIVE_HOST, sensitive)
        .set(UrlSchema.N_LURE_HOST, lures)
        .set(UrlSchema.BRAND_IS_NAME, isName)
        .set(UrlSchema.BRAND_IN_NAME, inName && !isName)
        .set(UrlSchema.BRAND_IN_SUBDOMAIN, inSubdomain);
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

  private static char fold(char c, char next, char one) {
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
