package io.phish.core.cache;

import io.phish.ConfigurationException;
import io.phish.core.resilience.CircuitBreaker;
import io.phish.event.BreakerChanged;
import io.phish.event.CacheAccessed;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheInvalidationListener;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStatistics;
import io.phish.spi.CacheStore;
import io.phish.spi.LoadTurns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several stores one behind the other, the nearest first. What is found in one is put into those
 * before it, with the expiry it has.
 *
 * <p>No store is trusted. One that fails, hangs, throws or answers rubbish has no entry, and is
 * left alone for a while if it does so often; it never fails a look-up or a put. Putting is done
 * when the nearest store has the entry: the others are written behind the caller's back, no more
 * than 16 MiB at a time each, and what is above that is not kept there. Until they have it, and if
 * the nearest store lets go of it that soon, an older entry may be found. Removing and clearing
 * wait for all stores and fail if one of them does, for the entry may still be there.
 *
 * <p>When a store tells that others changed an entry in it, those before it let go of theirs. They
 * keep none longer than every store behind them lets them.
 *
 * <p>A store that blocks instead of answering later blocks the caller too, until it has been slow
 * often enough to be left alone. A store must not hand out one future twice: a time-out cancels it.
 */
public final class TieredCacheStore implements CacheStore {
  private static final Logger log = LoggerFactory.getLogger(TieredCacheStore.class);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(100);

  private final Tier[] tiers;
  private final Timeouts timeouts;
  private final Clock clock;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  /**
   * An entry found in a farther store is put into the nearer ones only if nothing was written
   * meanwhile, for that is newer. Writes count before and after.
   */
  private final WriteCounts writes = new WriteCounts();

  private volatile boolean closed;

  private TieredCacheStore(Builder builder) {
    this.clock = builder.clock;
    this.timeouts =
        builder.timer != null && builder.followUp != null
            ? new Timeouts(builder.timer, builder.followUp)
            : new Timeouts();
    this.tiers =
        IntStream.range(0, builder.specs.size())
            .mapToObj(i -> builder.tier(i, timeouts))
            .toArray(Tier[]::new);
    for (int i = 1; i < tiers.length; i++) {
      tiers[i].onInvalidated(new LetGo(i));
    }
  }

  /** Stores with the default time-out of 100 ms each, the nearest first. */
  public static TieredCacheStore of(CacheStore... nearestFirst) {
    Builder builder = builder();
    for (CacheStore store : nearestFirst) {
      builder.tier(store);
    }
    return builder.build();
  }

  /** Configures the stores. */
  public static Builder builder() {
    return new Builder();
  }

  /** Hears which store was asked for what, and what came of it. */
  @FunctionalInterface
  public interface AccessListener {
    /**
     * A store was asked. Called on the thread that has the answer, once for every key and store;
     * not for a store that is left alone. Must be quick.
     *
     * @param key what was asked for
     * @param store the name of the store
     * @param result {@code HIT}, {@code MISS} or {@code FAILURE}
     */
    void accessed(CacheKey key, String store, CacheAccessed.Result result);
  }

  @Override
  public String name() {
    return "tiered";
  }

  @Override
  public CompletionStage<Optional<CacheEntry>> get(CacheKey key) {
    Objects.requireNonNull(key, "key");
    if (closed) {
      return isClosed();
    }
    CompletableFuture<Optional<CacheEntry>> nearest = tiers[0].get(key);
    if (nearest.isDone() && (tiers.length == 1 || nearest.join().isPresent())) {
      (nearest.join().isPresent() ? hits : misses).increment();
      return nearest;
    }
    LookUp lookUp = new LookUp(key);
    lookUp.take(0, nearest);
    return lookUp;
  }

  @Override
  public CompletionStage<Map<CacheKey, CacheEntry>> getAll(Collection<CacheKey> keys) {
    if (closed) {
      return isClosed();
    }
    BatchLookUp lookUp = new BatchLookUp(tiers, writes, new LinkedHashSet<>(keys), this::count);
    lookUp.askFrom(0);
    return lookUp;
  }

  private void count(int found, int missing) {
    hits.add(found);
    misses.add(missing);
  }

  @Override
  public CompletionStage<Void> put(CacheKey key, CacheEntry entry) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(entry, "entry");
    if (closed) {
      return isClosed();
    }
    if (entry.isExpired(clock.instant())) {
      return expire(key);
    }
    return put(Set.of(key), tier -> tier.put(key, entry));
  }

  /** Waits for all stores, for one that is behind would bring back what is to be replaced. */
  private CompletableFuture<Void> expire(CacheKey key) {
    return remove(key).exceptionally(failure -> null).toCompletableFuture();
  }

  @Override
  public CompletionStage<Void> putAll(Map<CacheKey, CacheEntry> entries) {
    if (closed) {
      return isClosed();
    }
    Map<CacheKey, CacheEntry> copy = Map.copyOf(entries);
    Map<CacheKey, CacheEntry> live = new HashMap<>(copy);
    Instant now = clock.instant();
    List<CompletableFuture<Void>> done = new ArrayList<>();
    copy.forEach(
        (key, entry) -> {
          if (entry.isExpired(now)) {
            live.remove(key);
            done.add(expire(key));
          }
        });
    done.add(put(live.keySet(), tier -> tier.putAll(live)));
    return CompletableFuture.allOf(done.toArray(CompletableFuture<?>[]::new));
  }

  private CompletableFuture<Void> put(
      Set<CacheKey> keys, Function<Tier, CompletableFuture<Boolean>> put) {
    keys.forEach(writes::count);
    CompletableFuture<Boolean> nearest = put.apply(tiers[0]);
    for (int i = 1; i < tiers.length; i++) {
      ignore(put.apply(tiers[i]));
    }
    keys.forEach(writes::count);
    return nearest.thenAccept(isPut -> {});
  }

  @Override
  public CompletionStage<Void> remove(CacheKey key) {
    Objects.requireNonNull(key, "key");
    if (closed) {
      return isClosed();
    }
    return discard(tier -> tier.remove(key), () -> writes.count(key));
  }

  @Override
  public CompletionStage<Void> clear() {
    if (closed) {
      return isClosed();
    }
    return discard(Tier::clear, writes::countAll);
  }

  private CompletionStage<Void> discard(
      Function<Tier, CompletableFuture<Boolean>> discard, Runnable count) {
    count.run();
    CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
    for (Tier tier : tiers) {
      CompletableFuture<Void> one =
          discard.apply(tier).thenAccept(isDone -> requireDone(tier, isDone));
      all = CompletableFuture.allOf(all, one);
    }
    return all.whenComplete((done, failure) -> count.run());
  }

  /** Turns of the farthest store that has some, which most others share. */
  @Override
  public Optional<LoadTurns> loadTurns() {
    for (int tier = tiers.length - 1; tier >= 0; tier--) {
      LoadTurns turns = tiers[tier].loadTurns();
      if (turns != null) {
        return Optional.of(new FillingTurns(turns, tiers, tier, writes));
      }
    }
    return Optional.empty();
  }

  private static void requireDone(Tier tier, boolean isDone) {
    if (!isDone) {
      throw new IllegalStateException(
          "what was to be discarded may still be in the cache " + tier.name());
    }
  }

  /** For futures that do not fail and that nobody waits for. */
  static void ignore(@SuppressWarnings("unused") CompletableFuture<?> done) {}

  private static <T> CompletionStage<T> isClosed() {
    return CompletableFuture.failedFuture(new IllegalStateException("the cache is closed"));
  }

  /** How each store does as seen from here, the nearest first. */
  @Override
  public List<CacheStatistics> tiers() {
    List<CacheStatistics> statistics = new ArrayList<>();
    for (Tier tier : tiers) {
      statistics.add(tier.statistics());
    }
    return List.copyOf(statistics);
  }

  /**
   * Hits in any store, misses in all, failures of each. The entries are those of the fullest store,
   * since most are in several; the octets are those of all.
   */
  @Override
  public CacheStatistics statistics() {
    long failures = 0;
    long entries = -1;
    long bytes = -1;
    for (CacheStatistics tier : tiers()) {
      failures += tier.failures();
      entries = Math.max(entries, tier.entries());
      if (tier.bytes() >= 0) {
        bytes = Math.max(bytes, 0) + tier.bytes();
      }
    }
    return new CacheStatistics(name(), hits.sum(), misses.sum(), failures, entries, bytes);
  }

  /** Closes the stores. Look-ups that are waiting end within their time-outs. */
  @Override
  public void close() {
    closed = true;
    long longest = 0;
    for (Tier tier : tiers) {
      tier.close();
      longest = Math.max(longest, tier.timeoutNanos());
    }
    timeouts.close(longest);
  }

  /** Removes from nearer stores what others changed in a farther one. */
  private final class LetGo implements CacheInvalidationListener {
    private final int farther;

    LetGo(int farther) {
      this.farther = farther;
    }

    @Override
    public void invalidated(CacheKey key) {
      // Counted, so that a look-up on its way does not bring back what it found before.
      writes.count(key);
      for (int nearer = 0; nearer < farther; nearer++) {
        ignore(tiers[nearer].remove(key));
      }
    }

    @Override
    public void allInvalidated() {
      writes.countAll();
      for (int nearer = 0; nearer < farther; nearer++) {
        ignore(tiers[nearer].clear());
      }
    }
  }

  /** A look-up that the nearest store did not settle at once. */
  private final class LookUp extends CompletableFuture<Optional<CacheEntry>> {
    private final CacheKey key;
    private final int writesBefore;

    LookUp(CacheKey key) {
      this.key = key;
      this.writesBefore = writes.of(key);
    }

    private void askFrom(int first) {
      for (int tier = first; tier < tiers.length && !isDone(); tier++) {
        CompletableFuture<Optional<CacheEntry>> answer = tiers[tier].get(key);
        if (!answer.isDone()) {
          take(tier, answer);
          return;
        }
        settle(tier, answer.join());
      }
      if (!isDone()) {
        misses.increment();
        complete(Optional.empty());
      }
    }

    /** Takes the answer of a store, now or when it comes, and goes on to the next. */
    void take(int tier, CompletableFuture<Optional<CacheEntry>> answer) {
      ignore(
          answer.thenAccept(
              found -> {
                settle(tier, found);
                askFrom(tier + 1);
              }));
    }

    private void settle(int tier, Optional<CacheEntry> found) {
      if (found.isEmpty()) {
        return;
      }
      if (writes.of(key) == writesBefore) {
        FillingTurns.fill(tiers, tier, key, found.get());
      }
      if (!isDone()) {
        hits.increment();
        complete(found);
      }
    }
  }

  /** Configures a {@link TieredCacheStore}. Not safe for several threads. */
  public static final class Builder {
    private final List<Spec> specs = new ArrayList<>();
    private Clock clock = Clock.systemUTC();
    private LongSupplier nanoTime = System::nanoTime;
    private AccessListener onAccess = (key, store, result) -> {};
    private Consumer<BreakerChanged> onBreakerChange = change -> {};
    private @Nullable ScheduledExecutorService timer;
    private @Nullable Executor followUp;

    private record Spec(CacheStore store, String name, Duration timeout) {}

    private Builder() {}

    /** Adds a store behind those that were added before; its time-out is 100 ms. */
    public Builder tier(CacheStore store) {
      return tier(store, DEFAULT_TIMEOUT);
    }

    /**
     * Adds a store behind those that were added before.
     *
     * @param timeout how long any call of it is waited for, above 0 and up to a minute
     * @throws ConfigurationException if the store has no name
     */
    public Builder tier(CacheStore store, Duration timeout) {
      if (timeout.isNegative()
          || timeout.isZero()
          || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
        throw new IllegalArgumentException(
            "timeout " + timeout + " is not above 0 and up to a minute");
      }
      String name = store.name();
      if (name == null || name.isBlank()) {
        throw new ConfigurationException(
            "The cache store " + store.getClass().getName() + " has no name");
      }
      specs.add(new Spec(store, name, timeout));
      return this;
    }

    /** Tells whether an entry is expired; the system's by default. */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /** Hears which store was asked for what; nobody by default. */
    public Builder onAccess(AccessListener listener) {
      this.onAccess = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /** Hears when a store is left alone and when it is tried again; nobody by default. */
    public Builder onBreakerChange(Consumer<BreakerChanged> listener) {
      this.onBreakerChange = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Lends threads for time-outs, which stay the host's. By default there are two daemon threads
     * while something is waited for.
     *
     * @param timer fires time-outs; should remove those that are cancelled
     * @param followUp runs what follows a time-out, the caller's code included
     */
    public Builder timeouts(ScheduledExecutorService timer, Executor followUp) {
      this.timer = Objects.requireNonNull(timer, "timer");
      this.followUp = Objects.requireNonNull(followUp, "followUp");
      return this;
    }

    Builder nanoTime(LongSupplier nanoTime) {
      this.nanoTime = nanoTime;
      return this;
    }

    private void tell(BreakerChanged change) {
      try {
        onBreakerChange.accept(change);
      } catch (RuntimeException e) {
        log.debug("A listener threw at {}", change, e);
      }
    }

    /** For how long a store may keep copies of what is in those behind it; null if for ever. */
    private @Nullable Duration copyLimit(int tier) {
      Duration limit = null;
      for (Spec farther : specs.subList(tier + 1, specs.size())) {
        Duration its = Tier.copyLimit(farther.store());
        limit = limit == null || (its != null && its.compareTo(limit) < 0) ? its : limit;
      }
      return limit;
    }

    private Tier tier(int number, Timeouts timeouts) {
      Spec spec = specs.get(number);
      CircuitBreaker.Settings settings =
          new CircuitBreaker.Settings(50, 10, 0.5, 0.5, spec.timeout(), Duration.ofSeconds(5), 3);
      CircuitBreaker breaker =
          new CircuitBreaker("cache:" + spec.name(), settings, nanoTime, this::tell);
      return new Tier(
          spec.store(),
          spec.name(),
          spec.timeout().toNanos(),
          copyLimit(number),
          breaker,
          timeouts,
          clock,
          nanoTime,
          onAccess);
    }

    /**
     * The store.
     *
     * @throws ConfigurationException if no store was added
     */
    public TieredCacheStore build() {
      if (specs.isEmpty()) {
        throw new ConfigurationException("A tiered cache needs at least one store");
      }
      return new TieredCacheStore(this);
    }
  }
}
