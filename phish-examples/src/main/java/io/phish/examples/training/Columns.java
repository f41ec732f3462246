package io.phish.examples.training;

import io.phish.spi.FeatureSchema;
import java.util.stream.IntStream;

/** Where the features stand that training treats on their own. */
final class Columns {
  private static final String NGRAM_HOST = "ngram_host";
  private static final String NGRAM_PATH = "ngram_path";
  private static final String ENDING = "ending_log_odds";
  private static final String POPULARITY = "popular_";

  private final int host;
  private final int path;
  private final int ending;
  private final int[] popularity;

  Columns(FeatureSchema schema) {
    host = indexOf(schema, NGRAM_HOST);
    path = indexOf(schema, NGRAM_PATH);
    ending = indexOf(schema, ENDING);
    popularity = popularity(schema);
  }

  int host() {
    return host;
  }

  int path() {
    return path;
  }

  int ending() {
    return ending;
  }

  /** Not to be changed. */
  int[] popularity() {
    return popularity;
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
