package io.phish.examples.bench;

import io.phish.InvalidSubjectException;
import io.phish.core.url.ParsedUrl;
import io.phish.subject.Url;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What means do not tell about the parser: its slowest calls on ordinary URLs, and whether the cost
 * of a character grows with the length of a hostile one.
 */
final class ParserCost {
  private static final int WARM_UP = 200;
  private static final int CALLS = 1_000_000;
  private static final int SHORT = 1_024;

  /** How a URL starts, and what is repeated after that. */
  private static final Map<String, String[]> SHAPES =
      Map.of(
          "dot_segments", new String[] {"http://a/", "b/../"},
          "encoded_dots", new String[] {"http://a/", "%2e%2e/"},
          "percent_25", new String[] {"http://a/", "%25"},
          "not_ascii", new String[] {"http://a/", "\u00fc"},
          "labels", new String[] {"http://", "a."},
          "at_signs", new String[] {"http://", "a@"},
          "encoded_host", new String[] {"http://", "%41"},
          "line_breaks", new String[] {"http://a/", "\n"},
          "opaque_spaces", new String[] {"data:a", " b"});

  private ParserCost() {}

  /** Measures once: {@code java … ParserCost}. */
  public static void main(String[] args) {
    measure().forEach((name, figure) -> System.out.println(name + " " + figure));
  }

  /**
   * The percentiles in nanoseconds, the clock's own time included, and per shape how many times as
   * much a character costs at 64 KiB as at 1 KiB: about 1 if the cost is linear, 64 if it is
   * quadratic.
   */
  static Map<String, Object> measure() {
    Map<String, Object> figures = new LinkedHashMap<>(percentiles());
    double worst = 0;
    for (Map.Entry<String, String[]> shape : SHAPES.entrySet()) {
      double small = perCharacter(shape.getValue(), SHORT);
      double large = perCharacter(shape.getValue(), Url.MAX_LENGTH);
      figures.put("growth_" + shape.getKey(), large / small);
      worst = Math.max(worst, large / small);
    }
    figures.put("growth_worst", worst);
    return figures;
  }

  private static Map<String, Object> percentiles() {
    String[] urls = SampleUrls.array(8_192);
    long[] nanos = new long[CALLS];
    long checksum = 0;
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < CALLS; i++) {
        long start = System.nanoTime();
        checksum += lengths(urls[i & (urls.length - 1)]);
        nanos[i] = System.nanoTime() - start;
      }
    }
    Arrays.sort(nanos);
    return Map.of(
        "p50_ns", nanos[CALLS / 2],
        "p99_ns", nanos[CALLS / 100 * 99],
        "p99_9_ns", nanos[CALLS / 1_000 * 999],
        "checksum", checksum);
  }

  private static int lengths(String text) {
    ParsedUrl url = ParsedUrl.parse(text);
    String host = url.host();
    String domain = url.registrableDomain();
    return (host == null ? 0 : host.length()) + (domain == null ? 0 : domain.length());
  }

  /** The least of many runs: what disturbs a run only adds to it. */
  private static double perCharacter(String[] shape, int length) {
    String text = shape[0] + shape[1].repeat((length - shape[0].length()) / shape[1].length());
    int calls = Math.max(1, 4 * SHORT * WARM_UP / length);
    double least = Double.MAX_VALUE;
    for (int run = 0; run < WARM_UP; run++) {
      long start = System.nanoTime();
      int parsed = 0;
      for (int i = 0; i < calls; i++) {
        parsed += parse(text) == null ? 0 : 1;
      }
      double nanos = System.nanoTime() - start;
      least = Math.min(least, nanos / calls / (text.length() + (parsed & 1)));
    }
    return least;
  }

  private static @Nullable ParsedUrl parse(String text) {
    try {
      return ParsedUrl.parse(text);
    } catch (InvalidSubjectException e) {
      return null;
    }
  }
}
