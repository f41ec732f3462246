package io.phish.examples.training;

import io.phish.spi.FeatureSchema;
import java.util.stream.IntStream;

/** Where the features stand that training treats on their own. */
record Columns(int host, int path, int ending, int[] popularity) {
  private static final String NGRAM_HOST = "ngram_host";
  private static final String NGRAM_PATH = "ngram_path";
  private static final String ENDING = "ending_log_odds";
  private static final String POPULARITY = "popular_";

  Columns(FeatureSchema schema) {
    this(
        indexOf(schema, NGRAM_HOST),
        indexOf(schema, NGRAM_PATH),
        indexOf(schema, ENDING),
        popularity(schema));
  }

  private static int indexOf(FeatureSchema schema, String name) {
    int index = schema.indexOf(name);
    if (index < 0) {
      throw new IllegalStateException("the extractor gives no " + name);
    }
    return index;
  }

  private static int[] popularity(FeatureSchema schema) {
    return IntStream.range(0, schema.size())
        .filter(i -> schema.feature(i).name().startsWith(POPULARITY))
        .toArray();
  }

  /** What lists of a later date say becomes not known, in place. */
  double[] forgetPopularity(double[] values) {
    for (int column : popularity) {
      values[column] = Double.NaN;
    }
    return values;
  }

  static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }
}
