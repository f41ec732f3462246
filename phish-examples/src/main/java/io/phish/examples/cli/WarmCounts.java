package io.phish.examples.cli;

import io.phish.ExtractorReport;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What became of the look-ups of one extractor. Safe for any number of threads. */
final class WarmCounts {
  private static final int MOST_CAUSES = 50;
  private static final String OTHERS = "other causes";

  private final LongAdder asked = new LongAdder();
  private final LongAdder fresh = new LongAdder();
  private final LongAdder warmed = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final ConcurrentSkipListMap<String, LongAdder> causes = new ConcurrentSkipListMap<>();

  void count(ExtractorReport report) {
    asked.increment();
    switch (report.status()) {
      case CACHED -> fresh.increment();
      case OK -> warmed.increment();
      default -> {
        failed.increment();
        cause(report.message() == null ? report.status().name() : report.message());
      }
    }
  }

  /** Servers say what they like, so only so many causes are told apart. */
  private void cause(@Nullable String message) {
    String cause = SafeText.shorten(String.valueOf(message));
    String kept = causes.containsKey(cause) || causes.size() < MOST_CAUSES ? cause : OTHERS;
    causes.computeIfAbsent(kept, any -> new LongAdder()).increment();
  }

  long asked() {
    return asked.sum();
  }

  /** Those that were in the cache. */
  long fresh() {
    return fresh.sum();
  }

  /** Those that are in it now. */
  long warmed() {
    return warmed.sum();
  }

  long failed() {
    return failed.sum();
  }

  /** How many failed for what. */
  Map<String, Long> causes() {
    Map<String, Long> counts = new TreeMap<>();
    causes.forEach((cause, count) -> counts.put(cause, count.sum()));
    return counts;
  }
}
