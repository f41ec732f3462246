package io.phish.core.name.resemblance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The figures that the index is to reach; skipped where the data are not. */
class CalibrationTest {
  private static Calibration calibration;
  private static Map<String, int[]> crossValidated;
  private static Map<String, int[]> shipped;

  @BeforeAll
  static void load() throws IOException {
    calibration = Calibration.load();
    crossValidated = calibration.crossValidated();
    shipped = calibration.shipped();
    if (System.getProperty("phish.calibration", "").equals("print")) {
      System.out.println(calibration.report());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "pypi LABELLED, 0.80",
    "pypi DERIVED, 0.95",
    "npm LABELLED, 0.72",
    "npm DERIVED, 0.70",
    "crates LABELLED, 1",
    "rubygems LABELLED, 0.85"
  })
  void finds_imitations_of_targets_it_has_not_learnt_from(String group, double recall) {
    assertThat(Calibration.share(crossValidated, group)).isGreaterThanOrEqualTo(recall);
    assertThat(Calibration.share(shipped, group)).isGreaterThanOrEqualTo(recall);
  }

  @ParameterizedTest
  @CsvSource({
    "pypi MIDDLING, 0.03",
    "npm MIDDLING, 0.015",
    "npm CLEARED, 0.02",
    "rubygems MIDDLING, 0.03"
  })
  void lets_other_names_be(String group, double alarms) {
    assertThat(Calibration.share(crossValidated, group)).isLessThanOrEqualTo(alarms);
    assertThat(Calibration.share(shipped, group)).isLessThanOrEqualTo(alarms);
  }

  @ParameterizedTest
  @EnumSource(
      value = ResemblanceRule.class,
      names = {"SKELETON", "LEET", "TLD_SWAP", "NUMERAL", "EMBEDDING", "HOMOPHONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void ships_the_weights_of_a_fit_on_all_data(ResemblanceRule rule) {
    double[] weights = calibration.fit(-1);
    int number = List.of(ResemblanceRule.values()).indexOf(rule);

    assertThat(Scores.weight(rule)).isCloseTo(weights[number] + Calibration.SHIFT, within(0.02));
  }

  @Test
  void ships_the_other_weights_of_a_fit_on_all_data() {
    double[] weights = calibration.fit(-1);
    int rules = ResemblanceRule.values().length;

    assertThat(Scores.RANK_WEIGHT).isCloseTo(weights[rules], within(0.02));
    assertThat(Scores.SHORT_WEIGHT).isCloseTo(weights[rules + 1], within(0.02));
    assertThat(Scores.WORDS_WEIGHT).isCloseTo(weights[rules + 2], within(0.02));
  }
}
