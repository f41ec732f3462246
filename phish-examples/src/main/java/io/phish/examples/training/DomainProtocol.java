package io.phish.examples.training;

import io.phish.Thresholds;
import io.phish.core.dns.DnsModel;
import io.phish.core.model.CalibratedStack;
import io.phish.core.model.Calibration;
import io.phish.core.model.TreeEnsemble;
import io.phish.core.registration.RegistrationModel;
import io.phish.spi.Combiner.Component;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How the models of a domain are measured: each row by models that learnt from other groups of rows
 * alone, in ten folds and three times over with the groups spread another way. There are few
 * hundred rows of phishing, so a part kept back would say little.
 */
final class DomainProtocol {
  static final String URL = "phish.url";
  static final String DNS = "phish.dns";
  static final String REGISTRATION = "phish.registration";
  static final List<String> MEMBERS = List.of(DNS, REGISTRATION, URL);
  static final int REPEATS = 3;

  private static final ModelVersion UNNAMED = new ModelVersion("phish.stack", "", "", Map.of());

  /** What may not be on both sides of a fold. */
  enum Grouping {
    /** Rows of one domain at a registry: tenants of a platform are together. */
    OWNER,
    /** Rows of one registrable domain by the public suffix list, platforms being suffixes. */
    DOMAIN,
    /** Nothing but the row itself. */
    ROW;

    String groupOf(DomainRow row) {
      return switch (this) {
        case OWNER -> row.owner();
        case DOMAIN -> row.domain();
        case ROW -> row.name();
      };
    }

    String prefix() {
      return "by_" + name().toLowerCase(Locale.ROOT) + '_';
    }
  }

  private final DomainCorpus corpus;
  private final List<DomainRow> rows;
  private final boolean[] phishing;
  private final DomainTrainer.Options options;

  DomainProtocol(DomainCorpus corpus, DomainTrainer.Options options) {
    this.corpus = corpus;
    this.rows = corpus.counting();
    this.options = options;
    this.phishing = new boolean[rows.size()];
    for (int row = 0; row < phishing.length; row++) {
      phishing[row] = rows.get(row).phishing();
    }
  }

  /** The features of each model by its name: those that are shipped, and others to compare with. */
  Map<String, DomainFolds.View> views() {
    Map<String, DomainFolds.View> views = new LinkedHashMap<>();
    views.put("dns", dns());
    views.put("registration", registration());
    int both = DnsModel.SCHEMA.size() + RegistrationModel.SCHEMA.size();
    views.put("dns_and_registration", DomainFolds.View.of(both, DomainProtocol::both));
    views.put(
        "url_trees",
        DomainFolds.View.of(
            1 + corpus.url().size(), row -> joined(row.url().toArray(), logOdds(row))));
    views.put(
        "joint_trees",
        DomainFolds.View.of(
            both + 1 + corpus.url().size(),
            row -> joined(both(row), row.url().toArray(), logOdds(row))));
    int columns = rows.get(0).columns().size();
    views.put(
        "all_columns",
        DomainFolds.View.of(columns + 1, row -> joined(row.columns().toArray(), logOdds(row))));
    return views;
  }

  static DomainFolds.View dns() {
    return new DomainFolds.View(DnsModel.SCHEMA, row -> row.dns().toArray());
  }

  static DomainFolds.View registration() {
    return new DomainFolds.View(RegistrationModel.SCHEMA, row -> row.registration().toArray());
  }

  private static double[] both(DomainRow row) {
    return joined(row.dns().toArray(), row.registration().toArray());
  }

  private static double[] logOdds(DomainRow row) {
    return new double[] {row.urlLogOdds()};
  }

  private static double[] joined(double[]... parts) {
    return Arrays.stream(parts).flatMapToDouble(DoubleStream::of).toArray();
  }

  /** One repeat: the folds, and the raw score of each row by a model that learnt from others. */
  static final class Repeat {
    private final DomainFolds folds;
    private final double[] scores;

    Repeat(DomainFolds folds, double[] scores) {
      this.folds = folds;
      this.scores = scores;
    }

    DomainFolds folds() {
      return folds;
    }

    double[] scores() {
      return scores;
    }
  }

  List<Repeat> repeats(DomainFolds.View view, Grouping grouping) throws IOException {
    List<Repeat> repeats = new ArrayList<>();
    for (int i = 0; i < REPEATS; i++) {
      DomainFolds folds = DomainFolds.of(rows, grouping::groupOf, options.seed() + i);
      repeats.add(new Repeat(folds, folds.score(rows, view, options.recipe(), options.seed() + i)));
    }
    return repeats;
  }

  /** Both labels' scores of all repeats. */
  Scored pooled(List<Repeat> repeats) {
    Scored.Builder scored = new Scored.Builder();
    for (Repeat repeat : repeats) {
      add(scored, repeat.scores(), row -> true);
    }
    return scored.build();
  }

  Scored scored(double[] scores) {
    Scored.Builder scored = new Scored.Builder();
    add(scored, scores, row -> true);
    return scored.build();
  }

  private Scored otherFolds(Repeat repeat, int left) {
    Scored.Builder scored = new Scored.Builder();
    add(scored, repeat.scores(), row -> repeat.folds().foldOf(row) != left);
    return scored.build();
  }

  private void add(Scored.Builder scored, double[] scores, IntPredicate chosen) {
    for (int row = 0; row < scores.length; row++) {
      if (chosen.test(row) && !Double.isNaN(scores[row])) {
        scored.add(phishing[row], "benign", scores[row]);
      }
    }
  }

  /** Each row's probability by a calibration that was fitted to the other folds. */
  double[] calibrated(Repeat repeat) {
    double[] probabilities = new double[rows.size()];
    for (int fold = 0; fold < DomainFolds.FOLDS; fold++) {
      Calibration calibration = Calibrator.fit(otherFolds(repeat, fold), options.prior());
      for (int row = 0; row < probabilities.length; row++) {
        if (repeat.folds().foldOf(row) == fold) {
          probabilities[row] = calibration.probability(repeat.scores()[row]);
        }
      }
    }
    return probabilities;
  }

  /**
   * Precision, recall and the like where each row is judged by the threshold that would have been
   * best for F1 on the other folds.
   */
  Confusion judged(DomainFolds folds, double[] scores) {
    Confusion confusion = new Confusion();
    for (int fold = 0; fold < DomainFolds.FOLDS; fold++) {
      double threshold = Confusion.bestThreshold(otherFolds(new Repeat(folds, scores), fold));
      for (int row = 0; row < scores.length; row++) {
        if (folds.foldOf(row) == fold) {
          confusion.add(phishing[row], scores[row] >= threshold);
        }
      }
    }
    return confusion;
  }

  /**
   * What members have found out by row, NaN where there is nothing to judge by.
   *
   * @param dns one repeat of the DNS model
   * @param registration the same repeat of the registration model
   */
  double[][] evidence(
      Repeat dns, Repeat registration, Calibration ofDns, Calibration ofRegistration) {
    double base = Math.log(options.prior() / (1 - options.prior()));
    double[][] evidence = new double[rows.size()][];
    for (int row = 0; row < evidence.length; row++) {
      evidence[row] =
          new double[] {
            isKnown(rows.get(row).dns())
                ? ofDns.slope() * dns.scores()[row] + ofDns.intercept() - base
                : Double.NaN,
            isKnown(rows.get(row).registration())
                ? ofRegistration.slope() * registration.scores()[row]
                    + ofRegistration.intercept()
                    - base
                : Double.NaN,
            rows.get(row).urlLogOdds() - base
          };
    }
    return evidence;
  }

  private static boolean isKnown(FeatureVector features) {
    return IntStream.range(0, features.size()).anyMatch(features::isKnown);
  }

  boolean[] phishing() {
    return phishing;
  }

  /**
   * Each row's probability by a stack that was fitted to the other folds of a repeat.
   *
   * @param kept members that are asked; the others are as good as missing
   */
  double[] stacked(Repeat dns, Repeat registration, List<String> kept) {
    double[] probabilities = new double[rows.size()];
    for (int fold = 0; fold < DomainFolds.FOLDS; fold++) {
      int left = fold;
      double[][] evidence =
          evidence(
              dns,
              registration,
              Calibrator.fit(otherFolds(dns, fold), options.prior()),
              Calibrator.fit(otherFolds(registration, fold), options.prior()));
      int[] others =
          IntStream.range(0, rows.size()).filter(row -> dns.folds().foldOf(row) != left).toArray();
      boolean[] labels = new boolean[others.length];
      double[][] learnt = new double[others.length][];
      for (int at = 0; at < others.length; at++) {
        labels[at] = phishing[others[at]];
        learnt[at] = evidence[others[at]];
      }
      CalibratedStack stack =
          new CalibratedStack(
              UNNAMED, new StackTrainer(MEMBERS, options.prior(), URL).fit(learnt, labels));
      for (int row = 0; row < probabilities.length; row++) {
        if (dns.folds().foldOf(row) == fold) {
          probabilities[row] = combined(stack, evidence[row], kept);
        }
      }
    }
    return probabilities;
  }

  /** As the detector does it; the prior where nobody answered. */
  private double combined(CalibratedStack stack, double[] evidence, List<String> kept) {
    double base = Math.log(options.prior() / (1 - options.prior()));
    int answered = 0;
    for (int i = 0; i < evidence.length; i++) {
      answered += kept.contains(MEMBERS.get(i)) && !Double.isNaN(evidence[i]) ? 1 : 0;
    }
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < evidence.length; i++) {
      if (kept.contains(MEMBERS.get(i)) && !Double.isNaN(evidence[i])) {
        double p = 1 / (1 + Math.exp(-(base + evidence[i])));
        components.add(new Component(MEMBERS.get(i), p, 1.0 / answered, options.prior()));
      }
    }
    return answered == 0 ? options.prior() : stack.combine(components);
  }

  boolean hasBothLabels() {
    int found = 0;
    for (boolean label : phishing) {
      found += label ? 1 : 0;
    }
    return found > 0 && found < phishing.length;
  }

  /** The stack that is shipped: fitted to all repeats. */
  CalibratedStack stack(
      List<Repeat> dns, List<Repeat> registration, Calibration ofDns, Calibration ofRegistration) {
    double[][] evidence =
        IntStream.range(0, dns.size())
            .mapToObj(i -> evidence(dns.get(i), registration.get(i), ofDns, ofRegistration))
            .flatMap(Arrays::stream)
            .toArray(double[][]::new);
    boolean[] labels = new boolean[evidence.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = phishing[i % phishing.length];
    }
    return new CalibratedStack(
        UNNAMED, new StackTrainer(MEMBERS, options.prior(), URL).fit(evidence, labels));
  }

  void counts(DomainEvaluation evaluation) {
    evaluation.put("rows_phishing", corpus.labelled("phishing").size());
    evaluation.put("rows_benign", corpus.labelled("benign").size());
    evaluation.put("rows_without_dns", count(row -> !isKnown(row.dns())));
    evaluation.put("rows_without_registration", count(row -> !isKnown(row.registration())));
    evaluation.put("rows_learnt_by_url_model", count(row -> Double.isNaN(row.urlLogOdds())));
  }

  private int count(Predicate<DomainRow> chosen) {
    return (int) rows.stream().filter(chosen).count();
  }

  /** The stack with all members, and with some of them missing. */
  void measureStack(
      DomainEvaluation evaluation, Grouping grouping, Map<String, List<Repeat>> models) {
    Map<String, List<String>> kept = new LinkedHashMap<>();
    kept.put("stack", MEMBERS);
    kept.put("stack_without_dns", List.of(REGISTRATION, URL));
    kept.put("stack_without_registration", List.of(DNS, URL));
    kept.put("stack_without_url", List.of(DNS, REGISTRATION));
    kept.put("url_alone", List.of(URL));
    List<Repeat> dns = Objects.requireNonNull(models.get("dns"));
    List<Repeat> registration = Objects.requireNonNull(models.get("registration"));
    kept.forEach(
        (name, members) ->
            evaluation.measure(
                name,
                grouping,
                dns,
                IntStream.range(0, dns.size())
                    .mapToObj(i -> stacked(dns.get(i), registration.get(i), members))
                    .toArray(double[][]::new)));
  }

  /** How many rows of a label that is neither phishing nor benign get which label. */
  void others(
      DomainEvaluation evaluation,
      List<DomainRow> others,
      String label,
      TreeEnsemble dns,
      TreeEnsemble registration,
      CalibratedStack stack) {
    double base = Math.log(options.prior() / (1 - options.prior()));
    double[] probabilities =
        others.stream()
            .mapToDouble(
                row ->
                    combined(
                        stack,
                        new double[] {
                          isKnown(row.dns()) ? logOdds(dns, row.dns()) - base : Double.NaN,
                          isKnown(row.registration())
                              ? logOdds(registration, row.registration()) - base
                              : Double.NaN,
                          row.urlLogOdds() - base
                        },
                        MEMBERS))
            .toArray();
    evaluation.put(label + "_rows", probabilities.length);
    evaluation.put(
        label + "_called_phishing",
        Metrics.rateAtOrAbove(probabilities, Thresholds.DEFAULT.phishing()));
    evaluation.put(
        label + "_called_suspicious_or_phishing",
        Metrics.rateAtOrAbove(probabilities, Thresholds.DEFAULT.suspicious()));
  }

  private static double logOdds(TreeEnsemble trees, FeatureVector features) {
    double score = trees.score(features);
    return trees.calibration().slope() * score + trees.calibration().intercept();
  }
}
