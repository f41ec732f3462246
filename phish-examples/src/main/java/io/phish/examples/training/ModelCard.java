package io.phish.examples.training;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** What a person should know about a model: inside the model file, and as a page beside it. */
final class ModelCard {
  private static final String[] HEADLINE = {
    "auc",
    "tpr_at_fpr_1pct",
    "tpr_at_fpr_0.1pct",
    "without_popularity_auc",
    "without_popularity_tpr_at_fpr_1pct",
    "without_popularity_tpr_at_fpr_0.1pct",
    "tpr_at_phishing",
    "fpr_at_phishing",
    "fpr_at_suspicious",
    "ece"
  };

  private ModelCard() {}

  /**
   * The entries that go into the model files.
   *
   * @param excluded sources that were not learnt from
   * @param rows how many rows the shipped model learnt from, by source
   */
  static Map<String, String> of(
      Corpus corpus,
      Set<String> excluded,
      SortedMap<String, Integer> rows,
      UrlTrainer.Options options) {
    Map<String, String> card = new LinkedHashMap<>();
    card.put("purpose", "Whether a URL leads to phishing, judged by its text alone.");
    card.put(
        "limits",
        "Nothing is fetched. Compromised pages on good sites, tenants of free hosts and front pages"
            + " of unknown small sites are the hardest. Trained on public feeds to "
            + last(corpus, excluded)
            + ": quality falls with time, see the figures by age.");
    card.put("licence", licence(options));
    card.put("seed", Long.toString(options.seed()));
    card.put("prior", Double.toString(options.prior()));
    card.put("recipe", options.recipe().toString());
    StringBuilder training = new StringBuilder();
    training.append(rows.values().stream().mapToInt(Integer::intValue).sum()).append(" rows:");
    rows.forEach((name, count) -> training.append(' ').append(name).append('=').append(count));
    card.put("training", training.toString());
    for (Corpus.Source source : corpus.sources()) {
      if (!excluded.contains(source.name())) {
        card.put(
            "source." + (source.phishing() ? "phish_" : "benign_") + source.name(),
            "%s; licence: %s; dates: %s; sha256 of the file: %s"
                .formatted(
                    source.origin().isEmpty() ? "origin not stated" : source.origin(),
                    source.licence().isEmpty() ? "not stated" : source.licence(),
                    source.dates(),
                    source.sha256()));
      }
    }
    if (!excluded.isEmpty()) {
      card.put("excluded", String.join(" ", new TreeSet<>(excluded)));
    }
    return card;
  }

  private static String last(Corpus corpus, Set<String> excluded) {
    return corpus.sources().stream()
        .filter(source -> source.phishing() && !excluded.contains(source.name()))
        .filter(source -> !source.rows().isEmpty())
        .map(source -> source.rows().get(source.rows().size() - 1).date())
        .max(String::compareTo)
        .orElse("no date");
  }

  private static String licence(UrlTrainer.Options options) {
    return options.permissive()
        ? "Weights derived from the sources named here, each of which states a permissive licence or"
            + " is published in a repository that does. Whoever owns what such a repository copied"
            + " from elsewhere has not been asked."
        : "Weights derived from the sources named here. OpenPhish, the largest of them, may be used"
            + " for non-commercial purposes only: ask OpenPhish, or use the model of permissively"
            + " licensed sources, before commercial use.";
  }

  /** The figures that go into the model file. */
  static Map<String, String> headline(Map<String, Double> metrics) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (String name : HEADLINE) {
      Double value = metrics.get(name);
      if (value != null) {
        entries.put("measured." + name, format(value));
      }
    }
    return entries;
  }

  /**
   * The page.
   *
   * @param name what the files begin with
   * @param pictures which pictures there are
   */
  static String markdown(
      String version,
      String name,
      Map<String, String> card,
      Map<String, Double> metrics,
      Set<String> pictures) {
    StringBuilder page = new StringBuilder();
    page.append("# Model ").append(version).append("\n\n");
    for (String key : new String[] {"purpose", "limits", "licence"}) {
      page.append("**").append(key).append("**: ").append(card.get(key)).append("\n\n");
    }
    page.append(
        """
        ## How it was measured

        The figures are those of a model that learnt by the same recipe from less than the one that is shipped: from phishing
        before %s and from three fourths of the benign registrable domains. It is measured on the phishing of
        %s to %s whose domains it did not learn from, beside the other fourth of the benign domains. Scheme, a leading `www.` and
        the order of the lists are in no feature. The lists of popular sites are of 2026, later than these URLs: the honest
        figures are those `without_popularity`, with all of them forgotten.

        - `unseen_source_…`: benign rows of each source, or of sources collected alike, by a model that learnt from none of
          them, on even twentieths of the domains; with odd ones and the phishing of the month before %s, the probabilities
          were calibrated, each benign source counting alike. They hold where the share `prior` is phishing.
        - `…_mean_source_…`: the threshold at which the rate of false alarms, averaged over the sources, is 1 %%.
        - `ngrams_alone_`, `ngrams_of_host_alone_`, `trees_alone_`: each part by itself.
        - `age.learnt_before_DAY.month_N`: phishing of the N-th month after, by a model that learnt up to the day, without
          popularity.
        - `kept_domains_`: the shipped model, which learnt from all dates, on the twentieth of the domains that no model
          learns from. They are of the same months and sources, so these are the upper bound and no forecast.

        """
            .formatted(Split.CALIBRATION_FROM, Split.TEST_FROM, Split.TEST_UNTIL, Split.TEST_FROM));
    for (String picture : pictures) {
      page.append("![").append(picture).append("](").append(name).append('-').append(picture);
      page.append(".svg) ");
    }
    page.append("\n\n| figure | value |\n|---|---|\n");
    metrics.forEach(
        (figure, value) ->
            page.append(String.format(Locale.ROOT, "| %s | %s |\n", figure, format(value))));
    page.append("\n## What it was trained on\n\n");
    card.forEach(
        (key, value) -> {
          if (key.startsWith("source.")
              || key.equals("training")
              || key.equals("seed")
              || key.equals("recipe")
              || key.equals("excluded")) {
            page.append("- ").append(key).append(": ").append(value).append('\n');
          }
        });
    return page.toString();
  }

  static String format(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4f", value);
  }
}
