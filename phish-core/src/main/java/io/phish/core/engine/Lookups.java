package io.phish.core.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.phish.ExtractorReport.Status;
import io.phish.core.engine.ObservationCodec.Stored;
import io.phish.event.CacheAccessed;
import io.phish.event.DetectorListener;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.CachePolicy;
import io.phish.spi.CacheStore;
import io.phish.spi.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Gets the outcome of an extractor for a subject: from the cache, from somebody who is asking
 * already, or by asking. Everything an answer is good for after that happens here, too: it fills
 * the cache even if it comes late, and it is asked for again before many would miss it.
 */
final class Lookups {
  private static final int MAX_FAILURES = 10_000;
  private static final long MAX_PUT_NANOS = 1_000_000_000;

  private final Parts parts;
  private final @Nullable CacheStore store;
  private final @Nullable TurnTaking turns;

  /** Whether anything can be in the store; once that is so it stays so. */
  private volatile boolean holds;

  private final RefreshAhead refreshAhead;
  private final ConcurrentMap<CacheKey, Extraction> running = new ConcurrentHashMap<>();
  private final Cache<CacheKey, Failure> failures;

  /** What the engine lends. */
  record Parts(
      EngineClock clock,
      Timer timer,
      Executors executors,
      Listeners listeners,
      Complaints complaints) {}

  /** A failure that is remembered. */
  private record Failure(Outcome outcome, Duration keep) {}

  Lookups(Parts parts, @Nullable CacheStore store, boolean storeBeginsEmpty) {
    this.parts = parts;
    this.store = store;
    this.turns = store == null ? null : TurnTaking.of(store, parts);
    this.holds = store != null && !storeBeginsEmpty;
    this.refreshAhead = new RefreshAhead();
    this.failures =
        Caffeine.newBuilder()
            .maximumSize(MAX_FAILURES)
            .ticker(parts.clock()::nanoTime)
            .executor(Runnable::run)
            .expireAfter(Expiry.<CacheKey, Failure>creating((key, failure) -> failure.keep()))
            .build();
  }

  EngineClock clock() {
    return parts.clock();
  }

  Timer timer() {
    return parts.timer();
  }

  Executors executors() {
    return parts.executors();
  }

  Complaints complaints() {
    return parts.complaints();
  }

  /** Whether an answer may have been kept: if not, nobody who may not be asked knows anything. */
  boolean mayHold() {
    return holds;
  }

  /**
   * Begins a look-up; its outcome is told through {@link Lookup#tell}, perhaps before this returns.
   */
  void begin(Lookup lookup) {
    CacheKey key = lookup.key();
    if (key == null) {
      extract(lookup);
    } else if (lookup.isFresh() || store == null) {
      askSource(lookup, key, null);
    } else {
      read(store, key)
          .whenComplete(
              (found, failure) -> {
                try {
                  if (found == null) {
                    cacheFailed(lookup, key, store.name(), failure);
                  } else {
                    fromCache(lookup, key, store.name(), found.orElse(null));
                  }
                } catch (Throwable e) { // lost in the stage, it would cost the whole deadline
                  lookup.tell(Outcome.failed(e));
                }
              });
    }
  }

  /** The store's stage, whatever the store does. */
  private CompletionStage<Optional<CacheEntry>> read(CacheStore from, CacheKey key) {
    try {
      CompletionStage<Optional<CacheEntry>> stage = from.get(key);
      return stage != null
          ? stage
          : CompletableFuture.failedFuture(new NullPointerException("store gave no stage"));
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** A cache that fails is a cache without the entry. */
  private void cacheFailed(
      Lookup lookup, CacheKey key, String storeName, @Nullable Throwable failure) {
    complaints()
        .about(
            "cache " + storeName,
            "failed to get",
            failure != null ? failure : new NullPointerException("gave null"));
    hear(storeName, lookup, CacheAccessed.Result.FAILURE);
    askSource(lookup, key, null);
  }

  private void fromCache(
      Lookup lookup, CacheKey key, String storeName, @Nullable CacheEntry entry) {
    Stored stored =
        entry == null
            ? null
            : ObservationCodec.decode(lookup.question().node().descriptor(), entry.value());
    Age age = stored == null ? Age.GONE : Age.of(stored, lookup.question().node(), clock().now());
    hear(storeName, lookup, age.heard);
    boolean mayAsk = lookup.question().mayAsk();
    if (stored == null || age == Age.GONE) {
      askSource(lookup, key, null);
    } else if (age == Age.FRESH) {
      lookup.tell(Outcome.answer(Status.CACHED, stored.observation()));
      if (mayAsk && refreshAhead.isDue(key, stored, clock().now())) {
        refresh(lookup, key);
      }
    } else if (age == Age.STALE) {
      lookup.tell(
          new Outcome(
              Status.STALE,
              stored.observation(),
              mayAsk ? "expired, is being refreshed" : "expired, cannot be refreshed off-line"));
      if (mayAsk) {
        refresh(lookup, key);
      }
    } else {
      askSource(lookup, key, stored.observation());
    }
  }

  private void hear(String storeName, Lookup lookup, CacheAccessed.Result result) {
    if (!parts.listeners().isEmpty()) {
      parts
          .listeners()
          .tell(
              DetectorListener::onCacheAccessed,
              new CacheAccessed(storeName, lookup.question().node().id(), result));
    }
  }

  /**
   * Asks the extractor, with others who do.
   *
   * @param lastResort what to give if there is no answer, null if there is nothing
   */
  private void askSource(Lookup lookup, CacheKey key, @Nullable Observation lastResort) {
    if (!lookup.question().mayAsk()) {
      lookup.tell(
          lastResort == null
              ? Outcome.OFFLINE
              : new Outcome(Status.STALE, lastResort, "expired, cannot be refreshed off-line"));
      return;
    }
    Failure recent = lookup.isFresh() ? null : failures.getIfPresent(key);
    if (recent != null) {
      lookup.tell(orLastResort(recent.outcome(), lastResort));
      return;
    }
    UnaryOperator<Outcome> view = outcome -> orLastResort(outcome, lastResort);
    Extraction mine = newExtraction(lookup, key);
    Extraction shared = running.putIfAbsent(key, mine);
    while (shared != null && !lookup.join(shared, view)) {
      running.remove(key, shared); // it is being stopped
      shared = running.putIfAbsent(key, mine);
    }
    if (shared == null) {
      lookup.join(mine, view);
      if (turns == null || lookup.isFresh()) {
        mine.start();
      } else {
        turns.begin(mine, key, lookup.deadline());
      }
    }
  }

  private static Outcome orLastResort(Outcome outcome, @Nullable Observation lastResort) {
    if (lastResort == null || outcome.status().isAnswer()) {
      return outcome;
    }
    return new Outcome(Status.STALE, lastResort, outcome.message());
  }

  /** Asks for the sake of one analysis only. */
  private void extract(Lookup lookup) {
    if (!lookup.question().mayAsk()) {
      lookup.tell(Outcome.OFFLINE);
      return;
    }
    long own = ownDeadline(lookup.question().node());
    boolean endsFirst = own - lookup.deadline() < 0;
    Extraction extraction =
        newExtraction(lookup, null, endsFirst ? own : lookup.deadline(), endsFirst);
    lookup.join(extraction, outcome -> outcome);
    extraction.start();
  }

  private void refresh(Lookup lookup, CacheKey key) {
    if (failures.getIfPresent(key) != null
        || running.containsKey(key)
        || !refreshAhead.tryBegin()) {
      return;
    }
    Extraction extraction = newExtraction(lookup, key);
    if (running.putIfAbsent(key, extraction) != null) {
      refreshAhead.end();
      return;
    }
    extraction.join(outcome -> refreshAhead.end());
    extraction.start();
  }

  private Extraction newExtraction(Lookup lookup, CacheKey key) {
    return newExtraction(lookup, key, ownDeadline(lookup.question().node()), true);
  }

  private Extraction newExtraction(
      Lookup lookup, @Nullable CacheKey key, long deadline, boolean hasAlarm) {
    return new Extraction(this, lookup.question(), key, deadline, hasAlarm);
  }

  private long ownDeadline(ExtractorNode node) {
    return clock().nanoTime() + node.descriptor().timeout().toNanos();
  }

  /**
   * Keeps what an extraction came to, then tells those who wait. It stays joinable until the cache
   * has it, so that nobody who comes between the two asks again; and no longer, where the cache has
   * it at once.
   *
   * @param isRemembered whether a failure keeps others from asking for a while
   */
  void settled(Extraction extraction, Outcome outcome, boolean isRemembered, Runnable tell) {
    CacheKey key = extraction.key();
    if (key == null) {
      tell.run();
      return;
    }
    CachePolicy policy = extraction.node().descriptor().cachePolicy();
    Observation observation = outcome.observation();
    CompletionStage<Void> kept = null;
    if (observation != null) {
      failures.invalidate(key);
      kept = keep(extraction.node(), key, policy, observation);
    } else if (isRemembered && !policy.failed().isZero()) {
      failures.put(key, new Failure(outcome, policy.failed()));
    }
    if (kept == null) {
      forget(extraction, key);
      tell.run();
      return;
    }
    kept.whenComplete((done, failure) -> forget(extraction, key));
    tell.run();
    if (running.get(key) == extraction) { // a store that hangs must not make this answer eternal
      timer().after(MAX_PUT_NANOS, () -> executors().complete(() -> forget(extraction, key)));
    }
  }

  /** Nobody joins it from now on, here or elsewhere. */
  void forget(Extraction extraction, CacheKey key) {
    running.remove(key, extraction);
    extraction.endTurn();
  }

  private @Nullable CompletionStage<Void> keep(
      ExtractorNode node, CacheKey key, CachePolicy policy, Observation observation) {
    Duration freshFor = observation.isAbsent() ? policy.absent() : policy.found();
    Duration said = observation.freshFor();
    if (said != null && said.compareTo(freshFor) < 0) {
      freshFor = said;
    }
    if (store == null || freshFor.isZero() || freshFor.isNegative()) {
      return null;
    }
    Instant now = clock().now();
    Duration stale =
        policy.staleWhileRevalidate().compareTo(policy.staleIfError()) > 0
            ? policy.staleWhileRevalidate()
            : policy.staleIfError();
    try {
      byte[] octets =
          ObservationCodec.encode(node.descriptor(), new Stored(observation, now, freshFor));
      holds = true;
      CompletionStage<Void> put =
          store.put(key, new CacheEntry(octets, now.plus(freshFor).plus(stale)));
      return put == null ? null : put.exceptionally(e -> complainOfPut(e));
    } catch (Throwable e) {
      complainOfPut(e);
      return null;
    }
  }

  private @Nullable Void complainOfPut(Throwable failure) {
    parts.complaints().about("cache", "failed to put", failure);
    return null;
  }

  /** Stops what is done for the cache's sake only. */
  void stop() {
    running.values().forEach(Extraction::stop);
  }

  /** The observation in an entry if it is fresh, or null. */
  static @Nullable Observation fresh(CacheEntry entry, ExtractorNode node, Instant now) {
    Stored stored = ObservationCodec.decode(node.descriptor(), entry.value());
    return stored != null && Age.of(stored, node, now) == Age.FRESH ? stored.observation() : null;
  }

  /** How old an entry is, by what may be done with it. */
  private enum Age {
    FRESH(CacheAccessed.Result.HIT),
    STALE(CacheAccessed.Result.STALE),
    LAST_RESORT(CacheAccessed.Result.STALE),
    GONE(CacheAccessed.Result.MISS);

    /** How far clocks of instances that share a store may differ. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    private final CacheAccessed.Result heard;

    Age(CacheAccessed.Result heard) {
      this.heard = heard;
    }

    static Age of(Stored stored, ExtractorNode node, Instant now) {
      CachePolicy policy = node.descriptor().cachePolicy();
      Instant expired = stored.writtenAt().plus(stored.freshFor());
      if (now.isBefore(stored.writtenAt().minus(SKEW))) {
        return GONE; // written in the future: the clock was set back, and the age is not known
      }
      if (now.isBefore(expired)) {
        return FRESH;
      }
      if (now.isBefore(expired.plus(policy.staleWhileRevalidate()))) {
        return STALE;
      }
      return now.isBefore(expired.plus(policy.staleIfError())) ? LAST_RESORT : GONE;
    }
  }
}
