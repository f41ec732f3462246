package io.phish.core.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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

  @Test
  void x() {
    assertThat(figures.samples()).isNotEmpty();
  }
}
