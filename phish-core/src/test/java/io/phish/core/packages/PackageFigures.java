package io.phish.core.packages;

import io.phish.core.SharedData;
import io.phish.core.name.resemblance.Resemblance;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Measures the checker, off-line, on package names that were published to be mistaken for others
 * and on names of middling popularity.
 *
 * <p>To print the figures: {@code mvn -pl phish-core -am test -Dtest=PackageFiguresTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dphish.figures=print}.
 */
final class PackageFigures {
  static final List<Ecosystem> ECOSYSTEMS =
      List.of(Ecosystem.PYPI, Ecosystem.NPM, Ecosystem.CARGO, Ecosystem.RUBYGEMS);

  private static final int LABELLED_WEIGHT = 3;

  /** What a name is known to be, by the data. */
  enum Group {
    /** A human or an advisory calls it a typosquat of a popular package. */
    LABELLED,
    /** Malicious, and a rule of the data relates it to a popular package. */
    DERIVED,
    MIDDLING,
    CLEARED
  }

  record Sample(
      Ecosystem ecosystem, Group group, String name, String target, PackageVerdict verdict) {
    boolean isTold() {
      return verdict.recommendation() == Recommendation.SUSPICIOUS
          || verdict.recommendation() == Recommendation.HIGH_RISK;
    }

    /** Including combosquats, which count with metadata only. */
    boolean resembles() {
      return verdict.resemblance() != null;
    }
  }

  private final List<Sample> samples = new ArrayList<>();
  private final PackageJudge judge =
      new PackageJudge(PackageLists.bundled(), io.phish.Thresholds.DEFAULT);

  static PackageFigures load() throws IOException {
    PackageFigures figures = new PackageFigures();
    for (Ecosystem ecosystem : ECOSYSTEMS) {
      figures.load(ecosystem);
    }
    return figures;
  }

  private void load(Ecosystem ecosystem) throws IOException {
    String id = ecosystem == Ecosystem.CARGO ? "crates" : ecosystem.name().toLowerCase(Locale.ROOT);
    for (String line : SharedData.lines("packages/malicious_typosquats_dev.csv.gz")) {
      String[] cells = line.split(",", -1);
      boolean derived = cells[2].equals("derived-tight");
      if (cells[0].equals(id) && !cells[4].isEmpty() && (derived || cells[2].equals("labelled"))) {
        add(ecosystem, derived ? Group.DERIVED : Group.LABELLED, cells[1], cells[3]);
      }
    }
    String middling = "packages/benign_mid_dev_" + id + ".txt.gz";
    if (Files.exists(SharedData.directory().resolve(middling))) {
      for (String name : SharedData.lines(middling)) {
        add(ecosystem, Group.MIDDLING, name, "");
      }
    }
    for (String line : SharedData.lines("packages/benign_hard_negatives_dev.csv.gz")) {
      String[] cells = line.split(",", -1);
      if (cells[0].equals(id)) {
        add(ecosystem, Group.CLEARED, cells[1], "");
      }
    }
  }

  private void add(Ecosystem ecosystem, Group group, String name, String target) {
    PackageId id = PackageId.of(ecosystem, name);
    samples.add(
        new Sample(
            ecosystem,
            group,
            name,
            target,
            judge.verdict(id, judge.name(id), null, java.time.Instant.EPOCH)));
  }

  /** Of a group: how many names, how many told, how many that look like a popular one. */
  record Count(int names, int told, int resembling) {
    double share() {
      return (double) told / names;
    }
  }

  Count count(Ecosystem ecosystem, Group group) {
    List<Sample> chosen =
        samples.stream().filter(s -> s.ecosystem() == ecosystem && s.group() == group).toList();
    return new Count(
        chosen.size(),
        (int) chosen.stream().filter(Sample::isTold).count(),
        (int) chosen.stream().filter(Sample::resembles).count());
  }

  List<Sample> samples() {
    return List.copyOf(samples);
  }

  String report() {
    StringBuilder out = new StringBuilder();
    for (Ecosystem ecosystem : ECOSYSTEMS) {
      for (Group group : Group.values()) {
        Count count = count(ecosystem, group);
        if (count.names() > 0) {
          out.append(
              String.format(
                  Locale.ROOT,
                  "%-9s %-9s %5d names, told %5d (%.4f), resembling %5d (%.4f)%n",
                  ecosystem,
                  group,
                  count.names(),
                  count.told(),
                  count.share(),
                  count.resembling(),
                  (double) count.resembling() / count.names()));
        }
      }
    }
    for (Group group : Group.values()) {
      Map<String, Long> rules =
          samples.stream()
              .filter(s -> s.group() == group && s.resembles())
              .map(s -> s.verdict().resemblance())
              .collect(
                  Collectors.groupingBy(
                      hit -> hit.rule().id(), TreeMap::new, Collectors.counting()));
      out.append(group).append(' ').append(rules).append('\n');
    }
    double[] fit = fit();
    return out.append(
            String.format(
                Locale.ROOT,
                "weight of a resemblance that is told: %.2f + %.2f * log-odds of its score%n",
                fit[0],
                fit[1]))
        .toString();
  }

  /**
   * The log-odds of being a squat by those of the score, where squats and other names are equally
   * frequent: where it crosses the axis, and its slope. A logistic regression on the names whose
   * resemblance is told; that others have none, of which there are more, is in the balance.
   *
   * <p>A name that a human labelled counts for three that rules of the data relate to a target, as
   * in the fit of the scores.
   */
  double[] fit() {
    double squats = 0;
    double others = 0;
    List<double[]> rows = new ArrayList<>();
    for (Sample sample : samples) {
      double weight =
          switch (sample.group()) {
            case LABELLED -> LABELLED_WEIGHT;
            case DERIVED, MIDDLING -> 1;
            case CLEARED -> 0;
          };
      boolean squat = sample.group() == Group.LABELLED || sample.group() == Group.DERIVED;
      squats += squat ? weight : 0;
      others += squat ? 0 : weight;
      if (sample.isTold() && sample.resembles()) {
        Resemblance hit = Objects.requireNonNull(sample.verdict().resemblance());
        rows.add(new double[] {Weights.logOdds(hit.score()), squat ? 1 : 0, weight});
      }
    }
    double balance = others / squats;
    double[] fit = {0, 1};
    for (int round = 0; round < 5_000; round++) {
      double a = 0;
      double b = 0;
      double sum = 0;
      for (double[] row : rows) {
        double weight = row[2] * (row[1] > 0 ? balance : 1);
        double error = row[1] - Weights.probability(fit[0] + fit[1] * row[0]);
        a += weight * error;
        b += weight * error * row[0];
        sum += weight;
      }
      fit[0] += 0.5 * a / sum;
      fit[1] += 0.1 * b / sum;
    }
    return fit;
  }
}
