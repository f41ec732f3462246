package io.phish.core.engine;

import io.phish.AnalysisBatch;
import io.phish.AnalysisResult;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the results of a batch, one after the other, on whichever thread brings the next one.
 *
 * <p>Results wait in a ring with a place for each input that may be in flight. A result's place is
 * its index, or for results as they are ready, the next free one; so delivery is a walk around the
 * ring, in both cases.
 */
final class BatchEmitter<T> {
  private static final Logger log = LoggerFactory.getLogger(BatchEmitter.class);
  private static final Stop CANCELLED = new Stop(true, null);

  /** Why nothing is delivered any more. */
  private record Stop(boolean silent, @Nullable Throwable error) {}

  /** How many inputs there are, and whether the last is followed by an error. */
  private record End(long total, @Nullable Throwable error) {
    static final End UNKNOWN = new End(Long.MAX_VALUE, null);
  }

  private final Batch<T> batch;
  private final boolean failFast;
  private final AtomicReferenceArray<@Nullable AnalysisResult<T>> ring;
  private final int mask;

  /** The next free place of the ring; null if places are indices. */
  private final @Nullable AtomicLong places;

  /** Who raises it from 0 delivers; others only raise it. Held until there is a subscriber. */
  private final AtomicInteger drains = new AtomicInteger(1);

  private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong succeeded = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  private volatile End end = End.UNKNOWN;

  // Only touched by the one thread that drains.
  private Flow.@Nullable Subscriber<? super AnalysisResult<T>> subscriber;

  BatchEmitter(Batch<T> batch, int concurrency, boolean ordered, boolean failFast) {
    this.batch = batch;
    this.failFast = failFast;
    int size = concurrency == 1 ? 1 : Integer.highestOneBit(concurrency - 1) << 1;
    this.ring = new AtomicReferenceArray<>(size);
    this.mask = size - 1;
    this.places = ordered ? null : new AtomicLong();
  }

  /** Begins to deliver. Called once. */
  void open(Flow.Subscriber<? super AnalysisResult<T>> first, Flow.Subscription subscription) {
    subscriber = first;
    try {
      first.onSubscribe(subscription);
    } catch (Throwable e) {
      complain("onSubscribe", e);
      subscription.cancel();
    }
    drainHeld();
  }

  long delivered() {
    return delivered.get();
  }

  /** How many inputs there are; {@link Long#MAX_VALUE} until that is known. */
  long end() {
    return end.total();
  }

  boolean isStopped() {
    return stop.get() != null;
  }

  AnalysisBatch.Progress progress(AtomicLong started) {
    // In this order: what was started is never less than what came of it.
    long successes = succeeded.get();
    long failures = failed.get();
    return new AnalysisBatch.Progress(started.get(), successes, failures, isStopped());
  }

  /** Takes the result of an input that is in flight. */
  void emit(AnalysisResult<T> result) {
    if (isStopped()) {
      return;
    }
    long place = places == null ? result.index() : places.getAndIncrement();
    ring.set((int) place & mask, result);
    // Whoever delivers the one before looks for this one after it has counted that one.
    if (place == delivered.get()) {
      drain();
    }
  }

  /** After so many inputs no other is taken; the least of several numbers counts. */
  void inputEnded(long total, @Nullable Throwable error) {
    synchronized (this) {
      if (total < end.total()) {
        end = new End(total, error);
      }
    }
    drain();
  }

  /** Ends without another signal. */
  boolean cancel() {
    return stop.compareAndSet(null, CANCELLED);
  }

  /** Ends with an error, leaving what is not yet delivered. */
  boolean fail(Throwable error) {
    return stop.compareAndSet(null, new Stop(false, error));
  }

  void drain() {
    if (drains.getAndIncrement() == 0) {
      drainHeld();
    }
  }

  private void drainHeld() {
    int missed = 1;
    do {
      deliverReady();
      missed = drains.addAndGet(-missed);
    } while (missed != 0);
  }

  private void deliverReady() {
    while (true) {
      Stop why = stop.get();
      Flow.Subscriber<? super AnalysisResult<T>> to = subscriber;
      if (to == null) {
        return;
      }
      if (why != null) {
        finish(to, why);
        return;
      }
      long place = delivered.get();
      AnalysisResult<T> result = ring.get((int) place & mask);
      if (result != null) {
        ring.lazySet((int) place & mask, null);
        deliver(to, result, place);
      } else if (place < end()) {
        batch.refill();
        return;
      } else {
        stop.compareAndSet(null, new Stop(false, end.error()));
      }
    }
  }

  private void deliver(
      Flow.Subscriber<? super AnalysisResult<T>> to, AnalysisResult<T> result, long place) {
    AtomicLong count = result instanceof AnalysisResult.Success ? succeeded : failed;
    count.lazySet(count.get() + 1);
    delivered.set(place + 1);
    batch.roomMade();
    try {
      to.onNext(result);
    } catch (Throwable e) {
      complain("onNext", e);
      batch.cancel();
      return;
    }
    if (failFast && result instanceof AnalysisResult.Failure<T> failure) {
      batch.abort(failure.cause());
    }
  }

  private void finish(Flow.Subscriber<? super AnalysisResult<T>> to, Stop why) {
    // Rule 3.13: neither the subscriber nor what it has not taken is held any longer.
    subscriber = null;
    for (int i = 0; i <= mask; i++) {
      ring.lazySet(i, null);
    }
    batch.finished();
    if (why.silent()) {
      return;
    }
    try {
      if (why.error() == null) {
        to.onComplete();
      } else {
        to.onError(why.error());
      }
    } catch (Throwable e) {
      complain(why.error() == null ? "onComplete" : "onError", e);
    }
  }

  private static void complain(String method, Throwable e) {
    log.warn("a subscriber of a batch threw from {}, against rule 2.13", method, e);
  }
}
