package io.phish.core.url;

import io.phish.core.name.NameHash;
import io.phish.core.name.NameTable;
import io.phish.core.name.WordFinder;
import io.phish.spi.FeatureVector;
import java.util.HashMap;
import java.util.Map;

/** The features of path, query and fragment. */
final class PathFeatures {
  private static final int SCRIPT = 1;
  private static final int PAGE = 2;
  private static final int PROGRAM = 3;
  private static final int DOCUMENT = 4;
  private static final NameTable EXTENSIONS = extensions();
  private static final int MAX_EXTENSION = 5;

  /** A piece of so many letters and digits, mixed, is more likely a code than a word. */
  private static final int RANDOM_LENGTH = 12;

  private static final int RANDOM_SWITCHES = 3;

  private final WordFinder words;

  PathFeatures(Tables tables) {
    words = tables.words();
  }

  void extract(ParsedUrl url, FeatureVector.Builder out) {
    String href = url.href();
    int pathStart = url.pathStart();
    int queryStart = url.queryStart();
    int fragmentStart = url.fragmentStart();
    path(href, pathStart, queryStart, out);
    file(href, pathStart, queryStart, out);
    query(href, queryStart, fragmentStart, out);
    out.set(UrlSchema.LEN_FRAGMENT, Math.max(0, href.length() - fragmentStart - 1));
    words(href, pathStart, out);
    tricks(href, pathStart, out);
    out.set(UrlSchema.N_RANDOM_TOKEN, randomTokens(href, pathStart));
  }

  private static void path(String href, int from, int to, FeatureVector.Builder out) {
    int digits = 0;
    int capitals = 0;
    int hyphens = 0;
    int underscores = 0;
    int dots = 0;
    int parts = 0;
    int tokens = 0;
    int run = 0;
    int maxRun = 0;
    boolean doubleSlash = false;
    boolean hidden = false;
    boolean tilde = false;
    boolean wordpress = false;
    long seenLow = 0;
    long seenHigh = 0;
    char previous = 0;
    for (int i = from; i < to; i++) {
      char c = href.charAt(i);
      int kind = CodePoints.kind(c);
      digits += kind & CodePoints.DIGIT;
      capitals += (kind & CodePoints.UPPER) != 0 ? 1 : 0;
      if ((kind & CodePoints.ALPHANUMERIC) != 0) {
        tokens += run == 0 ? 1 : 0;
        maxRun = Math.max(maxRun, ++run);
        wordpress |= c == 'w' && previous == '/' && href.startsWith("wp-", i);
      } else {
        run = 0;
        hyphens += c == '-' ? 1 : 0;
        underscores += c == '_' ? 1 : 0;
        tilde |= c == '~';
        doubleSlash |= c == '/' && previous == '/';
        dots += c == '.' ? 1 : 0;
        hidden |= c == '.' && previous == '/';
      }
      parts += previous == '/' && c != '/' ? 1 : 0;
      if (c < 64) {
        seenLow |= 1L << c;
      } else {
        seenHigh |= 1L << c;
      }
      previous = c;
    }
    int length = to - from - 1;
    out.set(UrlSchema.LEN_PATH, length)
        .set(UrlSchema.PATH_DEPTH, parts)
        .set(UrlSchema.N_DIGIT_PATH, digits)
        .set(UrlSchema.R_DIGIT_PATH, length == 0 ? 0 : (double) digits / length)
        .set(UrlSchema.N_CAPITAL_PATH, capitals)
        .set(UrlSchema.N_HYPHEN_PATH, hyphens)
        .set(UrlSchema.N_UNDERSCORE_PATH, underscores)
        .set(UrlSchema.N_DOT_PATH, dots)
        .set(UrlSchema.VARIETY_PATH, Long.bitCount(seenLow) + Long.bitCount(seenHigh))
        .set(UrlSchema.N_TOKEN_PATH, tokens)
        .set(UrlSchema.MAX_TOKEN_PATH, maxRun)
        .set(UrlSchema.DOUBLE_SLASH_PATH, doubleSlash)
        .set(UrlSchema.HIDDEN_FOLDER, hidden)
        .set(UrlSchema.TILDE_PATH, tilde)
        .set(UrlSchema.WORDPRESS_PATH, wordpress);
  }

  private static void file(String href, int from, int to, FeatureVector.Builder out) {
    int file = href.lastIndexOf('/', to - 1) + 1;
    int dot = href.lastIndexOf('.', to - 1);
    int kind = 0;
    if (dot >= file && to - dot - 1 <= MAX_EXTENSION) {
      long state = NameHash.START;
      for (int i = dot + 1; i < to; i++) {
        char c = href.charAt(i);
        state = NameHash.step(state, c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c);
      }
      double found = EXTENSIONS.get(NameHash.finish(state));
      kind = Double.isNaN(found) ? 0 : (int) found;
    }
    out.set(UrlSchema.LEN_FILE, to - Math.max(file, from))
        .set(UrlSchema.EXT_SCRIPT, kind == SCRIPT)
        .set(UrlSchema.EXT_PAGE, kind == PAGE)
        .set(UrlSchema.EXT_PROGRAM, kind == PROGRAM)
        .set(UrlSchema.EXT_DOCUMENT, kind == DOCUMENT);
  }

  private static void query(String href, int from, int to, FeatureVector.Builder out) {
    int params = 0;
    int digits = 0;
    int valueStart = 0;
    int maxValue = 0;
    boolean empty = true;
    for (int i = from + 1; i < to; i++) {
      char c = href.charAt(i);
      if (c == '&' || c == ';') {
        empty = true;
        valueStart = 0;
        continue;
      }
      params += empty ? 1 : 0;
      empty = false;
      digits += CodePoints.kind(c) & CodePoints.DIGIT;
      if (valueStart > 0) {
        maxValue = Math.max(maxValue, i + 1 - valueStart);
      } else if (c == '=') {
        valueStart = i + 1;
      }
    }
    out.set(UrlSchema.LEN_QUERY, Math.max(0, to - from - 1))
        .set(UrlSchema.N_PARAM, params)
        .set(UrlSchema.MAX_PARAM_VALUE, maxValue)
        .set(UrlSchema.N_DIGIT_QUERY, digits);
  }

  private void words(String href, int from, FeatureVector.Builder out) {
    int sensitive = 0;
    int sensitiveEnd = 0;
    int lures = 0;
    int lureEnd = 0;
    boolean brand = false;
    int state = 0;
    for (int i = from; i < href.length(); i++) {
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
          default -> brand = true;
        }
      }
    }
    out.set(UrlSchema.N_SENSITIVE_PATH, sensitive)
        .set(UrlSchema.N_LURE_PATH, lures)
        .set(UrlSchema.BRAND_IN_PATH, brand);
  }

  private static void tricks(String href, int from, FeatureVector.Builder out) {
    boolean url = false;
    boolean host = false;
    boolean email = false;
    int percent = 0;
    for (int i = from; i < href.length(); i++) {
      switch (href.charAt(i)) {
        case 'h', 'H' -> url |= isScheme(href, i);
        case 'w', 'W' ->
            url |= !isWordCharacter(href, i - 1) && href.regionMatches(true, i, "www.", 0, 4);
        case '.' -> host |= isEnding(href, i);
        case '@' -> email |= isMailAt(href, i, i + 1);
        case '%' -> {
          percent++;
          email |= href.startsWith("40", i + 1) && isMailAt(href, i, i + 3);
        }
        default -> {}
      }
    }
    out.set(UrlSchema.N_PERCENT, percent)
        .set(UrlSchema.URL_INSIDE, url)
        .set(UrlSchema.HOST_IN_PATH, host)
        .set(UrlSchema.EMAIL_INSIDE, email);
  }

  /** {@code http:} or {@code https:}, the colon perhaps percent-encoded. */
  private static boolean isScheme(String href, int at) {
    if (!href.regionMatches(true, at, "http", 0, 4)) {
      return false;
    }
    int end = at + 4;
    if (end < href.length() && (href.charAt(end) | 0x20) == 's') {
      end++;
    }
    return href.startsWith(":", end) || href.regionMatches(true, end, "%3a", 0, 3);
  }

  /** {@code .com}, {@code .net} or {@code .org} at the end of a word. */
  private static boolean isEnding(String href, int dot) {
    return isWordCharacter(href, dot - 1)
        && !isWordCharacter(href, dot + 4)
        && (href.regionMatches(true, dot + 1, "com", 0, 3)
            || href.regionMatches(true, dot + 1, "net", 0, 3)
            || href.regionMatches(true, dot + 1, "org", 0, 3));
  }

  /** Whether an at sign stands between a word and a host name. */
  private static boolean isMailAt(String href, int before, int after) {
    if (!isWordCharacter(href, before - 1)) {
      return false;
    }
    int i = after;
    while (isWordCharacter(href, i) || (i < href.length() && href.charAt(i) == '-')) {
      i++;
    }
    return i > after && i < href.length() && href.charAt(i) == '.' && isWordCharacter(href, i + 1);
  }

  private static boolean isWordCharacter(String href, int at) {
    if (at >= href.length()) {
      return false;
    }
    return (CodePoints.kind(href.charAt(at)) & CodePoints.ALPHANUMERIC) != 0;
  }

  private static int randomTokens(String href, int from) {
    int tokens = 0;
    int length = 0;
    int switches = 0;
    int wasDigit = 0;
    for (int i = from; i <= href.length(); i++) {
      int kind = i < href.length() ? CodePoints.kind(href.charAt(i)) : 0;
      if ((kind & CodePoints.ALPHANUMERIC) == 0) {
        tokens += length >= RANDOM_LENGTH && switches >= RANDOM_SWITCHES ? 1 : 0;
        length = 0;
        switches = 0;
        continue;
      }
      int digit = kind & CodePoints.DIGIT;
      switches += length > 0 ? digit ^ wasDigit : 0;
      wasDigit = digit;
      length++;
    }
    return tokens;
  }

  private static NameTable extensions() {
    Map<String, Double> kinds = new HashMap<>();
    put(kinds, SCRIPT, "php php3 php4 php5 php7 phtml asp aspx ashx jsp jspx cgi pl do action cfm");
    put(kinds, PAGE, "html htm shtml xhtml");
    put(
        kinds,
        PROGRAM,
        "exe msi dll scr bat cmd ps1 vbs js jar apk ipa dmg pkg deb rpm zip rar 7z gz tgz tar iso"
            + " img lnk hta chm");
    put(
        kinds,
        DOCUMENT,
        "pdf doc docx xls xlsx ppt pptx odt rtf txt csv xml json jpg jpeg png gif svg webp ico mp3"
            + " mp4 avi mov rss atom epub");
    return NameTable.of(kinds);
  }

  private static void put(Map<String, Double> kinds, int kind, String extensions) {
    for (String extension : extensions.split(" ", -1)) {
      kinds.put(extension, (double) kind);
    }
  }
}
