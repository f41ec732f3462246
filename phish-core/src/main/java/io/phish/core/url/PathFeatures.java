package io.phish.core.url;

import io.phish.core.name.NameHash;
import io.phish.spi.FeatureVector;

/** The features of path, query and fragment that follow from where they begin and end. */
final class PathFeatures {
  /** Of a longer component the start is looked at. */
  static final int MAX_LENGTH = 4_095;

  private static final int MAX_EXTENSION = 5;

  private final Vocabulary vocabulary;
  private final PathScan scan;

  PathFeatures(Tables tables) {
    vocabulary = tables.vocabulary();
    scan = new PathScan(tables);
  }

  /**
   * Where a URL ends that does not end in what means nothing: an empty fragment, an empty query, a
   * slash after the path.
   */
  static int endOfUrl(ParsedUrl url) {
    int length = url.href().length();
    if (url.fragmentStart() < length - 1) {
      return length;
    }
    return url.queryStart() < url.fragmentStart() - 1 ? url.fragmentStart() : endOfPath(url);
  }

  /** Where the path ends without a slash at its end, but for that of the root. */
  static int endOfPath(ParsedUrl url) {
    int end = url.queryStart();
    return end - 1 > url.pathStart() && url.href().charAt(end - 1) == '/' ? end - 1 : end;
  }

  /**
   * Sets the features.
   *
   * @param ownBrand whether the name is that of a brand, so that the path may well have brands
   */
  void extract(ParsedUrl url, boolean ownBrand, FeatureVector.Builder out) {
    String href = url.href();
    int pathStart = url.pathStart();
    int queryStart = url.queryStart();
    int fragmentStart = url.fragmentStart();
    int length = href.length();
    int pathEnd = endOfPath(url);
    out.set(PathSchema.LEN_PATH, pathEnd - pathStart - 1);
    if (pathEnd > pathStart + 1) {
      scan.path(href, pathStart, Math.min(pathEnd, pathStart + MAX_LENGTH), ownBrand, out);
      file(href, pathStart, pathEnd, out);
    }
    if (queryStart < length) {
      int queryEnd = Math.min(fragmentStart, queryStart + 1 + MAX_LENGTH);
      int longest = 0;
      if (queryStart + 1 < queryEnd) {
        out.set(PathSchema.LEN_QUERY, fragmentStart - queryStart - 1);
        query(href, queryStart + 1, queryEnd, out);
        longest = scan.rest(href, queryStart + 1, queryEnd, ownBrand, out);
      }
      if (fragmentStart + 1 < length) {
        out.set(PathSchema.LEN_FRAGMENT, length - fragmentStart - 1);
        int end = Math.min(length, fragmentStart + 1 + MAX_LENGTH);
        longest = Math.max(longest, scan.rest(href, fragmentStart + 1, end, ownBrand, out));
      }
      out.set(PathSchema.MAX_TOKEN_QUERY, longest);
    }
  }

  private void file(String href, int pathStart, int to, FeatureVector.Builder out) {
    int file = Math.max(href.lastIndexOf('/', to - 1) + 1, pathStart);
    out.set(PathSchema.LEN_FILE, to - file);
    int dot = lastDot(href, file, to);
    int extension = dot < file ? 0 : vocabulary.get(hash(href, dot + 1, to)) & Vocabulary.EXTENSION;
    if (extension != 0) {
      int before = lastDot(href, file, dot);
      out.set(PathSchema.EXT_SCRIPT, extension == Vocabulary.SCRIPT)
          .set(PathSchema.EXT_PAGE, extension == Vocabulary.PAGE)
          .set(PathSchema.EXT_PROGRAM, extension == Vocabulary.PROGRAM)
          .set(PathSchema.EXT_DOCUMENT, extension == Vocabulary.DOCUMENT)
          .set(
              PathSchema.DOUBLE_EXTENSION,
              before >= file
                  && (vocabulary.get(hash(href, before + 1, dot)) & Vocabulary.EXTENSION) != 0);
    }
    int nameEnd = dot < file ? to : dot;
    if (nameEnd - file <= Vocabulary.MAX_LENGTH) {
      int name = vocabulary.get(hash(href, file, nameEnd));
      out.set(PathSchema.INDEX_FILE, (name & Vocabulary.INDEX) != 0);
    }
    int digits = file;
    while (digits < to && (CodePoints.kind(href.charAt(digits)) & CodePoints.DIGIT) != 0) {
      digits++;
    }
    out.set(PathSchema.DIGITS_FILE, digits == to && to > file);
  }

  /** The last dot of a file if what follows is short enough for an extension, else -1. */
  private static int lastDot(String href, int from, int to) {
    for (int i = to - 1; i >= Math.max(from, to - 1 - MAX_EXTENSION); i--) {
      if (href.charAt(i) == '.') {
        return i;
      }
    }
    return -1;
  }

  private static long hash(String href, int from, int to) {
    long state = NameHash.START;
    for (int i = from; i < to; i++) {
      char c = href.charAt(i);
      state = NameHash.step(state, c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c);
    }
    return NameHash.finish(state);
  }

  private void query(String href, int from, int to, FeatureVector.Builder out) {
    int params = 0;
    int tracking = 0;
    int digits = 0;
    int maxValue = 0;
    boolean named = false;
    boolean redirect = false;
    boolean open = false;
    for (int start = from; start < to; start++) {
      // The first word of the name, the rest of the name, the value.
      int i = start;
      long state = NameHash.START;
      for (; i < to; i++) {
        char c = href.charAt(i);
        int kind = CodePoints.kind(c);
        if ((kind & CodePoints.ALPHANUMERIC) == 0) {
          break;
        }
        digits += kind & CodePoints.DIGIT;
        state = NameHash.step(state, (char) (c | 0x20));
      }
      int name = i == start ? 0 : vocabulary.get(NameHash.finish(state));
      int value = -1;
      for (; i < to && !isEndOfParameter(href.charAt(i)); i++) {
        char c = href.charAt(i);
        digits += CodePoints.kind(c) & CodePoints.DIGIT;
        value = c == '=' && value < 0 ? i + 1 : value;
      }
      if (i > start) {
        params++;
        tracking += (name & Vocabulary.TRACKING) != 0 ? 1 : 0;
      }
      if (value >= 0) {
        named = true;
        maxValue = Math.max(maxValue, i - value);
        if ((name & Vocabulary.REDIRECT) != 0) {
          redirect = true;
          open |= PathScan.isAddress(href, value, to);
        }
      }
      start = i;
    }
    out.set(PathSchema.N_PARAM, params)
        .set(PathSchema.N_TRACKING_PARAM, tracking)
        .set(PathSchema.N_DIGIT_QUERY, digits)
        .set(PathSchema.MAX_PARAM_VALUE, maxValue)
        .set(PathSchema.BARE_QUERY, !named)
        .set(PathSchema.REDIRECT_PARAM, redirect)
        .set(PathSchema.OPEN_REDIRECT, open);
  }

  private static boolean isEndOfParameter(char c) {
    return c == '&' || c == ';';
  }
}
