package io.phish.examples.cli;

import io.phish.AnalysisOptions;
import io.phish.Detector;
import io.phish.DetectorClosedException;
import io.phish.ExtractorInfo;
import io.phish.ExtractorReport;
import io.phish.Verdict;
import io.phish.subject.Domain;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Has everything looked up that is kept, so many hosts at a time. A server that is left alone for a
 * while is asked again afterwards, a few times.
 */
final class WarmRun {
  private static final int TRIES = 4;

  /** Longer than the five seconds for which whoever failed too often is left alone. */
  private static final Executor LATER = CompletableFuture.delayedExecutor(6, TimeUnit.SECONDS);

  private final Detector detector;
  private final AnalysisOptions options;
  private final int concurrency;
  private final Semaphore room;
  private final Map<String, WarmCounts> counts = new TreeMap<>();
  private final LongAdder done = new LongAdder();
  private volatile boolean isInterrupted;

  WarmRun(Detector detector, AnalysisOptions options, int concurrency) {
    this.detector = detector;
    this.options = options;
    this.concurrency = concurrency;
    this.room = new Semaphore(concurrency);
    for (ExtractorInfo info : detector.extractors()) {
      if (info.enabled()
          && info.descriptor().contactsNetwork()
          && info.descriptor().cachePolicy().isCaching()
          && info.descriptor().subjectType().isAssignableFrom(Domain.class)) {
        counts.put(info.descriptor().id(), new WarmCounts());
      }
    }
  }

  /** By extractor: those that contact somebody about a domain and keep what they hear. */
  Map<String, WarmCounts> counts() {
    return counts;
  }

  long done() {
    return done.sum();
  }

  int inWork() {
    return concurrency - room.availablePermits();
  }

  /** Looks up all hosts, and returns when that is done or cut short. */
  void over(Iterator<Domain> hosts) throws InterruptedException {
    while (!isInterrupted && hosts.hasNext()) {
      room.acquire();
      ask(hosts.next(), options, 1);
    }
    while (!room.tryAcquire(concurrency, 50, TimeUnit.MILLISECONDS)) {
      if (isInterrupted && room.tryAcquire(concurrency, 1, TimeUnit.SECONDS)) {
        return;
      }
      if (isInterrupted) {
        return;
      }
    }
  }

  /** Begins nothing any more. */
  void interrupt() {
    isInterrupted = true;
  }

  boolean isInterrupted() {
    return isInterrupted;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // counted
  private void ask(Domain host, AnalysisOptions how, int attempt) {
    detector
        .analyze(host, how)
        .whenComplete((verdict, failure) -> answered(host, attempt, verdict, failure));
  }

  private void answered(
      Domain host, int attempt, @Nullable Verdict verdict, @Nullable Throwable failure) {
    if (verdict != null && attempt < TRIES && !isInterrupted) {
      if (has(verdict, ExtractorReport.Status.CIRCUIT_OPEN)) {
        // What is in the cache by now is read from there.
        LATER.execute(() -> ask(host, options, attempt + 1));
        return;
      }
      if (has(verdict, ExtractorReport.Status.STALE)) {
        ask(host, options.withForceRefresh(true), TRIES);
        return;
      }
    }
    if (verdict != null) {
      for (ExtractorReport report : verdict.extractors()) {
        WarmCounts count = counts.get(report.id());
        if (count != null) {
          count.count(report);
        }
      }
    } else if (!(failure instanceof DetectorClosedException)) {
      counts.values().forEach(count -> count.count(failed(failure)));
    }
    done.increment();
    room.release();
  }

  private boolean has(Verdict verdict, ExtractorReport.Status status) {
    return verdict.extractors().stream()
        .anyMatch(report -> report.status() == status && counts.containsKey(report.id()));
  }

  private static ExtractorReport failed(@Nullable Throwable failure) {
    return new ExtractorReport(
        "",
        ExtractorReport.Status.FAILED,
        Duration.ZERO,
        Double.NaN,
        0,
        null,
        String.valueOf(failure));
  }
}
