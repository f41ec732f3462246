package io.phish.examples.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.phish.core.model.Calibration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final SplittableRandom random = new SplittableRandom(31);

  @Test
  void auc_is_the_share_of_pairs_in_the_right_order_with_ties_as_half() {
    for (int round = 0; round < 50; round++) {
      double[] phishing = scores(random.nextInt(1, 60), 0.3);
      double[] benign = scores(random.nextInt(1, 60), 0);
      double wins = 0;
      for (double p : phishing) {
        for (double b : benign) {
          wins += p > b ? 1 : p == b ? 0.5 : 0;
        }
      }
      assertThat(Metrics.auc(phishing, benign))
          .isCloseTo(wins / (phishing.length * benign.length), within(1e-12));
    }
  }

  @Test
  void threshold_lets_no_more_false_alarms_through_than_allowed() {
    for (int round = 0; round < 200; round++) {
      double[] benign = scores(random.nextInt(1, 300), 0);
      double rate = random.nextDouble(0.2);
      double threshold = Metrics.thresholdAt(benign, rate);
      assertThat(Metrics.rateAtOrAbove(benign, threshold)).isLessThanOrEqualTo(rate);
      // And it is the lowest such.
      double lower = Math.nextDown(threshold);
      assertThat(Metrics.rateAtOrAbove(benign, lower)).isGreaterThan(rate);
    }
  }

  @Test
  void probabilities_that_are_what_they_say_have_no_calibration_error() {
    double[][] rows = labelled(200_000, p -> p);

    assertThat(Metrics.reliability(rows[0], rows[1], prior(rows), 10).error()).isLessThan(0.01);
  }

  @Test
  void overconfidence_is_a_calibration_error() {
    double[][] rows = labelled(200_000, p -> p < 0.5 ? p / 2 : 1 - (1 - p) / 2);

    assertThat(Metrics.reliability(rows[0], rows[1], prior(rows), 10).error())
        .isCloseTo(0.125, within(0.01));
  }

  @Test
  void brier_weighs_the_classes_by_the_prior() {
    assertThat(Metrics.brier(new double[] {0.5}, new double[] {0.1}, 0.2))
        .isCloseTo(0.2 * 0.25 + 0.8 * 0.01, within(1e-12));
  }

  @Test
  void platt_scaling_finds_the_line_that_made_the_labels() {
    double[] scores = random.doubles(100_000, -4, 4).toArray();
    double[] phishing = Arrays.stream(scores).filter(s -> drawn(2 * s - 1)).toArray();
    double[] benign = Arrays.stream(scores).filter(s -> !drawn(2 * s - 1)).toArray();
    // Both draws are independent, so the shares are those of the true probabilities.
    double share = (double) phishing.length / scores.length;

    Calibration calibration = Calibrator.fit(scored(phishing, benign), share);

    assertThat(calibration.slope()).isCloseTo(2, within(0.05));
    assertThat(calibration.intercept()).isCloseTo(-1, within(0.05));
    assertThat(calibration.prior()).isEqualTo(share);
  }

  @Test
  void platt_scaling_finds_it_from_afar() {
    double[] phishing = random.doubles(500, 3, 12).toArray();
    double[] benign = random.doubles(5000, -16, 3.5).toArray();

    Calibration calibration = Calibrator.fit(scored(phishing, benign), 0.01);

    assertThat(calibration.slope()).isGreaterThan(1);
    assertThat(calibration.probability(9)).isGreaterThan(0.99);
    assertThat(calibration.probability(0)).isLessThan(0.01);
  }

  @Test
  void each_benign_source_calibrates_alike_whatever_its_size() {
    double[] phishing = random.doubles(2000, 0, 6).toArray();
    double[] few = random.doubles(50, -4, 2).toArray();
    double[] many = repeated(few, 40);
    double[] other = random.doubles(300, -8, -2).toArray();

    Calibration small = Calibrator.fit(scored(phishing, few, other), 0.1);
    Calibration large = Calibrator.fit(scored(phishing, many, other), 0.1);

    assertThat(large.slope()).isCloseTo(small.slope(), within(1e-6));
    assertThat(large.intercept()).isCloseTo(small.intercept(), within(1e-6));
  }

  @Test
  void mean_threshold_weighs_each_source_alike() {
    // Of the first source 1 row in 4 is at or above 0.5, of the second none.
    Scored scored =
        scored(
            new double[] {0.4, 0.6, 0.9},
            new double[] {0.1, 0.2, 0.3, 0.5},
            new double[] {0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4});

    assertThat(scored.meanSourceRate(0.5)).isEqualTo(0.125);
    assertThat(Metrics.thresholdAtMean(scored, 0.125)).isEqualTo(Math.nextUp(0.4));
    assertThat(Metrics.thresholdAtMean(scored, 0.12)).isEqualTo(Math.nextUp(0.5));
    assertThat(Metrics.thresholdAtMean(scored, 1)).isEqualTo(Math.nextUp(0.05));
  }

  @Test
  void threshold_of_a_rate_finds_at_least_that_share() {
    double[] scores = {0.1, 0.2, 0.3, 0.4};

    assertThat(Metrics.thresholdOfRate(scores, 0.5)).isEqualTo(0.3);
    assertThat(Metrics.thresholdOfRate(scores, 0.51)).isEqualTo(0.2);
    assertThat(Metrics.thresholdOfRate(scores, 1)).isEqualTo(0.1);
    assertThat(Metrics.thresholdOfRate(scores, 0)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void precision_depends_on_how_common_phishing_is() {
    // 9 of 10 found and 1 in 100 false: of 1000 at 10 %, 90 against 9.
    assertThat(Metrics.precision(0.9, 0.01, 0.1)).isCloseTo(90.0 / 99, within(1e-12));
    assertThat(Metrics.precision(0, 0, 0.1)).isEqualTo(1);
  }

  @Test
  void figures_by_hand() {
    // Suspicious from 0.4, phishing from 0.7.
    Scored scored =
        scored(
            new double[] {0.95, 0.8, 0.6, 0.1},
            new double[] {0.75, 0.05, 0.05, 0.05},
            new double[] {0.55, 0.05});
    Figures figures = new Figures();

    figures.ranking("", scored);
    figures.atThresholds("", scored);
    figures.calibration("", scored, 0.5);

    // Won pairs of 24: 6, 6, 5 and 4.
    assertThat(figures.values().get("auc")).isCloseTo(21.0 / 24, within(1e-12));
    assertThat(figures.values())
        .containsEntry("tpr_at_phishing", 0.5)
        .containsEntry("tpr_at_suspicious", 0.75)
        .containsEntry("fpr_at_phishing", 1.0 / 6)
        .containsEntry("fpr_at_suspicious", 2.0 / 6)
        .containsEntry("rows.source0", 4.0)
        .containsEntry("fpr_at_phishing.source0", 0.25)
        .containsEntry("fpr_at_phishing.source1", 0.0)
        .containsEntry("fpr_at_suspicious.source1", 0.5)
        .containsEntry("tpr_at_fpr_1pct", 0.5);
    double misses = (0.05 * 0.05 + 0.2 * 0.2 + 0.4 * 0.4 + 0.9 * 0.9) / 4;
    double alarms = (0.75 * 0.75 + 0.55 * 0.55 + 4 * 0.05 * 0.05) / 6;
    assertThat(figures.values().get("brier")).isCloseTo(0.5 * misses + 0.5 * alarms, within(1e-12));
    // Bins 0.05…: 4 benign; 0.1: 1 phishing; 0.55: 1 benign; 0.6, 0.8, 0.95: phishing; 0.75:
    // benign.
    double ece = (4 * 0.05 / 12) + 0.9 / 8 + 0.55 / 12 + 0.4 / 8 + 0.75 / 12 + 0.2 / 8 + 0.05 / 8;
    assertThat(figures.values().get("ece")).isCloseTo(ece, within(1e-12));
  }

  @Test
  void without_rows_of_a_label_there_is_no_figure_that_needs_it() {
    Figures figures = new Figures();
    figures.ranking("", scored(new double[] {0.5}));
    figures.calibration("", scored(new double[0], new double[] {0.5}), 0.1);
    figures.atThresholds("", scored(new double[] {0.9}));

    assertThat(figures.values())
        .containsOnlyKeys("tpr_at_phishing", "tpr_at_suspicious")
        .containsEntry("tpr_at_phishing", 1.0);
  }

  private static Scored scored(double[] phishing, double[]... benign) {
    Scored.Builder scored = new Scored.Builder();
    for (double p : phishing) {
      scored.add(true, "", p);
    }
    for (int source = 0; source < benign.length; source++) {
      for (double p : benign[source]) {
        scored.add(false, "source" + source, p);
      }
    }
    return scored.build();
  }

  private static double[] repeated(double[] values, int times) {
    double[] all = new double[values.length * times];
    for (int i = 0; i < all.length; i++) {
      all[i] = values[i % values.length];
    }
    return all;
  }

  private boolean drawn(double logOdds) {
    return random.nextDouble() < 1 / (1 + Math.exp(-logOdds));
  }

  /** Coarse, so that there are ties. */
  private double[] scores(int size, double shift) {
    return random.doubles(size).map(d -> Math.round(20 * (d + shift)) / 20.0).toArray();
  }

  private double[][] labelled(int size, java.util.function.DoubleUnaryOperator said) {
    double[] truth = random.doubles(size).toArray();
    boolean[] phishing = new boolean[size];
    for (int i = 0; i < size; i++) {
      phishing[i] = random.nextDouble() < truth[i];
    }
    return new double[][] {
      chosen(truth, phishing, true, said), chosen(truth, phishing, false, said)
    };
  }

  private static double[] chosen(
      double[] truth,
      boolean[] phishing,
      boolean label,
      java.util.function.DoubleUnaryOperator said) {
    return java.util.stream.IntStream.range(0, truth.length)
        .filter(i -> phishing[i] == label)
        .mapToDouble(i -> said.applyAsDouble(truth[i]))
        .toArray();
  }

  private static double prior(double[][] rows) {
    return (double) rows[0].length / (rows[0].length + rows[1].length);
  }
}
