package io.phish.core.url;

import io.phish.core.model.NamePriors;
import io.phish.core.model.NgramModel;
import io.phish.core.name.NameHash;
import io.phish.core.name.NameTable;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;

/**
 * What can be counted in a URL without asking anybody. Immutable; the time it takes is linear in
 * the length of the URL, and it allocates the vector and nothing else, but for a host with
 * characters outside ASCII.
 */
public final class UrlFeatures {
  /** The features, in order. */
  public static final FeatureSchema SCHEMA = UrlSchema.SCHEMA;

  /** Of a longer host the end is looked at: no name that can be resolved is longer. */
  static final int MAX_HOST = 255;

  /** What a URL without a path has, so that only what is there must be looked at. */
  private static final FeatureVector BLANK = blank();

  private final NameTable platforms;
  private final HostFeatures host;
  private final HostWords hostWords;
  private final NameFeatures name;
  private final PathFeatures path;
  private final NamePriors endings;
  private final NgramModel ngrams;

  /** With the tables and the models that come with the library. */
  public UrlFeatures() {
    this(Tables.bundled(), UrlModels.endings(), UrlModels.ngrams());
  }

  UrlFeatures(Tables tables, NamePriors endings, NgramModel ngrams) {
    this.endings = endings;
    this.ngrams = ngrams;
    platforms = tables.platforms();
    host = new HostFeatures(tables);
    hostWords = new HostWords(tables);
    name = new NameFeatures(tables);
    path = new PathFeatures(tables);
  }

  /**
   * The features of a URL with a host.
   *
   * @param url the URL as parsed
   */
  public FeatureVector extract(ParsedUrl url) {
    String href = url.href();
    int to = url.nameEnd();
    int from = Math.max(hostStart(url), to - MAX_HOST);
    int site = Math.max(siteStart(url, from), from);
    int nameEnd = nameEnd(href, site, to);
    FeatureVector.Builder out = BLANK.toBuilder();
    host.extract(url, from, site, nameEnd, out);
    boolean brandIsName = hostWords.extract(url, from, site, nameEnd, out);
    name.extract(url, from, site, nameEnd, out);
    path.extract(url, brandIsName, out);
    if (nameEnd < to && !url.isIpAddress()) {
      out.set(UrlSchema.ENDING_LOG_ODDS, endings.get(href, nameEnd + 1, to));
    }
    out.set(UrlSchema.NGRAM_HOST, ngrams.host(href, url.hostStart(), to));
    out.set(UrlSchema.NGRAM_PATH, ngrams.path(href, url.pathStart(), url.fragmentStart()));
    return out.build();
  }

  /**
   * What follows the name that somebody chose: the public suffix or the domain of the platform that
   * the site is on; empty if nothing does. It is the key of the feature {@code ending_log_odds}.
   */
  public String ending(ParsedUrl url) {
    int to = url.nameEnd();
    int from = Math.max(hostStart(url), to - MAX_HOST);
    int nameEnd = nameEnd(url.href(), Math.max(siteStart(url, from), from), to);
    return nameEnd < to && !url.isIpAddress() ? url.href().substring(nameEnd + 1, to) : "";
  }

  /** Where the parts stand that the features speak of. */
  UrlParts parts(ParsedUrl url) {
    int to = url.nameEnd();
    int from = Math.max(hostStart(url), to - MAX_HOST);
    int site = Math.max(siteStart(url, from), from);
    return new UrlParts(url, from, site, nameEnd(url.href(), site, to), to);
  }

  private static FeatureVector blank() {
    FeatureVector.Builder blank = FeatureVector.builder(SCHEMA);
    for (int i = NameSchema.PART.end(); i < PathSchema.PART.end(); i++) {
      blank.set(i, 0);
    }
    return blank.build();
  }

  /** Where the host starts without {@code www.}, unless that is what somebody registered. */
  private static int hostStart(ParsedUrl url) {
    int start = url.hostStart();
    return url.registrableStart() > start && url.href().startsWith("www.", start)
        ? start + 4
        : start;
  }

  /**
   * Where the site starts that one owner has named: the registrable domain or, under a platform
   * that the public suffix list does not have, one label more; the host if it has neither.
   */
  private int siteStart(ParsedUrl url, int from) {
    int registrable = url.registrableStart();
    if (registrable < 0) {
      return from;
    }
    String href = url.href();
    return registrable > from && platforms.contains(NameHash.of(href, registrable, url.nameEnd()))
        ? Math.max(from, href.lastIndexOf('.', registrable - 2) + 1)
        : registrable;
  }

  private static int nameEnd(String href, int site, int to) {
    int dot = href.indexOf('.', site);
    return dot < 0 || dot > to ? to : dot;
  }
}
