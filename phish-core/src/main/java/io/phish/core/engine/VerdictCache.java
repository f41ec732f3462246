package io.phish.core.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.phish.AnalysisMode;
import io.phish.AnalysisOptions;
import io.phish.Verdict;
import io.phish.spi.CacheStatistics;
import io.phish.subject.Subject;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Whole verdicts, in this process only and for short: the caller holds the subject in clear anyway,
 * and hashing it would cost more than the rest of a hit.
 */
final class VerdictCache {
  /** Longer subjects, mails and pages, would fill the heap, and hardly come twice in a minute. */
  private static final int MAX_SUBJECT_LENGTH = 4_096;

  private final Cache<Key, Verdict> verdicts;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  private record Key(Subject subject, AnalysisMode mode, @Nullable String tenant) {}

  VerdictCache(long maximumSize, Duration timeToLive, EngineClock clock) {
    verdicts =
        Caffeine.newBuilder()
            .maximumSize(maximumSize)
            .expireAfterWrite(timeToLive)
            .ticker(clock::nanoTime)
            .executor(Runnable::run)
            .build();
  }

  private static Key key(Subject subject, AnalysisOptions options) {
    return new Key(subject, options.mode(), options.tenant());
  }

  @Nullable Verdict get(Subject subject, AnalysisOptions options) {
    Verdict verdict = verdicts.getIfPresent(key(subject, options));
    (verdict == null ? misses : hits).increment();
    return verdict;
  }

  void put(AnalysisOptions options, Verdict verdict) {
    if (verdict.subject().value().length() <= MAX_SUBJECT_LENGTH) {
      verdicts.put(key(verdict.subject(), options), verdict);
    }
  }

  CacheStatistics statistics() {
    return new CacheStatistics(
        "verdict", hits.sum(), misses.sum(), 0, verdicts.estimatedSize(), -1);
  }
}
