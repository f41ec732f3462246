package io.phish.examples.training;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a person should know about a model: inside the model file, and as a page beside it. */
final class ModelCard {
  private ModelCard() {}

  /** The entries that go into the model files. */
  static Map<String, String> of(Corpus corpus, Splits splits, UrlTrainer.Options options) {
    Map<String, String> card = new LinkedHashMap<>();
    card.put("purpose", "Whether a URL leads to phishing, judged by its text alone.");
    card.put(
        "limits",
        "Nothing is fetched. Compromised pages on good sites, tenants of free hosts and front pages"
            + " of unknown small sites are the hardest. Trained on public feeds to July 2025:"
            + " quality falls with time.");
    card.put(
        "licence",
        "Weights derived from the sources named here. OpenPhish, the largest of them, may be used"
            + " for non-commercial purposes only: ask OpenPhish, or train without it, before"
            + " commercial use.");
    card.put("seed", Long.toString(options.seed()));
    card.put("prior", Double.toString(options.prior()));
    card.put("training", training(splits.training));
    for (Corpus.Source source : corpus.sources()) {
      if (!options.excluded().contains(source.name())) {
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
    return card;
  }

  private static String training(Dataset training) {
    SortedMap<String, Integer> rows = new TreeMap<>();
    for (int row = 0; row < training.size(); row++) {
      Example example = training.example(row);
      rows.merge((example.phishing() ? "phish_" : "benign_") + example.source(), 1, Integer::sum);
    }
    StringBuilder text = new StringBuilder();
    text.append(training.size()).append(" rows:");
    rows.forEach((name, count) -> text.append(' ').append(name).append('=').append(count));
    return text.toString();
  }

  /** The page. */
  static String markdown(String version, Map<String, String> card, Map<String, Double> metrics) {
    StringBuilder page = new StringBuilder();
    page.append("# Model ").append(version).append("\n\n");
    for (String key : new String[] {"purpose", "limits", "licence"}) {
      page.append("**").append(key).append("**: ").append(card.get(key)).append("\n\n");
    }
    page.append("## How it was measured\n\n")
        .append("Phishing: OpenPhish of September and October 2025, without domains that were")
        .append(" learnt from; calibrated on August. Benign: registrable domains that were not")
        .append(" learnt from. The popularity lists are of a later date than these URLs: the lines")
        .append(" `without_popularity` are measured with all of them forgotten.\n\n")
        .append("![ROC](url-roc.svg) ![Reliability](url-reliability.svg)\n\n")
        .append("| figure | value |\n|---|---|\n");
    metrics.forEach(
        (name, value) ->
            page.append(String.format(Locale.ROOT, "| %s | %s |\n", name, format(value))));
    page.append("\n## What it was trained on\n\n");
    card.forEach(
        (key, value) -> {
          if (key.startsWith("source.") || key.equals("training") || key.equals("seed")) {
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
