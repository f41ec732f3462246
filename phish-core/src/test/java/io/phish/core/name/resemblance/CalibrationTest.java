package io.phish.core.name.resemblance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    "pypi LABELLED, 0.81",
    "pypi DERIVED, 0.94",
    "npm LABELLED, 0.79",
    "npm DERIVED, 0.75",
    "npm FAR, 0.35",
    "crates LABELLED, 1",
    "rubygems LABELLED, 0.85"
  })
  void finds_imitations_of_targets_it_has_not_learnt_from(String group, double recall) {
    assertThat(Calibration.share(crossValidated, group)).isGreaterThanOrEqualTo(recall);
    assertThat(Calibration.share(shipped, group)).isGreaterThanOrEqualTo(recall);
  }

  @ParameterizedTest
  @CsvSource({
    "pypi MIDDLING, 0.026",
    "npm MIDDLING, 0.01",
    "npm CLEARED, 0.02",
    "rubygems MIDDLING, 0.03"
  })
  void lets_other_names_be(String group, double alarms) {
    assertThat(Calibration.share(crossValidated, group)).isLessThanOrEqualTo(alarms);
    assertThat(Calibration.share(shipped, group)).isLessThanOrEqualTo(alarms);
  }

  @Test
  void ships_the_weights_of_a_fit_on_all_data() {
    double[] weights = calibration.fit(-1);
    ResemblanceRule[] rules = ResemblanceRule.values();
    for (int i = 0; i < rules.length; i++) {
      if (!Calibration.BY_HAND.contains(rules[i])) {
        assertThat(Scores.weight(rules[i]))
            .as(rules[i].id())
            .isCloseTo(weights[i] + Calibration.SHIFT, within(0.02));
      }
    }
    Traits[] traits = Traits.values();
    for (int i = 0; i < traits.length; i++) {
      assertThat(traits[i].weight)
          .as(traits[i].name())
          .isCloseTo(weights[rules.length + i], within(0.02));
    }
  }
}
