package io.phish.core.url;

import io.phish.core.name.NameHash;
import io.phish.core.name.WordFinder;
import io.phish.spi.FeatureVector;

/**
 * One pass over a component behind the host, piece by piece: a piece is a run of letters and
 * digits, and between pieces stand signs. What is rare is counted in the vector itself.
 */
final class PathScan {
  /** A piece of so many letters and digits, mixed, is more likely a code than a word. */
  private static final int RANDOM_LENGTH = 12;

  private static final int RANDOM_SWITCHES = 3;
  private static final int HEX_LENGTH = 16;
  private static final int MIXED_LENGTH = 12;

  /** How long {@code a@b.cd} is in base64, and how much of a piece is decoded at most. */
  private static final int MIN_ENCODED = 8;

  private static final int MAX_ENCODED = 128;

  /** Counts of characters, each in 12 bits of a sum: no component has more characters. */
  private static final int DIGITS = 0;

  private static final int CAPITALS = 12;
  private static final int HEX = 24;
  private static final int HYPHENS = 0;
  private static final int UNDERSCORES = 12;
  private static final int DOTS = 24;
  private static final int SPECIALS = 36;
  private static final int FIELD = 0xFFF;

  private static final long[] COUNTS = counts();

  private final WordFinder words;
  private final Vocabulary vocabulary;

  PathScan(Tables tables) {
    words = tables.words();
    vocabulary = tables.vocabulary();
  }

  /** Sets or counts up the features of a path. */
  void path(String href, int from, int to, boolean ownBrand, FeatureVector.Builder out) {
    long letters = 0;
    long signs = 0;
    long ends = 0;
    int tokens = 0;
    int maxToken = 0;
    int switches = 0;
    int maxRunDigit = 0;
    long seenLow = 0;
    long seenHigh = 0;
    for (int i = from; i < to; ) {
      int start = i;
      long sum = 0;
      long hash = NameHash.START;
      int state = 0;
      int tokenSwitches = 0;
      int runDigit = 0;
      int wasDigit = CodePoints.kind(href.charAt(i)) & CodePoints.DIGIT;
      for (; i < to; i++) {
        char c = href.charAt(i);
        int kind = CodePoints.kind(c);
        if ((kind & CodePoints.ALPHANUMERIC) == 0) {
          break;
        }
        sum += COUNTS[c & 0x7F];
        hash = NameHash.step(hash, (char) (c | 0x20));
        int digit = kind & CodePoints.DIGIT;
        tokenSwitches += digit ^ wasDigit;
        wasDigit = digit;
        runDigit = digit != 0 ? runDigit + 1 : 0;
        maxRunDigit = Math.max(maxRunDigit, runDigit);
        seenLow |= c < 64 ? 1L << c : 0;
        seenHigh |= c < 64 ? 0 : 1L << c;
        state = words.step(state, c);
        if (words.match(state) != 0) {
          ends = found(words.match(state), href, i + 1, ends, ownBrand, out);
        }
      }
      if (i > start) {
        tokens++;
        maxToken = Math.max(maxToken, i - start);
        letters += sum;
        switches += tokenSwitches;
        int bits = piece(href, start, i, sum, tokenSwitches, hash, out);
        if ((bits & Vocabulary.CONTENT) != 0) {
          out.increment(PathSchema.N_CONTENT_WORD_PATH);
        }
        if (i - start == 4 && (sum & FIELD) == 4 && isYear(href, start)) {
          out.set(PathSchema.YEAR_IN_PATH, true);
        }
      }
      if (i < to) {
        char c = href.charAt(i);
        signs += COUNTS[c];
        seenLow |= c < 64 ? 1L << c : 0;
        seenHigh |= c < 64 ? 0 : 1L << c;
        if (c == '/') {
          folder(href, i, to, out);
        } else if (c == '~') {
          out.set(PathSchema.TILDE_PATH, true);
        } else if (c == '-') {
          if (i - start == 2 && href.startsWith("/wp", start - 1)) {
            out.set(PathSchema.WORDPRESS_PATH, true);
          }
        }
        i += sign(href, start, i, to, out);
      }
    }
    int digits = (int) letters & FIELD;
    out.set(PathSchema.N_DIGIT_PATH, digits)
        .set(PathSchema.R_DIGIT_PATH, to - from == 1 ? 0 : (double) digits / (to - from - 1))
        .set(PathSchema.N_CAPITAL_PATH, (int) (letters >>> CAPITALS) & FIELD)
        .set(PathSchema.MAX_RUN_DIGIT_PATH, maxRunDigit)
        .set(PathSchema.N_HYPHEN_PATH, (int) (signs >>> HYPHENS) & FIELD)
        .set(PathSchema.N_UNDERSCORE_PATH, (int) (signs >>> UNDERSCORES) & FIELD)
        .set(PathSchema.N_DOT_PATH, (int) (signs >>> DOTS) & FIELD)
        .set(PathSchema.N_SPECIAL_PATH, (int) (signs >>> SPECIALS) & FIELD)
        .set(PathSchema.VARIETY_PATH, Long.bitCount(seenLow) + Long.bitCount(seenHigh))
        .set(PathSchema.ENTROPY_PATH, Entropy.of(href, from, to))
        .set(PathSchema.N_TOKEN_PATH, tokens)
        .set(PathSchema.MAX_TOKEN_PATH, maxToken)
        .set(PathSchema.N_SWITCH_PATH, switches);
  }

  /** Counts up the features of a query or a fragment; the length of the longest piece. */
  int rest(String href, int from, int to, boolean ownBrand, FeatureVector.Builder out) {
    long ends = 0;
    int maxToken = 0;
    for (int i = from; i < to; ) {
      int start = i;
      long sum = 0;
      long hash = NameHash.START;
      int state = 0;
      int switches = 0;
      int wasDigit = CodePoints.kind(href.charAt(i)) & CodePoints.DIGIT;
      for (; i < to; i++) {
        char c = href.charAt(i);
        int kind = CodePoints.kind(c);
        if ((kind & CodePoints.ALPHANUMERIC) == 0) {
          break;
        }
        sum += COUNTS[c & 0x7F];
        hash = NameHash.step(hash, (char) (c | 0x20));
        int digit = kind & CodePoints.DIGIT;
        switches += digit ^ wasDigit;
        wasDigit = digit;
        state = words.step(state, c);
        if (words.match(state) != 0) {
          ends = found(words.match(state), href, i + 1, ends, ownBrand, out);
        }
      }
      if (i > start) {
        maxToken = Math.max(maxToken, i - start);
        piece(href, start, i, sum, switches, hash, out);
      }
      if (i < to) {
        i += sign(href, start, i, to, out);
      }
    }
    return maxToken;
  }

  /**
   * Counts the words that end at a place, of two that overlap the first.
   *
   * @param ends where the last sensitive word ended and, above 32 bits, the last lure
   * @return the same, with these words
   */
  private long found(
      int first, String href, int end, long ends, boolean ownBrand, FeatureVector.Builder out) {
    long now = ends;
    for (int word = first; word != 0; word = words.shorter(word)) {
      int start = end - words.length(word);
      if (!words.counts(word, href, end)) {
        continue;
      }
      switch (words.kind(word)) {
        case Tables.SENSITIVE -> {
          if (start >= (int) now) {
            out.increment(PathSchema.N_SENSITIVE_PATH);
          }
          now = (now & 0xFFFFFFFF00000000L) | end;
        }
        case Tables.LURE -> {
          if (start >= (int) (now >>> 32)) {
            out.increment(PathSchema.N_LURE_PATH);
          }
          now = (now & 0xFFFFFFFFL) | ((long) end << 32);
        }
        default -> {
          if (!ownBrand) {
            out.set(PathSchema.BRAND_IN_PATH, true);
          }
        }
      }
    }
    return now;
  }

  /** Counts what a piece is; its bits in the {@link Vocabulary}. */
  private int piece(
      String href,
      int start,
      int end,
      long sum,
      int switches,
      long hash,
      FeatureVector.Builder out) {
    int length = end - start;
    if (length >= MIN_ENCODED) {
      int digits = (int) sum & FIELD;
      int capitals = (int) (sum >>> CAPITALS) & FIELD;
      code(href, start, length, digits, capitals, (int) (sum >>> HEX) & FIELD, switches, out);
    } else if (length == 3
        && href.charAt(start - 1) == '.'
        && isAlphanumeric(href.charAt(start - 2))
        && (href.regionMatches(true, start, "com", 0, 3)
            || href.regionMatches(true, start, "net", 0, 3)
            || href.regionMatches(true, start, "org", 0, 3))) {
      out.set(PathSchema.HOST_IN_PATH, true);
    }
    return length <= Vocabulary.MAX_LENGTH ? vocabulary.get(NameHash.finish(hash)) : 0;
  }

  private static void code(
      String href,
      int start,
      int length,
      int digits,
      int capitals,
      int hex,
      int switches,
      FeatureVector.Builder out) {
    if (length >= RANDOM_LENGTH && switches >= RANDOM_SWITCHES) {
      out.increment(PathSchema.N_RANDOM_TOKEN);
    }
    if (hex == length && digits < length) {
      if (length >= HEX_LENGTH) {
        out.increment(PathSchema.N_HEX_TOKEN);
      }
    }
    if (hex == length && length == 12 && start >= 24 && isUuid(href, start - 24)) {
      out.set(PathSchema.UUID_INSIDE, true);
    }
    if (capitals > 0 && capitals + digits < length) {
      if (digits > 0 && length >= MIXED_LENGTH) {
        out.increment(PathSchema.N_MIXED_CASE_TOKEN);
      }
      if (isEncodedMail(href, start, start + Math.min(length, MAX_ENCODED))) {
        out.set(PathSchema.EMAIL_ENCODED, true);
      }
    }
  }

  /** Whether the first four groups of a UUID (RFC 9562, section 4) stand there. */
  private static boolean isUuid(String href, int start) {
    for (int i = start; i < start + 24; i++) {
      int at = i - start;
      boolean hyphen = at == 8 || at == 13 || at == 18 || at == 23;
      if (hyphen ? href.charAt(i) != '-' : CodePoints.hex(href.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether base64 (RFC 4648, letters and digits only) decodes to a mail address. */
  private static boolean isEncodedMail(String href, int start, int end) {
    int bits = 0;
    int count = 0;
    int at = -1;
    int length = 0;
    boolean dot = false;
    for (int i = start; i < end; i++) {
      char c = href.charAt(i);
      int six = c >= 'a' ? c - 'a' + 26 : c >= 'A' ? c - 'A' : c - '0' + 52;
      bits = bits << 6 | six;
      count += 6;
      if (count >= 8) {
        count -= 8;
        int octet = bits >>> count & 0xFF;
        if (octet == '@') {
          if (at >= 0 || length == 0) {
            return false;
          }
          at = length;
        } else if (octet == '.') {
          dot |= at >= 0 && length > at + 1;
        } else if (octet >= 0x80
            || (!isAlphanumeric((char) octet) && octet != '-' && octet != '_' && octet != '+')) {
          // The address may be followed by something else.
          return dot && length > at + 3;
        }
        length++;
      }
    }
    return dot;
  }

  private static boolean isYear(String href, int start) {
    return href.startsWith("20", start) || href.startsWith("19", start);
  }

  private static void folder(String href, int slash, int to, FeatureVector.Builder out) {
    if (slash + 1 < to) {
      char next = href.charAt(slash + 1);
      if (next == '/') {
        out.set(PathSchema.DOUBLE_SLASH_PATH, true);
      } else {
        out.increment(PathSchema.PATH_DEPTH);
        if (next == '.') {
          out.set(PathSchema.HIDDEN_FOLDER, true);
        }
      }
    }
  }

  /**
   * Counts what a sign means.
   *
   * @param start where the piece before it starts
   * @return how many characters the sign has: 3 if it is percent-encoded
   */
  private static int sign(String href, int start, int at, int to, FeatureVector.Builder out) {
    switch (href.charAt(at)) {
      case '.' -> {
        if (at - start == 3 && href.regionMatches(true, start, "www", 0, 3)) {
          out.set(PathSchema.URL_INSIDE, true);
        }
      }
      case ':' -> colon(href, start, at, at + 1, to, out);
      case '@' -> mail(href, start, at, at + 1, to, out);
      case '%' -> {
        return percent(href, start, at, to, out);
      }
      default -> {}
    }
    return 1;
  }

  private static int percent(String href, int start, int at, int to, FeatureVector.Builder out) {
    out.increment(PathSchema.N_PERCENT);
    int octet = octet(href, at, to);
    if (octet < 0) {
      return 1;
    }
    if (octet == ':') {
      colon(href, start, at, at + 3, to, out);
    } else if (octet == '@') {
      mail(href, start, at, at + 3, to, out);
    } else if (octet == '%') {
      out.increment(PathSchema.N_DOUBLE_PERCENT);
    } else if (octet < 0x80 && isAlphanumeric((char) octet)) {
      out.increment(PathSchema.N_NEEDLESS_PERCENT);
    }
    return 3;
  }

  /** What a percent sign encodes, -1 if nothing. */
  private static int octet(String href, int percent, int to) {
    if (percent + 2 >= to) {
      return -1;
    }
    int high = CodePoints.hex(href.charAt(percent + 1));
    int low = CodePoints.hex(href.charAt(percent + 2));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static void colon(
      String href, int start, int at, int after, int to, FeatureVector.Builder out) {
    int length = at - start;
    if ((length >= 4 && href.regionMatches(true, at - 4, "http", 0, 4))
        || (length >= 5 && href.regionMatches(true, at - 5, "https", 0, 5))) {
      out.set(PathSchema.URL_INSIDE, true);
    } else if (length > 0 && href.charAt(start - 1) == '.') {
      int end = after;
      while (end < to && (CodePoints.kind(href.charAt(end)) & CodePoints.DIGIT) != 0) {
        end++;
      }
      if (end - after >= 2 && end - after <= 5) {
        out.set(PathSchema.PORT_IN_PATH, true);
      }
    }
  }

  /** An at sign between a word and a host name. */
  private static void mail(
      String href, int start, int at, int after, int to, FeatureVector.Builder out) {
    if (at == start) {
      return;
    }
    int i = after;
    while (i < to && (isAlphanumeric(href.charAt(i)) || href.charAt(i) == '-')) {
      i++;
    }
    if (i > after && i + 1 < to && href.charAt(i) == '.' && isAlphanumeric(href.charAt(i + 1))) {
      out.set(PathSchema.EMAIL_INSIDE, true);
    }
  }

  /** Whether a value is an address that a browser would follow, percent-encoded or not. */
  static boolean isAddress(String href, int at, int to) {
    if (to - at < 4) {
      return false;
    }
    if (href.regionMatches(true, at, "http", 0, 4)) {
      int end = at + ((href.charAt(Math.min(at + 4, to - 1)) | 0x20) == 's' ? 5 : 4);
      return end < to && (href.charAt(end) == ':' || octet(href, end, to) == ':');
    }
    return href.startsWith("//", at)
        || href.regionMatches(true, at, "%2f%2f", 0, 6)
        || href.regionMatches(true, at, "www.", 0, 4);
  }

  private static boolean isAlphanumeric(char c) {
    return (CodePoints.kind(c) & CodePoints.ALPHANUMERIC) != 0;
  }

  private static long[] counts() {
    long[] counts = new long[128];
    for (int c = 0; c < 128; c++) {
      int kind = CodePoints.kind((char) c);
      if ((kind & CodePoints.ALPHANUMERIC) != 0) {
        counts[c] =
            ((kind & CodePoints.DIGIT) != 0 ? 1L << DIGITS : 0)
                | ((kind & CodePoints.UPPER) != 0 ? 1L << CAPITALS : 0)
                | (CodePoints.hex(c) >= 0 ? 1L << HEX : 0);
      } else if (c > ' ') {
        counts[c] =
            switch (c) {
              case '-' -> 1L << HYPHENS;
              case '_' -> 1L << UNDERSCORES;
              case '.' -> 1L << DOTS;
              case '/', '~', '%' -> 0;
              default -> 1L << SPECIALS;
            };
      }
    }
    return counts;
  }
}
