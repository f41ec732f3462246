package io.phish.redis;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandKeyword;
import io.lettuce.core.protocol.CommandType;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps entries in Redis, where all instances find them. Put a store in memory before it:
 *
 * <pre>{@code
 * RedisCacheStore shared = RedisCacheStore.open(RedisOptions.of("redis://cache.example"));
 * Detector detector =
 *     Detector.builder().cache(MemoryCacheStore.ofMegabytes(64), shared).build();
 * }</pre>
 *
 * <p>What one instance changes or removes, the stores before this one in all other instances let go
 * of: the server tells them ({@code CLIENT TRACKING} in broadcasting mode, RESP3), whoever made the
 * change. After a lost connection they are emptied. With a cluster or with RESP2 nobody is told:
 * there they keep what they have for {@link RedisCacheSettings#copyLimit} at most, as they do
 * everywhere.
 *
 * <p>Many entries are one round trip, to each node of a cluster. No call is waited for longer than
 * {@link RedisOptions#waitLimit}, but {@link #clear} and {@link #measure}; without a connection
 * calls fail at once. A value that is foreign, newer than this version or damaged is a miss.
 */
public final class RedisCacheStore implements CacheStore {
  private static final String AREA = "cache";

  /** So many keys at a time keep a server busy for less than a millisecond. */
  private static final int BATCH = 512;

  private static final long LONGEST = Duration.ofDays(3_650).toMillis();

  private final RedisLink link;
  private final boolean ownsLink;
  private final RedisCacheSettings settings;
  private final Clock clock;
  private final RedisCalls calls;
  private final RedisCalls slowCalls;
  private final CacheKeys keys;
  private final DatabaseSize size;
  private final Invalidations invalidations;
  private final @Nullable LoadLeases leases;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder unreadable = new LongAdder();
  private volatile @Nullable GatheredGets gets;
  private volatile boolean closed;

  private RedisCacheStore(
      RedisLink link, boolean ownsLink, RedisCacheSettings settings, Clock clock) {
    this.link = link;
    this.ownsLink = ownsLink;
    this.settings = settings;
    this.clock = clock;
    this.calls = link.calls(AREA, link.options().waitLimit());
    this.slowCalls = link.calls(AREA + "-sweep", link.options().commandTimeout());
    this.keys = new CacheKeys(link.keys().area(AREA));
    this.size = new DatabaseSize(slowCalls);
    this.invalidations = new Invalidations(link, keys);
    this.leases =
        settings.loadLease().isZero()
            ? null
            : new LoadLeases(link, calls, keys, settings.loadLease());
  }

  /** A store with a link of its own, which is closed with it. */
  public static RedisCacheStore open(RedisOptions options) {
    return open(options, RedisCacheSettings.defaults());
  }

  /** A store with a link of its own, which is closed with it. */
  public static RedisCacheStore open(RedisOptions options, RedisCacheSettings settings) {
    Objects.requireNonNull(settings, "settings");
    return new RedisCacheStore(RedisLink.open(options), true, settings, Clock.systemUTC());
  }

  /** A store on a link that others may use too. The link is not closed with it. */
  public static RedisCacheStore on(RedisLink link) {
    return on(link, RedisCacheSettings.defaults(), Clock.systemUTC());
  }

  /** A store on a link that others may use too. The link is not closed with it. */
  public static RedisCacheStore on(RedisLink link, RedisCacheSettings settings, Clock clock) {
    return new RedisCacheStore(
        Objects.requireNonNull(link, "link"),
        false,
        Objects.requireNonNull(settings, "settings"),
        Objects.requireNonNull(clock, "clock"));
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public CompletionStage<Optional<CacheEntry>> get(CacheKey key) {
    byte[] name = keys.name(key);
    return use(
        () ->
            calls
                .call(name, wire -> get(wire, name))
                .thenApply(found -> Optional.ofNullable(live(found, clock.instant()))));
  }

  private CompletionStage<@Nullable CacheEntry> get(Wire wire, byte[] name) {
    if (link.options().isCluster()) {
      // Hardly two keys have the same slot, so that nothing could be asked for together.
      FoundEntries found = found(name);
      Sent<@Nullable CacheEntry> sent = new Sent<>(1, () -> found.get(0));
      sent.add(CommandType.GET, name, args(name), found.from(0));
      return sent.over(wire);
    }
    GatheredGets now = gets;
    if (now == null || !now.areOf(wire)) {
      // Two of them at once do no harm: each sends what it is asked for.
      now = new GatheredGets(wire, link.clock(), unreadable::increment, BATCH);
      gets = now;
    }
    return now.get(name);
  }

  private FoundEntries found(byte[]... names) {
    return new FoundEntries(names, link.clock(), unreadable::increment);
  }

  private static CommandArgs<byte[], byte[]> args(byte[] name) {
    return new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(name);
  }

  private @Nullable CacheEntry live(@Nullable CacheEntry entry, Instant now) {
    if (entry == null || entry.isExpired(now)) {
      misses.increment();
      return null;
    }
    hits.increment();
    return entry;
  }

  /** Finds what it can; fails only if no node answers. */
  @Override
  public CompletionStage<Map<CacheKey, CacheEntry>> getAll(Collection<CacheKey> wanted) {
    return use(
        () -> {
          if (wanted.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
          }
          Collection<List<CacheKey>> batches = NodeBatches.of(link, wanted, keys::name);
          List<CompletableFuture<Map<CacheKey, CacheEntry>>> sent = new ArrayList<>(batches.size());
          batches.forEach(batch -> sent.add(getAllOfNode(batch)));
          return sent.size() == 1 ? sent.get(0) : NodeBatches.found(sent);
        });
  }

  private CompletableFuture<Map<CacheKey, CacheEntry>> getAllOfNode(List<CacheKey> wanted) {
    CacheKey[] all = wanted.toArray(CacheKey[]::new);
    byte[][] names = new byte[all.length][];
    for (int i = 0; i < all.length; i++) {
      names[i] = keys.name(all[i]);
    }
    return calls.call(names[0], wire -> getAll(wire, all, names));
  }

  private Sent<Map<CacheKey, CacheEntry>> getAll(Wire wire, CacheKey[] all, byte[][] names) {
    FoundEntries found = found(names);
    // In a cluster, one command must not name keys of several slots, and hardly two have the same.
    int batch = link.options().isCluster() ? 1 : BATCH;
    Sent<Map<CacheKey, CacheEntry>> sent =
        new Sent<>((names.length - 1) / batch + 1, () -> byKey(all, found));
    for (int from = 0; from < names.length; from += batch) {
      CommandArgs<byte[], byte[]> args = new CommandArgs<>(ByteArrayCodec.INSTANCE);
      for (int i = from; i < Math.min(names.length, from + batch); i++) {
        args.addKey(names[i]);
      }
      CommandType type = batch == 1 ? CommandType.GET : CommandType.MGET;
      sent.add(type, names[from], args, found.from(from));
    }
    return sent.over(wire);
  }

  private Map<CacheKey, CacheEntry> byKey(CacheKey[] all, FoundEntries found) {
    Instant now = clock.instant();
    Map<CacheKey, CacheEntry> byKey = new HashMap<>(all.length * 4 / 3 + 1);
    for (int i = 0; i < all.length; i++) {
      CacheEntry entry = live(found.get(i), now);
      if (entry != null) {
        byKey.put(all[i], entry);
      }
    }
    return byKey;
  }

  @Override
  public CompletionStage<Void> put(CacheKey key, CacheEntry entry) {
    return putAll(Map.of(key, entry));
  }

  @Override
  public CompletionStage<Void> putAll(Map<CacheKey, CacheEntry> entries) {
    return use(
        () -> {
          if (entries.isEmpty()) {
            return CompletableFuture.completedFuture(null);
          }
          CompletableFuture<?>[] sent =
              NodeBatches.of(link, entries.entrySet(), entry -> keys.name(entry.getKey())).stream()
                  .map(this::putAllOfNode)
                  .toArray(CompletableFuture<?>[]::new);
          return CompletableFuture.allOf(sent);
        });
  }

  private CompletableFuture<Void> putAllOfNode(List<Map.Entry<CacheKey, CacheEntry>> entries) {
    byte[] name = keys.name(entries.get(0).getKey());
    return calls.call(name, wire -> putAll(wire, entries));
  }

  @SuppressWarnings("NullAway") // nothing is what they come to
  private Sent<Void> putAll(Wire wire, List<Map.Entry<CacheKey, CacheEntry>> entries) {
    Sent<Void> sent = new Sent<>(entries.size(), () -> null);
    Instant now = clock.instant();
    entries.forEach(entry -> add(sent, keys.name(entry.getKey()), entry.getValue(), now));
    return sent.over(wire);
  }

  private void add(Sent<Void> sent, byte[] name, CacheEntry entry, Instant now) {
    CommandArgs<byte[], byte[]> args = args(name);
    if (entry.isExpired(now)) {
      sent.add(CommandType.UNLINK, name, args, new IntegerOutput<>(ByteArrayCodec.INSTANCE));
      return;
    }
    args.addValue(Envelope.wrap(name, entry, link.clock(), settings.compressAbove()))
        .add(CommandKeyword.PX)
        .add(millisLeft(entry, now));
    sent.add(CommandType.SET, name, args, new StatusOutput<>(ByteArrayCodec.INSTANCE));
  }

  /** One more than there are, so that the server does not drop it before its time. */
  private static long millisLeft(CacheEntry entry, Instant now) {
    long expiry = Envelope.millis(entry.expiresAt());
    return expiry == Long.MAX_VALUE ? LONGEST : Math.min(LONGEST, expiry - now.toEpochMilli() + 1);
  }

  @Override
  public CompletionStage<Void> remove(CacheKey key) {
    byte[] name = keys.name(key);
    return use(() -> done(calls.call(name, wire -> wire.async().unlink(name))));
  }

  /**
   * Removes all entries, of all spaces, in time linear in the number of keys of the database; other
   * keys are left alone, and the server serves others meanwhile.
   */
  @Override
  public CompletionStage<Void> clear() {
    return use(() -> sweep(ScanCursor.INITIAL));
  }

  private CompletableFuture<Void> sweep(ScanCursor from) {
    ScanArgs args = ScanArgs.Builder.limit(1_000).match(keys.pattern());
    CompletableFuture<KeyScanCursor<byte[]>> page =
        slowCalls.call(wire -> wire.async().scan(from, args));
    return page.thenCompose(
        cursor -> {
          byte[][] names = cursor.getKeys().toArray(byte[][]::new);
          CompletableFuture<?> unlinked =
              names.length == 0
                  ? CompletableFuture.completedFuture(null)
                  : slowCalls.call(wire -> wire.async().unlink(names));
          return cursor.isFinished() ? done(unlinked) : unlinked.thenCompose(n -> sweep(cursor));
        });
  }

  private static CompletableFuture<Void> done(CompletableFuture<?> stage) {
    return stage.thenAccept(any -> {});
  }

  @SuppressWarnings("FutureReturnValueIgnored") // only looked at
  private <T> CompletionStage<T> use(Supplier<CompletableFuture<T>> use) {
    if (closed) {
      return CompletableFuture.failedFuture(new IllegalStateException("the Redis cache is closed"));
    }
    CompletableFuture<T> stage = use.get();
    if (stage.isCompletedExceptionally()) {
      failures.increment();
    } else if (!stage.isDone()) {
      stage.whenComplete(
          (result, e) -> {
            if (e != null) {
              failures.increment();
            }
          });
    }
    return stage;
  }

  @Override
  public Optional<Duration> copyLimit() {
    return Optional.of(settings.copyLimit());
  }

  /** Turns of {@link RedisCacheSettings#loadLease}; nothing if that is 0. */
  @Override
  public Optional<LoadTurns> loadTurns() {
    return Optional.ofNullable(leases);
  }

  @Override
  public void onInvalidated(CacheInvalidationListener listener) {
    invalidations.add(Objects.requireNonNull(listener, "listener"));
  }

  /**
   * Hits, misses and failures of this store; entries and octets of the whole database, as of some
   * seconds ago.
   */
  @Override
  public CacheStatistics statistics() {
    if (!closed) {
      size.refresh();
    }
    return new CacheStatistics(
        name(), hits.sum(), misses.sum(), failures.sum(), size.entries(), size.bytes());
  }

  /** How many values were misses because they are foreign, newer or damaged. */
  public long unreadable() {
    return unreadable.sum();
  }

  /** How often somebody waited for another process to make an entry. */
  public long loadWaits() {
    return leases == null ? 0 : leases.waits();
  }

  /** What {@link #statistics} says, with sizes as of now. */
  public CompletionStage<CacheStatistics> measure() {
    return use(() -> size.read().thenApply(done -> statistics()));
  }

  /** The link this store uses. */
  public RedisLink link() {
    return link;
  }

  @Override
  public void close() {
    closed = true;
    invalidations.close();
    if (ownsLink) {
      link.close();
    }
  }
}
