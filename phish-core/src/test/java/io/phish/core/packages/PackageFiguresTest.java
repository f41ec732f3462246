package io.phish.core.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.phish.core.packages.PackageFigures.Group;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures that the checker is to reach off-line; skipped where the data are not. */
class PackageFiguresTest {
  private static PackageFigures figures;

  @BeforeAll
  static void load() throws IOException {
    figures = PackageFigures.load();
    if (System.getProperty("phish.figures", "").equals("print")) {
      System.out.println(figures.report());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PYPI, LABELLED, 0.80",
    "PYPI, DERIVED, 0.92",
    "NPM, LABELLED, 0.72",
    "RUBYGEMS, LABELLED, 0.85"
  })
  void tells_imitations_of_popular_packages(Ecosystem ecosystem, Group group, double recall) {
    assertThat(figures.count(ecosystem, group).share()).isGreaterThanOrEqualTo(recall);
  }

  @ParameterizedTest
  @CsvSource({
    "PYPI, MIDDLING, 0.03",
    "NPM, MIDDLING, 0.015",
    "NPM, CLEARED, 0.02",
    "RUBYGEMS, MIDDLING, 0.03"
  })
  void lets_other_names_be(Ecosystem ecosystem, Group group, double alarms) {
    assertThat(figures.count(ecosystem, group).share()).isLessThanOrEqualTo(alarms);
  }

  @Test
  void weighs_a_resemblance_as_was_fitted() {
    double[] fit = figures.fit();

    assertThat(Weights.RESEMBLANCE).isCloseTo(fit[0], within(0.3));
    assertThat(Weights.RESEMBLANCE_SLOPE).isCloseTo(fit[1], within(0.3));
  }
}
