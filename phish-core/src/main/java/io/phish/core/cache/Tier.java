package io.phish.core.cache;

import io.phish.core.resilience.CircuitBreaker;
import io.phish.event.CacheAccessed.Result;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheInvalidationListener;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStatistics;
import io.phish.spi.CacheStore;
import io.phish.spi.LoadTurns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One store, and what guards it. Whatever the store does, a call neither throws nor gives a future
 * that fails, and is settled within the time-out; a store that fails has nothing. The future of a
 * store that answers at once is passed on as it is.
 */
final class Tier {
  private static final Logger log = LoggerFactory.getLogger(Tier.class);

  /** What pending calls may keep in memory, and what each keeps beside its values. */
  private static final long MAXIMUM_PENDING = 16L << 20;

  private static final long CALL = 1 << 10;

  private final CacheStore store;
  private final String name;
  private final long timeoutNanos;
  private final @Nullable Duration copyLimit;
  private final CircuitBreaker breaker;
  private final Timeouts timeouts;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final TieredCacheStore.AccessListener listener;
  private final AtomicLong pending = new AtomicLong();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final AtomicBoolean reported = new AtomicBoolean();

  Tier(
      CacheStore store,
      String name,
      long timeoutNanos,
      @Nullable Duration copyLimit,
      CircuitBreaker breaker,
      Timeouts timeouts,
      Clock clock,
      LongSupplier nanoTime,
      TieredCacheStore.AccessListener listener) {
    this.store = store;
    this.name = name;
    this.timeoutNanos = timeoutNanos;
    this.copyLimit = copyLimit;
    this.breaker = breaker;
    this.timeouts = timeouts;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.listener = listener;
  }

  String name() {
    return name;
  }

  long timeoutNanos() {
    return timeoutNanos;
  }

  @SuppressWarnings("CatchingUnchecked") // a store may throw what it likes
  void onInvalidated(CacheInvalidationListener listener) {
    try {
      store.onInvalidated(listener);
    } catch (Throwable e) {
      report(e);
    }
  }

  /** How long copies of what a store has are kept at most; null if for ever. */
  @SuppressWarnings("CatchingUnchecked") // a store may throw what it likes
  static @Nullable Duration copyLimit(CacheStore store) {
    try {
      return store.copyLimit().orElse(null);
    } catch (Throwable e) {
      log.warn("The cache {} does not say how long copies may be kept", store.name(), e);
      return null;
    }
  }

  /** Turns at making entries; null if the store has none. */
  @SuppressWarnings("CatchingUnchecked") // a store may throw what it likes
  @Nullable LoadTurns loadTurns() {
    try {
      return store.loadTurns().orElse(null);
    } catch (Throwable e) {
      report(e);
      return null;
    }
  }

  /** The entry, or empty. */
  CompletableFuture<Optional<CacheEntry>> get(CacheKey key) {
    return call(new Get(key), CALL);
  }

  /** The entries there are. */
  CompletableFuture<Map<CacheKey, CacheEntry>> getAll(Collection<CacheKey> keys) {
    return call(new GetAll(keys), CALL + 64L * keys.size());
  }

  /** Whether it is put. */
  CompletableFuture<Boolean> put(CacheKey key, CacheEntry entry) {
    CacheEntry copy = copy(entry, lastMoment());
    return call(new Write(() -> store.put(key, copy)), CALL + copy.value().length);
  }

  /** Whether they are put. */
  CompletableFuture<Boolean> putAll(Map<CacheKey, CacheEntry> entries) {
    long weight = CALL;
    for (CacheEntry entry : entries.values()) {
      weight += 64 + entry.value().length;
    }
    Map<CacheKey, CacheEntry> copies = copies(entries);
    return call(new Write(() -> store.putAll(copies)), weight);
  }

  /** When copies made now are to be gone, however long the entry lasts. */
  private Instant lastMoment() {
    return copyLimit == null ? Instant.MAX : clock.instant().plus(copyLimit);
  }

  private static CacheEntry copy(CacheEntry entry, Instant last) {
    return entry.expiresAt().isAfter(last) ? new CacheEntry(entry.value(), last) : entry;
  }

  private Map<CacheKey, CacheEntry> copies(Map<CacheKey, CacheEntry> entries) {
    if (copyLimit == null) {
      return entries;
    }
    Instant last = lastMoment();
    Map<CacheKey, CacheEntry> copies = new HashMap<>(entries);
    copies.replaceAll((key, entry) -> copy(entry, last));
    return copies;
  }

  /** Whether it is removed. */
  CompletableFuture<Boolean> remove(CacheKey key) {
    return call(new Write(() -> store.remove(key)), CALL);
  }

  /** Whether it is cleared. */
  CompletableFuture<Boolean> clear() {
    return call(new Write(store::clear), CALL);
  }

  @SuppressWarnings({"unchecked", "CatchingUnchecked"}) // a store may throw what it likes
  private <A, T> CompletableFuture<T> call(Question<A, T> question, long weight) {
    long permit = breaker.tryAcquire();
    if (permit == CircuitBreaker.REFUSED) {
      return CompletableFuture.completedFuture(question.unasked());
    }
    if (pending.get() + weight > MAXIMUM_PENDING) {
      breaker.onIgnored(permit);
      report(new RejectedExecutionException("too much is pending"));
      return CompletableFuture.completedFuture(question.failed());
    }
    long start = nanoTime.getAsLong();
    CompletableFuture<A> future;
    try {
      future = question.ask().toCompletableFuture();
      if (future.isDone()) {
        A answer = future.join();
        T result = question.understood(answer);
        breaker.onSuccess(permit, nanoTime.getAsLong() - start);
        return result == answer
            ? (CompletableFuture<T>) future
            : CompletableFuture.completedFuture(result);
      }
    } catch (Throwable e) {
      report(e);
      breaker.onFailure(permit, nanoTime.getAsLong() - start);
      return CompletableFuture.completedFuture(question.failed());
    }
    return new Pending<>(question, future, permit, start, weight).begin();
  }

  private void report(Throwable e) {
    failures.increment();
    if (reported.compareAndSet(false, true)) {
      log.warn("The cache {} fails; told once, counted from now on", name, e);
    } else {
      log.debug("The cache {} fails", name, e);
    }
  }

  /** A call that is not answered at once. Whoever is first, the store or the timer, settles it. */
  private final class Pending<A, T> extends CompletableFuture<T>
      implements BiConsumer<A, @Nullable Throwable> {
    private final Question<A, T> question;
    private final CompletableFuture<A> future;
    private final long permit;
    private final long start;
    private final long weight;
    private final AtomicBoolean settled = new AtomicBoolean();
    private @Nullable ScheduledFuture<?> timer;

    Pending(
        Question<A, T> question,
        CompletableFuture<A> future,
        long permit,
        long start,
        long weight) {
      this.question = question;
      this.future = future;
      this.permit = permit;
      this.start = start;
      this.weight = weight;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // this is told
    CompletableFuture<T> begin() {
      pending.addAndGet(weight);
      try {
        timer = timeouts.schedule(this::timeOut, timeoutNanos);
      } catch (RejectedExecutionException e) {
        // Closed: without a timer nobody may wait.
        settled.set(true);
        fail(e);
        return this;
      }
      future.whenComplete(this);
      return this;
    }

    @Override
    @SuppressWarnings("CatchingUnchecked") // a store may answer what it likes
    public void accept(A answer, @Nullable Throwable e) {
      if (!settled.compareAndSet(false, true)) {
        return;
      }
      if (timer != null) {
        timer.cancel(false);
      }
      if (e != null) {
        fail(e);
        return;
      }
      T result;
      try {
        result = question.understood(answer);
      } catch (Throwable rubbish) {
        fail(rubbish);
        return;
      }
      pending.addAndGet(-weight);
      breaker.onSuccess(permit, nanoTime.getAsLong() - start);
      complete(result);
    }

    private void timeOut() {
      if (settled.compareAndSet(false, true)) {
        timeouts.followUp(
            () -> {
              future.cancel(true);
              fail(new TimeoutException("no answer in " + timeoutNanos / 1_000_000 + " ms"));
            });
      }
    }

    private void fail(Throwable e) {
      pending.addAndGet(-weight);
      report(e);
      breaker.onFailure(permit, nanoTime.getAsLong() - start);
      complete(question.failed());
    }
  }

  /** What a store is asked, and what its answer comes to. */
  private abstract static class Question<A, T> {

    abstract CompletionStage<A> ask();

    /** What the answer comes to. Throws what it likes if it is rubbish. */
    abstract T understood(A answer);

    /** What it comes to that the store failed. */
    abstract T failed();

    /** What it comes to that the store is left alone. */
    abstract T unasked();
  }

  private final class Get extends Question<Optional<CacheEntry>, Optional<CacheEntry>> {
    private final CacheKey key;

    Get(CacheKey key) {
      this.key = key;
    }

    @Override
    CompletionStage<Optional<CacheEntry>> ask() {
      return store.get(key);
    }

    @Override
    Optional<CacheEntry> understood(Optional<CacheEntry> answer) {
      // Not isPresent: this also sees to it that it is an entry, whatever the store put in there.
      CacheEntry entry = answer.orElse(null);
      if (entry == null || entry.isExpired(clock.instant())) {
        misses.increment();
        tell(key, Result.MISS);
        return Optional.empty();
      }
      hits.increment();
      tell(key, Result.HIT);
      return answer;
    }

    @Override
    Optional<CacheEntry> failed() {
      tell(key, Result.FAILURE);
      return Optional.empty();
    }

    @Override
    Optional<CacheEntry> unasked() {
      return Optional.empty();
    }
  }

  private final class GetAll
      extends Question<Map<CacheKey, CacheEntry>, Map<CacheKey, CacheEntry>> {
    private final Collection<CacheKey> keys;

    GetAll(Collection<CacheKey> keys) {
      this.keys = keys;
    }

    @Override
    CompletionStage<Map<CacheKey, CacheEntry>> ask() {
      return store.getAll(keys);
    }

    /** Only what was asked for and only entries, whatever else the store put in there. */
    @Override
    Map<CacheKey, CacheEntry> understood(Map<CacheKey, CacheEntry> answer) {
      Instant now = clock.instant();
      Map<CacheKey, CacheEntry> sound = new HashMap<>();
      for (CacheKey key : keys) {
        CacheEntry entry = answer.get(key);
        if (entry != null && !entry.isExpired(now)) {
          sound.put(key, entry);
        }
      }
      hits.add(sound.size());
      misses.add(keys.size() - sound.size());
      keys.forEach(key -> tell(key, sound.containsKey(key) ? Result.HIT : Result.MISS));
      return sound;
    }

    @Override
    Map<CacheKey, CacheEntry> failed() {
      keys.forEach(key -> tell(key, Result.FAILURE));
      return Map.of();
    }

    @Override
    Map<CacheKey, CacheEntry> unasked() {
      return Map.of();
    }
  }

  private static final class Write extends Question<Void, Boolean> {
    private final Supplier<CompletionStage<Void>> write;

    Write(Supplier<CompletionStage<Void>> write) {
      this.write = write;
    }

    @Override
    CompletionStage<Void> ask() {
      return write.get();
    }

    @Override
    Boolean understood(Void answer) {
      return true;
    }

    @Override
    Boolean failed() {
      return false;
    }

    @Override
    Boolean unasked() {
      return false;
    }
  }

  private void tell(CacheKey key, Result result) {
    try {
      listener.accessed(key, name, result);
    } catch (RuntimeException e) {
      log.debug("A listener of the cache {} threw", name, e);
    }
  }

  /** As seen from here; what the store holds is its own word. */
  CacheStatistics statistics() {
    long entries = -1;
    long bytes = -1;
    try {
      CacheStatistics own = store.statistics();
      entries = own.entries();
      bytes = own.bytes();
    } catch (RuntimeException e) {
      log.debug("The cache {} has no statistics", name, e);
    }
    return new CacheStatistics(name, hits.sum(), misses.sum(), failures.sum(), entries, bytes);
  }

  @SuppressWarnings("CatchingUnchecked") // the other stores are to be closed as well
  void close() {
    try {
      store.close();
    } catch (Throwable e) {
      log.warn("The cache {} could not be closed", name, e);
    }
  }
}
