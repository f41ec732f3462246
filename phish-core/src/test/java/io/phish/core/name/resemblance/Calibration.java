package io.phish.core.name.resemblance;

import io.phish.core.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Measures the index on package names that were published to be mistaken for popular ones, and on
 * names of middling popularity, and fits the weights of {@link Scores}. Folds are by target: no
 * target that a fold is measured on has been learnt from.
 *
 * <p>To print the figures and the weights: {@code mvn -pl phish-core -am test
 * -Dtest=CalibrationTest -Dsurefire.failIfNoSpecifiedTests=false -Dphish.calibration=print}.
 */
final class Calibration {
  static final int FOLDS = 5;

  /** A hit that scores as much is told as an imitation. */
  static final double THRESHOLD = 0.5;

  /**
   * What is taken off the fitted logits: imitations and other names weigh the same in the fit, and
   * at this point of it false alarms stay below the goals.
   */
  static final double SHIFT = 0.6;

  /** What two slips by the rule of a source count: many are chance. */
  private static final double FAR_WEIGHT = 0.1;

  /** Rules of which the data have no imitation, or none that was published as one. */
  static final Set<ResemblanceRule> BY_HAND =
      EnumSet.of(
          ResemblanceRule.SKELETON,
          ResemblanceRule.LEET,
          ResemblanceRule.TLD_SWAP,
          ResemblanceRule.NUMERAL,
          ResemblanceRule.EMBEDDING,
          ResemblanceRule.HOMOPHONE,
          ResemblanceRule.AFFIX_SLIP);

  private static final List<ResemblanceRule> ALL = List.of(ResemblanceRule.values());
  private static final List<Traits> TRAITS = List.of(Traits.values());
  private static final int RULES = ALL.size();
  private static final int SIZE = RULES + TRAITS.size();

  /**
   * A human said so and the target is popular; the same by a rule of the source, with one slip or
   * with two; neither, and neither though an analyst suspected it.
   */
  enum Group {
    LABELLED,
    DERIVED,
    FAR,
    MIDDLING,
    CLEARED;

    boolean isPositive() {
      return compareTo(FAR) <= 0;
    }
  }

  /** A name, and what the index finds. */
  record Sample(
      String ecosystem,
      Group group,
      String name,
      String target,
      boolean known,
      List<Resemblance> hits) {

    int fold() {
      return Math.floorMod(
          (ecosystem + ':' + (target.isEmpty() ? name : target)).hashCode(), FOLDS);
    }
  }

  private final List<Sample> samples = new ArrayList<>();

  private Calibration() {}

  static Calibration load() throws IOException {
    Calibration calibration = new Calibration();
    for (String ecosystem : List.of("pypi", "npm", "crates", "rubygems")) {
      calibration.load(ecosystem);
    }
    return calibration;
  }

  private void load(String ecosystem) throws IOException {
    List<ProtectedName> popular = new ArrayList<>();
    Map<String, Integer> ranks = new HashMap<>();
    for (String name : SharedData.lines("packages/popular_" + ecosystem + ".txt.gz")) {
      String canonical = canonical(ecosystem, name);
      popular.add(ProtectedName.of(canonical, NameKind.PACKAGE, popular.size() + 1));
      ranks.putIfAbsent(canonical, popular.size());
    }
    ResemblanceIndex index = ResemblanceIndex.of(popular);
    for (String line : SharedData.lines("packages/malicious_typosquats_dev.csv.gz")) {
      String[] cells = line.split(",", -1);
      if (cells[0].equals(ecosystem) && !cells[4].isEmpty()) {
        Group group =
            switch (cells[2]) {
              case "labelled" -> Group.LABELLED;
              case "derived-tight" -> Group.DERIVED;
              default -> Group.FAR;
            };
        add(index, ecosystem, group, cells[1], cells[3]);
      }
    }
    String middling = "packages/benign_mid_dev_" + ecosystem + ".txt.gz";
    if (Files.exists(SharedData.directory().resolve(middling))) {
      for (String name : SharedData.lines(middling)) {
        add(index, ecosystem, Group.MIDDLING, name, "");
      }
    }
    for (String line : SharedData.lines("packages/benign_hard_negatives_dev.csv.gz")) {
      String[] cells = line.split(",", -1);
      if (cells[0].equals(ecosystem)) {
        add(index, ecosystem, Group.CLEARED, cells[1], "");
      }
    }
  }

  private void add(
      ResemblanceIndex index, String ecosystem, Group group, String name, String target) {
    String canonical = canonical(ecosystem, name);
    samples.add(
        new Sample(
            ecosystem,
            group,
            canonical,
            target,
            index.isKnown(Form.of(canonical, NameKind.PACKAGE)),
            index.find(NameQuery.packageName(canonical))));
  }

  /** As the registry compares names: PEP 503 for PyPI. */
  private static String canonical(String ecosystem, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return ecosystem.equals("pypi") ? lower.replaceAll("[-_.]+", "-") : name;
  }

  private static double[] features(Sample sample, Resemblance hit) {
    double[] features = new double[SIZE];
    features[ALL.indexOf(hit.rule())] = 1;
    Form form = Form.of(sample.name(), NameKind.PACKAGE);
    Form target = Form.of(hit.target().name(), NameKind.PACKAGE);
    Traits.Facts facts = new Traits.Facts(hit.rank(), sample.known());
    for (int i = 0; i < TRAITS.size(); i++) {
      features[RULES + i] = TRAITS.get(i).value(hit.rule(), hit.differences(), form, target, facts);
    }
    return features;
  }

  private static boolean isFitted(Resemblance hit) {
    return !BY_HAND.contains(hit.rule());
  }

  private static double logit(double[] weights, Sample sample, Resemblance hit) {
    return isFitted(hit)
        ? LogisticRegression.logit(weights, features(sample, hit)) + SHIFT
        : Math.log(hit.score() / (1 - hit.score()));
  }

  /** The weights of rules, in their order, and those of the other features. */
  double[] fit(int withoutFold) {
    Map<String, Integer> perTarget = new HashMap<>();
    samples.forEach(sample -> perTarget.merge(sample.target(), 1, Integer::sum));
    double[] weights = new double[SIZE];
    weights[RULES + TRAITS.indexOf(Traits.RANK)] = -0.5;
    // Which hit is the strongest depends on the weights; a few rounds settle it.
    for (int round = 0; round < 5; round++) {
      List<LogisticRegression.Row> rows = new ArrayList<>();
      double positive = 0;
      double negative = 0;
      for (Sample sample : samples) {
        if (sample.hits().stream().noneMatch(Calibration::isFitted)
            || sample.fold() == withoutFold) {
          continue;
        }
        double[] now = weights;
        double[] best =
            sample.hits().stream()
                .filter(Calibration::isFitted)
                .map(hit -> features(sample, hit))
                .max(Comparator.comparingDouble(row -> LogisticRegression.logit(now, row)))
                .orElseThrow();
        // A campaign against one target must not outweigh the rest.
        double weight =
            groupWeight(sample.group())
                / (sample.group().isPositive()
                    ? Math.sqrt(perTarget.getOrDefault(sample.target(), 1))
                    : 1);
        if (sample.group().isPositive()) {
          positive += weight;
        } else {
          negative += weight;
        }
        rows.add(new LogisticRegression.Row(best, sample.group().isPositive(), weight));
      }
      double balance = negative / positive;
      weights =
          LogisticRegression.fit(
              rows.stream()
                  .map(
                      row ->
                          row.positive
                              ? new LogisticRegression.Row(row.features, true, row.weight * balance)
                              : row)
                  .toList(),
              SIZE);
      weights[RULES + TRAITS.indexOf(Traits.SAME_SCOPE)] = Traits.SAME_SCOPE.weight;
    }
    return weights;
  }

  private static double groupWeight(Group group) {
    return switch (group) {
      case LABELLED -> 3;
      case FAR -> FAR_WEIGHT;
      default -> 1;
    };
  }

  /** Figures at the threshold, by ecosystem and group: how many, and how many are told. */
  Map<String, int[]> crossValidated() {
    double[][] weights = new double[FOLDS][];
    for (int fold = 0; fold < FOLDS; fold++) {
      weights[fold] = fit(fold);
    }
    return count(
        sample ->
            sample.hits().stream()
                .mapToDouble(hit -> logit(weights[sample.fold()], sample, hit))
                .max()
                .orElse(Double.NEGATIVE_INFINITY));
  }

  /** The same by the scores that the index gives. */
  Map<String, int[]> shipped() {
    return count(
        sample ->
            sample.hits().isEmpty()
                ? Double.NEGATIVE_INFINITY
                : sample.hits().get(0).score() - THRESHOLD);
  }

  /** The share that is told. */
  static double share(Map<String, int[]> counts, String key) {
    int[] count = Objects.requireNonNull(counts.get(key), key);
    return (double) count[1] / count[0];
  }

  private Map<String, int[]> count(ToDoubleFunction<Sample> margin) {
    Map<String, int[]> counts = new TreeMap<>();
    for (Sample sample : samples) {
      int[] count =
          counts.computeIfAbsent(sample.ecosystem() + ' ' + sample.group(), key -> new int[2]);
      count[0]++;
      count[1] += margin.applyAsDouble(sample) >= 0 ? 1 : 0;
    }
    return counts;
  }

  /** By the rule of the strongest hit: how many of each group are told, by the shipped scores. */
  Map<ResemblanceRule, Map<Group, Integer>> byRule() {
    Map<ResemblanceRule, Map<Group, Integer>> rules = new EnumMap<>(ResemblanceRule.class);
    for (Sample sample : samples) {
      if (!sample.hits().isEmpty() && sample.hits().get(0).score() >= THRESHOLD) {
        rules
            .computeIfAbsent(sample.hits().get(0).rule(), key -> new EnumMap<>(Group.class))
            .merge(sample.group(), 1, Integer::sum);
      }
    }
    return rules;
  }

  /** All figures and the weights of a fit on everything, for people. */
  String report() {
    StringBuilder out = new StringBuilder();
    Map<String, int[]> shipped = shipped();
    crossValidated()
        .forEach(
            (key, count) ->
                out.append(
                    String.format(
                        Locale.ROOT,
                        "%-20s %5d names, told %.4f cross-validated, %.4f by the shipped weights%n",
                        key,
                        count[0],
                        share(Map.of(key, count), key),
                        share(shipped, key))));
    byRule()
        .forEach((rule, counts) -> out.append(rule.id()).append(' ').append(counts).append('\n'));
    double[] weights = fit(-1);
    for (ResemblanceRule rule : ALL) {
      out.append(
          String.format(Locale.ROOT, "%s %.2f%n", rule.id(), weights[ALL.indexOf(rule)] + SHIFT));
    }
    for (int i = RULES; i < SIZE; i++) {
      out.append(String.format(Locale.ROOT, "%s %.2f%n", TRAITS.get(i - RULES), weights[i]));
    }
    return out.toString();
  }

  /** What is missed or told in error, with its hits. */
  List<String> mistakes() {
    List<String> mistakes = new ArrayList<>();
    for (Sample sample : samples) {
      boolean told = !sample.hits().isEmpty() && sample.hits().get(0).score() >= THRESHOLD;
      if (told != sample.group().isPositive()) {
        mistakes.add(
            sample.ecosystem()
                + ' '
                + sample.group()
                + ' '
                + sample.name()
                + ' '
                + sample.target()
                + ' '
                + sample.hits().stream()
                    .limit(2)
                    .map(hit -> hit.rule().id() + ' ' + hit.target().name() + ' ' + hit.score())
                    .toList());
      }
    }
    return mistakes;
  }
}
