package io.phish.core.url;

import io.phish.core.model.NgramModel;
import io.phish.core.name.NameHash;
import io.phish.core.name.NameTable;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;

/**
 * What can be counted in a URL without asking anybody. Immutable; the time it takes is linear in
 * the length of the URL, and it allocates the vector and nothing else.
 */
public final class UrlFeatures {
  /** The features, in order. */
  public static final FeatureSchema SCHEMA = UrlSchema.SCHEMA;

  private final NameTable platforms;
  private final HostFeatures host;
  private final NameFeatures name;
  private final PathFeatures path;
  private final NgramModel ngrams;

  /** With the tables and the n-gram model that come with the library. */
  public UrlFeatures() {
    this(Tables.bundled(), UrlModels.ngrams());
  }

  UrlFeatures(Tables tables, NgramModel ngrams) {
    this.ngrams = ngrams;
    platforms = tables.platforms();
    host = new HostFeatures(tables);
    name = new NameFeatures(tables);
    path = new PathFeatures(tables);
  }

  /**
   * The features of a URL.
   *
   * @param url the URL as parsed
   * @param original the same as it was found
   */
  public FeatureVector extract(ParsedUrl url, String original) {
    String href = url.href();
    int from = hostStart(url);
    int site = siteStart(url, from);
    int dot = href.indexOf('.', site);
    int nameEnd = dot < 0 || dot > url.nameEnd() ? url.nameEnd() : dot;
    FeatureVector.Builder out = FeatureVector.builder(SCHEMA);
    host.extract(url, original, from, site, nameEnd, out);
    name.extract(url, from, site, nameEnd, out);
    path.extract(url, out);
    out.set(UrlSchema.NGRAM_HOST, ngrams.host(href, url.hostStart(), url.nameEnd()));
    out.set(UrlSchema.NGRAM_PATH, ngrams.path(href, url.pathStart(), url.fragmentStart()));
    return out.build();
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
}
