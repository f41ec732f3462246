package io.phish.core.dns.transport;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** Counts of one selector thread, which alone adds; anyone may read. */
final class Counters {
  /** What is counted. */
  enum Count {
    SENT,
    RECEIVED,
    RETRANSMITTED,
    FAILED_OVER,
    TIMED_OUT,
    WRONG_ID,
    WRONG_QUESTION,
    MALFORMED,
    TRUNCATED,
    TCP_CONNECTIONS
  }

  private final Map<Count, AtomicLong> counts = new EnumMap<>(Count.class);

  Counters() {
    for (Count count : Count.values()) {
      counts.put(count, new AtomicLong());
    }
  }

  void add(Count count) {
    AtomicLong counter = of(count);
    counter.lazySet(counter.getPlain() + 1);
  }

  private AtomicLong of(Count count) {
    return Objects.requireNonNull(counts.get(count));
  }

  static TransportStatistics sum(List<Counters> all, long overloaded) {
    return new TransportStatistics(
        sum(all, Count.SENT),
        sum(all, Count.RECEIVED),
        sum(all, Count.RETRANSMITTED),
        sum(all, Count.FAILED_OVER),
        sum(all, Count.TIMED_OUT),
        sum(all, Count.WRONG_ID),
        sum(all, Count.WRONG_QUESTION),
        sum(all, Count.MALFORMED),
        sum(all, Count.TRUNCATED),
        sum(all, Count.TCP_CONNECTIONS),
        overloaded);
  }

  private static long sum(List<Counters> all, Count count) {
    return all.stream().mapToLong(counters -> counters.of(count).get()).sum();
  }
}
