package io.phish.redis;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.SetArgs;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheInvalidationListener;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStatistics;
import io.phish.spi.CacheStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
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
 * change. After a lost connection they are emptied. That is not done with a cluster or with RESP2:
 * bound there how long the nearer store keeps entries.
 *
 * <p>Many entries are one round trip. No call is waited for longer than {@link
 * RedisOptions#waitLimit}, but {@link #clear} and {@link #measure}; without a connection calls fail
 * at once. A value that is foreign, newer than this version or damaged is a miss.
 */
public final class RedisCacheStore implements CacheStore {
  private static final String AREA = "cache";

  /** So many keys at a time keep a server busy for less than a millisecond. */
  private static final int BATCH = 512;

  private static final long LONGEST = Duration.ofDays(3_650).toMillis();
  private static final int COMPRESS_ABOVE = 4_096;

  private final RedisLink link;
  private final boolean ownsLink;
  private final Clock clock;
  private final RedisCalls calls;
  private final RedisCalls slowCalls;
  private final CacheKeys keys;
  private final DatabaseSize size;
  private final Invalidations invalidations;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder unreadable = new LongAdder();
  private volatile boolean closed;

  private RedisCacheStore(RedisLink link, boolean ownsLink, Clock clock) {
    this.link = link;
    this.ownsLink = ownsLink;
    this.clock = clock;
    this.calls = link.calls(AREA, link.options().waitLimit());
    this.slowCalls = link.calls(AREA + "-sweep", link.options().commandTimeout());
    this.keys = new CacheKeys(link.keys().area(AREA));
    this.size = new DatabaseSize(slowCalls);
    this.invalidations = new Invalidations(link, keys);
  }

  /** A store with a link of its own, which is closed with it. */
  public static RedisCacheStore open(RedisOptions options) {
    return new RedisCacheStore(RedisLink.open(options), true, Clock.systemUTC());
  }

  /** A store on a link that others may use too. The link is not closed with it. */
  public static RedisCacheStore on(RedisLink link) {
    return on(link, Clock.systemUTC());
  }

  /** A store on a link that others may use too. The link is not closed with it. */
  public static RedisCacheStore on(RedisLink link, Clock clock) {
    return new RedisCacheStore(
        Objects.requireNonNull(link, "link"), false, Objects.requireNonNull(clock, "clock"));
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public CompletionStage<Optional<CacheEntry>> get(CacheKey key) {
    Objects.requireNonNull(key, "key");
    return use(
        () -> {
          byte[] name = keys.name(key);
          return calls
              .call(wire -> wire.async().get(name))
              .thenApply(value -> Optional.ofNullable(entry(name, value)));
        });
  }

  private @Nullable CacheEntry entry(byte[] name, byte @Nullable [] value) {
    CacheEntry entry = value == null ? null : Envelope.unwrap(name, value, link.clock());
    if (value != null && entry == null) {
      unreadable.increment();
    }
    if (entry == null || entry.isExpired(clock.instant())) {
      misses.increment();
      return null;
    }
    hits.increment();
    return entry;
  }

  @Override
  public CompletionStage<Map<CacheKey, CacheEntry>> getAll(Collection<CacheKey> wanted) {
    List<CacheKey> unique = List.copyOf(new LinkedHashSet<>(wanted));
    return use(
        () ->
            unique.isEmpty()
                ? CompletableFuture.completedFuture(Map.of())
                : calls.call(wire -> getAll(wire, unique)));
  }

  private CompletionStage<Map<CacheKey, CacheEntry>> getAll(Wire wire, List<CacheKey> unique) {
    List<CompletableFuture<List<KeyValue<byte[], byte[]>>>> batches = new ArrayList<>();
    for (int from = 0; from < unique.size(); from += BATCH) {
      byte[][] names =
          unique.subList(from, Math.min(unique.size(), from + BATCH)).stream()
              .map(keys::name)
              .toArray(byte[][]::new);
      batches.add(wire.async().mget(names).toCompletableFuture());
    }
    return all(batches)
        .thenApply(
            done -> {
              Map<CacheKey, CacheEntry> found = new HashMap<>();
              int at = 0;
              for (CompletableFuture<List<KeyValue<byte[], byte[]>>> batch : batches) {
                for (KeyValue<byte[], byte[]> pair : batch.getNow(List.of())) {
                  CacheEntry entry = entry(pair.getKey(), pair.getValueOrElse(null));
                  if (entry != null) {
                    found.put(unique.get(at), entry);
                  }
                  at++;
                }
              }
              return found;
            });
  }

  private static CompletableFuture<Void> all(List<? extends CompletableFuture<?>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new));
  }

  @Override
  public CompletionStage<Void> put(CacheKey key, CacheEntry entry) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(entry, "entry");
    return use(
        () -> {
          long left = millisLeft(entry);
          if (left <= 0) {
            return unlink(keys.name(key));
          }
          byte[] name = keys.name(key);
          byte[] value = Envelope.wrap(name, entry, link.clock(), COMPRESS_ABOVE);
          return done(calls.call(wire -> wire.async().set(name, value, SetArgs.Builder.px(left))));
        });
  }

  /** One more than there are, so that the server does not drop it before its time. */
  private long millisLeft(CacheEntry entry) {
    if (entry.isExpired(clock.instant())) {
      return 0;
    }
    long expiry = Envelope.millis(entry.expiresAt());
    return expiry == Long.MAX_VALUE ? LONGEST : Math.min(LONGEST, expiry - clock.millis() + 1);
  }

  @Override
  public CompletionStage<Void> putAll(Map<CacheKey, CacheEntry> entries) {
    Map<CacheKey, CacheEntry> copy = Map.copyOf(entries);
    return use(
        () ->
            copy.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : calls.call(wire -> putAll(wire, copy)));
  }

  private CompletionStage<Void> putAll(Wire wire, Map<CacheKey, CacheEntry> entries) {
    List<AsyncCommand<byte[], byte[], ?>> commands = new ArrayList<>(entries.size());
    entries.forEach(
        (key, entry) -> {
          byte[] name = keys.name(key);
          CommandArgs<byte[], byte[]> args =
              new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(name);
          long left = millisLeft(entry);
          if (left > 0) {
            args.addValue(Envelope.wrap(name, entry, link.clock(), COMPRESS_ABOVE));
            args.add("PX").add(left);
          }
          Command<byte[], byte[], ?> command =
              left > 0
                  ? new Command<>(
                      CommandType.SET, new StatusOutput<>(ByteArrayCodec.INSTANCE), args)
                  : new Command<>(
                      CommandType.UNLINK, new IntegerOutput<>(ByteArrayCodec.INSTANCE), args);
          commands.add(new AsyncCommand<>(command));
        });
    wire.stateful().dispatch(commands);
    return all(commands);
  }

  @Override
  public CompletionStage<Void> remove(CacheKey key) {
    Objects.requireNonNull(key, "key");
    return use(() -> unlink(keys.name(key)));
  }

  private CompletableFuture<Void> unlink(byte[] name) {
    return done(calls.call(wire -> wire.async().unlink(name)));
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

  /** Names of keys, and back. */
  record CacheKeys(String root) {

    byte[] name(CacheKey key) {
      return (root + key).getBytes(StandardCharsets.US_ASCII);
    }

    /** Nothing in it is a wild card but the last character. */
    String pattern() {
      return root + "*";
    }

    /** The key of a name; null if it is not one of ours. */
    @Nullable CacheKey key(byte[] name) {
      String text = new String(name, StandardCharsets.ISO_8859_1);
      int colon = text.lastIndexOf(':');
      if (!text.startsWith(root) || colon <= root.length() || text.length() - colon != 33) {
        return null;
      }
      try {
        return new CacheKey(
            text.substring(root.length(), colon),
            Long.parseUnsignedLong(text, colon + 1, colon + 17, 16),
            Long.parseUnsignedLong(text, colon + 17, colon + 33, 16));
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
  }
}
