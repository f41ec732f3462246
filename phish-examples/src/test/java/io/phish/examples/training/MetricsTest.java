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

    Calibration calibration = Platt.fit(phishing, benign, share);

    assertThat(calibration.slope()).isCloseTo(2, within(0.05));
    assertThat(calibration.intercept()).isCloseTo(-1, within(0.05));
    assertThat(calibration.prior()).isEqualTo(share);
  }

  @Test
  void platt_scaling_finds_it_from_afar() {
    double[] phishing = random.doubles(500, 3, 12).toArray();
    double[] benign = random.doubles(5000, -16, 3.5).toArray();

    Calibration calibration = Platt.fit(phishing, benign, 0.01);

    assertThat(calibration.slope()).isGreaterThan(1);
    assertThat(calibration.probability(9)).isGreaterThan(0.99);
    assertThat(calibration.probability(0)).isLessThan(0.01);
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
