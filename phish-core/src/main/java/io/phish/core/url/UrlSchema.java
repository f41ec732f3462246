package io.phish.core.url;

import io.phish.core.model.SchemaPart;
import io.phish.spi.Feature;
import io.phish.spi.FeatureSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * The features of a URL, each with its index: those of {@link HostSchema}, {@link NameSchema} and
 * {@link PathSchema}, and what small models of their own say.
 *
 * <p>Words: the <em>site</em> is what one owner has named: the registrable domain, and below a
 * platform where strangers publish the label of the tenant with it; the <em>name</em> is its first
 * label; the <em>ending</em> is what follows the name, a public suffix or the domain of a platform;
 * the <em>sub-domain</em> is what stands before the site. A leading {@code www.} belongs to none.
 *
 * <p>Left out on purpose is what tells where a URL was collected and not where it leads: the
 * scheme, a leading {@code www.}, one slash at the end of the path, an empty query or fragment, and
 * the case in which the host was written (lists made by hand have capitals, crawled ones do not).
 */
final class UrlSchema {
  private static final SchemaPart PART = new SchemaPart(PathSchema.PART.end());

  /** Given by {@link UrlModels#endings}; not known without that model or of an ending it lacks. */
  static final int ENDING_LOG_ODDS =
      PART.logOdds(
          "ending_log_odds",
          "Log-odds of phishing by the ending of the domain, or the platform that the site is on",
          "the ending of the domain or the platform is one that phishing prefers",
          "the ending of the domain or the platform is one that good sites prefer");

  // Given by a model of character n-grams.
  static final int NGRAM_HOST =
      PART.logOdds(
          "ngram_host",
          "Log-odds of phishing by the character sequences of the host",
          "the host name is spelt like those of known phishing",
          "the host name is spelt like those of good sites");
  static final int NGRAM_PATH =
      PART.logOdds(
          "ngram_path",
          "Log-odds of phishing by the character sequences of path and query",
          "the path is spelt like those of known phishing",
          "the path is spelt like those of good sites");

  static final FeatureSchema SCHEMA = FeatureSchema.of(all());

  private UrlSchema() {}

  private static List<Feature> all() {
    List<Feature> features = new ArrayList<>();
    features.addAll(HostSchema.PART.features());
    features.addAll(NameSchema.PART.features());
    features.addAll(PathSchema.PART.features());
    features.addAll(PART.features());
    return features;
  }
}
