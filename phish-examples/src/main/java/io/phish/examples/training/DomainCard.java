package io.phish.examples.training;

import io.phish.core.model.CalibratedStack;
import io.phish.spi.ModelVersion;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a person should know about the models of a domain. */
final class DomainCard {
  private static final String SOURCE =
      "nesfit/domainradar-clf @610ee16, testdata (validation, ver, sample-test, 2405_clftest),"
          + " joined by name; real look-ups of May 2024; no licence file in the repository; of its"
          + " registrable domains 60 %";

  private final DomainCorpus corpus;
  private final DomainTrainer.Options options;
  private final Map<String, Double> figures;

  DomainCard(DomainCorpus corpus, DomainTrainer.Options options, Map<String, Double> figures) {
    this.corpus = corpus;
    this.options = options;
    this.figures = figures;
  }

  Map<String, String> dns() {
    return card(
        "Whether a name leads to phishing, judged by its DNS records alone.",
        "Weak evidence, to be weighed with other. An alias shows little. Times to live are left out:"
            + " resolvers count them down, the look-ups asked authoritative servers. The names are"
            + " of one month; benign ones come from the traffic of a network, phishing from feeds.",
        "dns_");
  }

  Map<String, String> registration() {
    return card(
        "Whether a domain leads to phishing, judged by its registration alone.",
        "Evidence to be weighed with other: sites that were broken into and tenants of platforms"
            + " have old domains. Registrars are told apart by how their names are written, and"
            + " abuse moves between them. The look-ups are of one month.",
        "registration_");
  }

  Map<String, String> stack(CalibratedStack stack) {
    Map<String, String> card =
        card(
            "How the models for URLs, the DNS and registrations are weighed against each other.",
            "Learnt from names alone, as the addresses of their front pages: what a path says was"
                + " not to be had, and the URL model was asked without lists of popular sites, which"
                + " are later than the names. It is therefore taken at its word, with a weight of"
                + " 1: these rows would give it half, and so let a URL off that its path convicts.",
            "stack_");
    for (CalibratedStack.Weights set : stack.sets()) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < set.members().size(); i++) {
        text.append(
            String.format(Locale.ROOT, "%.4f × %s + ", set.weights().get(i), set.members().get(i)));
      }
      card.put(
          "weights." + String.join("+", set.members()),
          text + String.format(Locale.ROOT, "%.4f", set.bias()));
    }
    return card;
  }

  private Map<String, String> card(String purpose, String limits, String prefix) {
    Map<String, String> card = new LinkedHashMap<>();
    card.put("purpose", purpose);
    card.put("limits", limits);
    card.put("licence", "the source states none");
    card.put("seed", Long.toString(options.seed()));
    card.put("prior", Double.toString(options.prior()));
    card.put(
        "recipe",
        "%d trees of %d leaves, learning rate %s"
            .formatted(
                options.recipe().trees(),
                options.recipe().leaves(),
                options.recipe().learningRate()));
    card.put(
        "training",
        "%d rows: phishing=%d benign=%d; left out: malware=%d dga=%d"
            .formatted(
                corpus.counting().size(),
                corpus.labelled("phishing").size(),
                corpus.labelled("benign").size(),
                corpus.labelled("malware").size(),
                corpus.labelled("dga").size()));
    card.put("source.domainradar", SOURCE + "; sha256 of the file: " + corpus.sha256());
    figures.forEach(
        (name, value) -> {
          // Not those of models to compare with: the file is the same whether they were trained.
          if (!name.contains("_and_")
              && (name.startsWith("by_domain_" + prefix)
                  || name.startsWith("by_owner_" + prefix))) {
            card.put("metric." + name, ModelCard.format(value));
          }
        });
    return card;
  }

  static String markdown(
      ModelVersion version, String name, Map<String, Double> figures, Set<String> pictures) {
    StringBuilder page = new StringBuilder("# Model ").append(version).append("\n\n");
    for (String key : new String[] {"purpose", "limits", "licence", "prior"}) {
      page.append("**").append(key).append("**: ").append(version.card().get(key)).append("\n\n");
    }
    page.append(
        """
        ## How it was measured

        Each row is scored by a model that learnt from other rows, in ten folds, three times over with the rows spread another
        way; figures are means over the three, `f1_deviation` is the standard deviation between them. Of the rows, 352 are
        phishing: one is worth 0.3 % of recall.

        - `by_domain_`: no registrable domain (public suffix list with its private section) is in two folds.
        - `by_owner_`: no domain at a registry is, either: tenants of one platform share all that a registry says and most of
          what the DNS says, and stand together. Calibrations and the stack were fitted to these scores.
        - `by_row_`: nothing but the row itself is kept apart. An upper bound and no forecast.
        - `precision`, `recall`, `f1`, `fpr`: each fold judged by the threshold that would have been best for F1 on the others.
        - `brier`, `ece`: of probabilities calibrated on the other folds, where the share `prior` is phishing.
        - `dns_and_registration_`, `url_trees_`, `joint_trees_`: trees over the features of two extractors, of the URL extractor
          with what the URL model says, and of all together. They are not shipped: over the same evidence trees are
          better than the stack on one split and worse on the other (`dns_and_registration_` beside `stack_without_url_`), and most
          of what `joint_trees_` gains comes of learning the look of these names anew (`url_trees_`), of which there are far fewer
          here than the URL model has learnt from.
        - `malware_`, `dga_`: what the shipped models say of rows that are in no training and no figure above. Most `dga` names
          are not registered; to answer that they are no phishing is right.

        The published result on data of this kind (precision .972, F1 .954 at 0.23 % false alarms) was had with all blocks, TLS,
        addresses and geography among them, from a training set many times this one, which is its published test data. It is
        not reached here: `all_columns` is what trees make of all 176 published columns and the URL model, and stays below it
        even where only rows are kept apart (`by_row_all_columns_f1`).

        """);
    for (String picture : pictures) {
      page.append("![").append(picture).append("](").append(name).append('-').append(picture);
      page.append(".svg) ");
    }
    page.append("\n\n| figure | value |\n|---|---|\n");
    figures.forEach(
        (figure, value) ->
            page.append(
                String.format(Locale.ROOT, "| %s | %s |\n", figure, ModelCard.format(value))));
    page.append("\n## What it was trained on\n\n");
    // By name: the map of a card has no order that would be the same in the next process.
    new TreeMap<>(version.card())
        .forEach(
            (key, value) -> {
              if (key.startsWith("source.")
                  || key.startsWith("weights.")
                  || key.equals("training")
                  || key.equals("seed")
                  || key.equals("recipe")) {
                page.append("- ").append(key).append(": ").append(value).append('\n');
              }
            });
    return page.toString();
  }
}
