package io.phish.examples.training;

import io.phish.spi.Feature;
import io.phish.spi.FeatureSchema;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Made-up rows for models that other libraries train. */
final class Rows {
  static final int COUNT = 10_000;
  static final int WIDTH = 8;

  /** A column of categories 0 to 39. */
  static final int CATEGORY = 7;

  private Rows() {}

  /** Reals, counts, flags, categories; some columns also unknown, the second also zero. */
  static double[] random(SplittableRandom random) {
    double[] rows = new double[COUNT * WIDTH];
    for (int i = 0; i < rows.length; i++) {
      rows[i] =
          switch (i % WIDTH) {
            case 0 -> random.nextInt(4) == 0 ? Double.NaN : random.nextDouble(-2, 2);
            case 1 -> random.nextInt(4) == 0 ? 0 : random.nextDouble(-2, 2);
            case 2 -> random.nextInt(30);
            case 3 -> random.nextInt(2);
            case CATEGORY -> random.nextInt(20) == 0 ? Double.NaN : random.nextInt(40);
            default -> random.nextInt(20) == 0 ? Double.NaN : random.nextDouble(-1, 1);
          };
    }
    return rows;
  }

  /** The same with thresholds of a model hit exactly and just missed, zeros, and extremes. */
  static double[] hostile(SplittableRandom random, double[] thresholds) {
    double[] rows = random(random);
    for (int i = 0; i < rows.length; i++) {
      double threshold = thresholds[random.nextInt(thresholds.length)];
      rows[i] =
          switch (random.nextInt(20)) {
            case 0, 1 -> threshold;
            case 2 -> Math.nextUp(threshold);
            case 3 -> Math.nextDown(threshold);
            case 4 -> random.nextBoolean() ? 0.0 : -0.0;
            case 5 -> Math.scalb(random.nextDouble(-1, 1), random.nextInt(-120, 120));
            case 6 -> random.nextBoolean() ? Float.MAX_VALUE : -Float.MAX_VALUE;
            case 7 -> Double.NaN;
            default -> rows[i];
          };
    }
    return rows;
  }

  /** Whether a row is to be called phishing. */
  static float[] labels(double[] rows, SplittableRandom random) {
    float[] labels = new float[COUNT];
    for (int row = 0; row < COUNT; row++) {
      double first = rows[row * WIDTH];
      double second = rows[row * WIDTH + 1];
      double logOdds =
          (Double.isNaN(first) ? 1 : first)
              + (second == 0 ? 1.5 : -second)
              + (rows[row * WIDTH + CATEGORY] % 3 == 0 ? 1 : 0)
              + random.nextDouble();
      labels[row] = logOdds > 0.5 ? 1 : 0;
    }
    return labels;
  }

  static double[] row(double[] rows, int row) {
    return java.util.Arrays.copyOfRange(rows, row * WIDTH, (row + 1) * WIDTH);
  }

  static FeatureSchema schema() {
    return FeatureSchema.of(
        IntStream.range(0, WIDTH).mapToObj(i -> Feature.real("x" + i, "", "")).toList());
  }
}
