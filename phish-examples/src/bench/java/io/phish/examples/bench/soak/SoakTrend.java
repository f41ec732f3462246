package io.phish.examples.bench.soak;

import java.util.Arrays;

/**
 * How a figure moves, by the median of the slopes between all pairs of samples (Theil 1950, Sen
 * 1968), which a quarter of them cannot turn whatever they are.
 *
 * @param slope per sample; NaN if there are fewer than two
 * @param median of the samples
 * @param samples how many there were
 */
record SoakTrend(double slope, double median, int samples) {

  /** Of samples taken at even times; NaN where there is none. */
  static SoakTrend of(double... samples) {
    double[] slopes = new double[samples.length * (samples.length - 1) / 2];
    int count = 0;
    for (int i = 0; i < samples.length; i++) {
      for (int j = i + 1; j < samples.length; j++) {
        double slope = (samples[j] - samples[i]) / (j - i);
        if (!Double.isNaN(slope)) {
          slopes[count++] = slope;
        }
      }
    }
    double[] known = Arrays.stream(samples).filter(sample -> !Double.isNaN(sample)).toArray();
    return new SoakTrend(median(Arrays.copyOf(slopes, count)), median(known), known.length);
  }

  private static double median(double[] values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  /** By how much the figure moves over all samples. */
  double growth() {
    return slope * (samples - 1);
  }
}
