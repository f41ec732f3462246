package io.phish.core.url;

import io.phish.core.name.NameFilter;
import io.phish.core.name.NameHash;
import io.phish.core.name.NearNames;
import io.phish.core.name.WordSegmenter;
import io.phish.spi.FeatureVector;

/** The features of the host as a whole, its words left out. */
final class HostFeatures {
  /** Oddities that have features of their own, or that people cause without meaning anything. */
  private static final int NOT_COUNTED =
      Oddity.CREDENTIALS.bit
          | Oddity.UNICODE_HOST.bit
          | Oddity.EDGE_SPACE.bit
          | Oddity.ODD_HOST_NAME.bit
          | Oddity.ODD_IPV6.bit
          | Oddity.DRIVE_LETTER.bit;

  /** A piece of so many letters and digits, mixed, is more likely a code than a word. */
  private static final int RANDOM_LENGTH = 12;

  private static final int RANDOM_SWITCHES = 3;

  private final Tables tables;
  private final NearNames nearBrands;
  private final NameFilter popularLabels;
  private final WordSegmenter segmenter;

  HostFeatures(Tables tables) {
    this.tables = tables;
    nearBrands = tables.nearBrands();
    popularLabels = tables.popularLabels();
    segmenter = tables.segmenter();
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
    int to = url.nameEnd();
    int end = PathFeatures.endOfUrl(url);
    out.set(HostSchema.LEN_URL, end - from)
        .set(HostSchema.LEN_HOST, to - from)
        .set(HostSchema.R_HOST, (double) (to - from) / (end - from))
        .set(HostSchema.IS_HOMEPAGE, end <= url.pathStart() + 1)
        .set(HostSchema.HAS_PORT, url.port() >= 0)
        .set(HostSchema.HAS_CREDENTIALS, url.has(Oddity.CREDENTIALS))
        .set(HostSchema.N_ODDITIES, Integer.bitCount(url.oddityBits() & ~NOT_COUNTED));
    address(url, from, out);
    int suffixStart = url.isIpAddress() ? from : url.suffixStart();
    int punycode = characters(href, from, to, suffixStart, site, nameEnd, out);
    out.set(HostSchema.N_PUNYCODE, punycode);
    if (punycode > 0) {
      IdnFeatures.extract(href, from, site, nameEnd, popularLabels, out);
    } else {
      out.set(HostSchema.SCRIPT_MIXING, 0).set(HostSchema.IDN_LOOKALIKE, false);
    }
    subdomain(href, from, site, out);
  }

  private static void address(ParsedUrl url, int from, FeatureVector.Builder out) {
    boolean number = url.isIpAddress();
    boolean six = number && url.href().charAt(url.hostStart()) == '[';
    out.set(HostSchema.HOST_IS_IP, number)
        .set(HostSchema.HOST_IS_IPV6, six)
        .set(HostSchema.IP_ODD, url.has(Oddity.ODD_IPV4))
        .set(
            HostSchema.IP_PRIVATE,
            number && (six ? isPrivateV6(url.href(), from) : isPrivateV4(url.href(), from)));
  }

  /** Networks that are not of the public Internet (RFC 6890), in dotted decimal. */
  private static boolean isPrivateV4(String href, int from) {
    int first = 0;
    int i = from;
    for (; href.charAt(i) != '.'; i++) {
      first = first * 10 + href.charAt(i) - '0';
    }
    int second = 0;
    for (i++; href.charAt(i) != '.'; i++) {
      second = second * 10 + href.charAt(i) - '0';
    }
    return first == 0
        || first == 10
        || first == 127
        || first >= 224
        || (first == 100 && second >= 64 && second < 128)
        || (first == 169 && second == 254)
        || (first == 172 && second >= 16 && second < 32)
        || (first == 192 && second == 168);
  }

  /** Loopback, unspecified, unique local and link local (RFC 6890), in brackets. */
  private static boolean isPrivateV6(String href, int from) {
    return href.startsWith("[::1]", from)
        || href.startsWith("[::]", from)
        || href.startsWith("[fc", from)
        || href.startsWith("[fd", from)
        || href.startsWith("[fe8", from)
        || href.startsWith("[fe9", from)
        || href.startsWith("[fea", from)
        || href.startsWith("[feb", from);
  }

  /** How many labels are in punycode. */
  private int characters(
      String href,
      int from,
      int to,
      int suffixStart,
      int site,
      int nameEnd,
      FeatureVector.Builder out) {
    int digits = 0;
    int hyphens = 0;
    int doubles = 0;
    int underscores = 0;
    int tokens = 0;
    int maxToken = 0;
    int randomTokens = 0;
    int switches = 0;
    int runDigit = 0;
    int maxRunDigit = 0;
    int runSame = 0;
    int maxRunSame = 0;
    int labels = 0;
    int maxLabel = 0;
    int punycode = 0;
    boolean endingInside = false;
    boolean schemeInside = false;
    boolean wwwInside = false;
    int slips = 0;
    boolean nameSlips = false;
    long seenLow = 0;
    long seenHigh = 0;
    int labelStart = from;
    int tokenStart = from;
    int before = 0;
    char previous = 0;
    for (int i = from; i <= to; i++) {
      char c = i == to ? '.' : href.charAt(i);
      if (c == '.' || c == '-') {
        int length = i - tokenStart;
        if (length > 0) {
          tokens++;
          maxToken = Math.max(maxToken, length);
          randomTokens += length >= RANDOM_LENGTH && switches >= RANDOM_SWITCHES ? 1 : 0;
          if (i < suffixStart && nearBrands.isNear(href, tokenStart, i)) {
            int slip = isKnown(href, tokenStart, i) ? 0 : 1;
            slips += slip;
            nameSlips |= slip != 0 && tokenStart == site && i == nameEnd;
          }
          if (length == 3) {
            endingInside |= i < suffixStart && isEnding(href, tokenStart);
            wwwInside |= href.startsWith("www", tokenStart);
          } else if (length >= 4 && href.charAt(tokenStart) == 'h') {
            schemeInside |= href.startsWith("http", tokenStart);
          }
        }
        switches = 0;
        before = 0;
        tokenStart = i + 1;
        if (c == '.') {
          maxLabel = Math.max(maxLabel, i - labelStart);
          punycode += href.startsWith("xn--", labelStart) ? 1 : 0;
          labels++;
          labelStart = i + 1;
        }
        if (i == to) {
          break;
        }
      }
      int kind = CodePoints.kind(c);
      int digit = kind & CodePoints.DIGIT;
      digits += digit;
      runDigit = digit != 0 ? runDigit + 1 : 0;
      maxRunDigit = Math.max(maxRunDigit, runDigit);
      kind &= CodePoints.ALPHANUMERIC;
      switches += NameFeatures.isSwitch(before, kind) ? 1 : 0;
      before = kind;
      int hyphen = c == '-' ? 1 : 0;
      hyphens += hyphen;
      doubles += c == previous ? hyphen : 0;
      underscores += c == '_' ? 1 : 0;
      runSame = c == previous ? runSame + 1 : 1;
      maxRunSame = Math.max(maxRunSame, runSame);
      if (c < 64) {
        seenLow |= 1L << c;
      } else {
        seenHigh |= 1L << c;
      }
      previous = c;
    }
    out.set(HostSchema.N_DIGIT_HOST, digits)
        .set(HostSchema.N_HYPHEN_HOST, hyphens)
        .set(HostSchema.N_DOUBLE_HYPHEN_HOST, Math.max(0, doubles - punycode))
        .set(HostSchema.N_UNDERSCORE_HOST, underscores)
        .set(HostSchema.N_TOKEN_HOST, tokens)
        .set(HostSchema.MAX_TOKEN_HOST, maxToken)
        .set(HostSchema.N_RANDOM_TOKEN_HOST, randomTokens)
        .set(HostSchema.MAX_RUN_DIGIT_HOST, maxRunDigit)
        .set(HostSchema.MAX_RUN_SAME_HOST, maxRunSame)
        .set(HostSchema.MAX_LABEL_HOST, maxLabel)
        .set(HostSchema.VARIETY_HOST, Long.bitCount(seenLow) + Long.bitCount(seenHigh))
        .set(HostSchema.SINGLE_LABEL, labels == 1)
        .set(HostSchema.ENDING_INSIDE_HOST, endingInside)
        .set(HostSchema.SCHEME_INSIDE_HOST, schemeInside)
        .set(HostSchema.WWW_INSIDE_HOST, wwwInside)
        .set(HostSchema.N_NEAR_BRAND, slips)
        .set(NameSchema.NEAR_BRAND_NAME, nameSlips);
    return punycode;
  }

  private static boolean isEnding(String href, int from) {
    return href.startsWith("com", from)
        || href.startsWith("net", from)
        || href.startsWith("org", from)
        || href.startsWith("gov", from)
        || href.startsWith("edu", from);
  }

  private void subdomain(String href, int from, int site, FeatureVector.Builder out) {
    int length = Math.max(0, site - 1 - from);
    int labels = 0;
    int digits = 0;
    int switches = 0;
    int before = 0;
    int labelStart = from;
    int labelBefore = -1;
    boolean tld = false;
    boolean popular = false;
    for (int i = from; i < site; i++) {
      char c = href.charAt(i);
      int kind = CodePoints.kind(c) & CodePoints.ALPHANUMERIC;
      digits += kind & CodePoints.DIGIT;
      switches += NameFeatures.isSwitch(before, kind) ? 1 : 0;
      before = kind;
      if (c == '.') {
        labels++;
        if (labelBefore >= 0
            && i - labelStart > 1
            && tables.tldRarity().contains(NameHash.of(href, labelStart, i))) {
          tld = true;
          popular |= tables.popular10k().contains(NameHash.of(href, labelBefore, i));
        }
        labelBefore = labelStart;
        labelStart = i + 1;
      }
    }
    out.set(HostSchema.LEN_SUBDOMAIN, length)
        .set(HostSchema.N_SUBDOMAIN, labels)
        .set(HostSchema.R_DIGIT_SUBDOMAIN, length == 0 ? 0 : (double) digits / length)
        .set(HostSchema.N_SWITCH_SUBDOMAIN, switches)
        .set(HostSchema.TLD_IN_SUBDOMAIN, tld)
        .set(NameSchema.POPULAR_IN_SUBDOMAIN, popular);
    if (length > 0) {
      out.set(HostSchema.SURPRISE_SUBDOMAIN, tables.labels().surprise(href, from, site - 1));
    }
  }

  /** A word that everybody uses, or another popular name, is no slip. */
  private boolean isKnown(String href, int from, int to) {
    return segmenter.kinds(href, from, to) != 0
        || popularLabels.contains(NameHash.of(href, from, to));
  }
}
