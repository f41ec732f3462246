package io.phish.examples.training;

import io.phish.spi.CanonicalForm;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Measures a model on labelled URLs, one after another in any order. Not safe for several threads.
 */
public final class UrlEvaluator {
  private final UrlJudge judge;
  private final double prior;
  private final boolean keptDomainsOnly;
  private final Scored.Builder scored = new Scored.Builder();
  private final Scored.Builder withoutPopularity = new Scored.Builder();
  private long rows;

  /**
   * Without rows.
   *
   * @param prior share of phishing for which probabilities are held to what they say
   * @param keptDomainsOnly whether only rows of the twentieth of the domains count that no model of
   *     ours learns from
   */
  public UrlEvaluator(UrlJudge judge, double prior, boolean keptDomainsOnly) {
    this.judge = judge;
    this.prior = prior;
    this.keptDomainsOnly = keptDomainsOnly;
  }

  /**
   * Adds a row.
   *
   * @param source where it comes from; benign rows are told apart by it
   * @throws io.phish.InvalidSubjectException if the URL cannot be parsed
   */
  public void add(boolean phishing, String source, String url) {
    CanonicalForm form = judge.parse(url);
    if (keptDomainsOnly && Split.partOf(Example.domain(form)) != 0) {
      return;
    }
    double[] features = judge.features(url, form);
    scored.add(phishing, source, judge.probability(features));
    withoutPopularity.add(phishing, source, judge.probabilityWithoutPopularity(features));
    rows++;
  }

  /** How many rows count. */
  public long rows() {
    return rows;
  }

  /** The figures by name, in an order that can be read. */
  public Map<String, Double> metrics() {
    Scored with = scored.build();
    Scored without = withoutPopularity.build();
    Figures figures = new Figures();
    figures.put("rows_phishing", with.phishing().length);
    figures.put("rows_benign", with.benign().length);
    figures.ranking("", with);
    figures.ranking("without_popularity_", without);
    figures.put("prior", prior);
    figures.calibration("", with, prior);
    figures.atThresholds("", with);
    return figures.values();
  }

  /** SVG by name; those for which rows of both labels are needed are left out if there are none. */
  public Map<String, String> pictures() {
    Scored with = scored.build();
    Map<String, String> pictures = new LinkedHashMap<>();
    if (with.hasBothLabels()) {
      Map<String, Scored> both = new LinkedHashMap<>();
      both.put("with lists of popular sites", with);
      both.put("without", withoutPopularity.build());
      pictures.put("roc", Pictures.roc(both));
      pictures.put("pr", Pictures.precisionRecall(both, prior));
      pictures.put("reliability", Pictures.reliability(both, prior));
      pictures.put("scores", Pictures.histogram(with));
    }
    if (!with.sources().isEmpty()) {
      pictures.put("sources", Pictures.falseAlarms(Map.of("called phishing", with)));
    }
    return pictures;
  }
}
