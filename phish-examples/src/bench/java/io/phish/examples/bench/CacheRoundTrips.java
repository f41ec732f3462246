package io.phish.examples.bench;

import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.phish.redis.RedisCacheStore;
import io.phish.redis.RedisLink;
import io.phish.redis.RedisOptions;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What {@code RedisCacheStore} takes beside bare Lettuce, which reads and writes the very octets
 * the store does with the commands the store sends: many entries at once, pipelined, and one entry
 * at a time. Both sides have the same server and one connection each, and take turns.
 */
public final class CacheRoundTrips {
  private static final int KEYS = 10_000;
  private static final int BATCH = 100;
  private static final int PIPELINED = 4;
  private static final long TURN = TimeUnit.MILLISECONDS.toNanos(200);
  private static final Duration TTL = Duration.ofHours(1);

  private final RedisCacheStore store;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final RedisAsyncCommands<byte[], byte[]> lettuce;
  private final List<List<CacheKey>> keys = new ArrayList<>();
  private final List<Map<CacheKey, CacheEntry>> entries = new ArrayList<>();
  private final List<byte[][]> names = new ArrayList<>();
  private final List<byte[][]> values = new ArrayList<>();
  private int next;

  private CacheRoundTrips(
      RedisCacheStore store, StatefulRedisConnection<byte[], byte[]> connection) {
    this.store = store;
    this.connection = connection;
    this.lettuce = connection.async();
  }

  /** Measures: path of redis-server, octets of a value, rounds. */
  public static void main(String[] args) throws Exception {
    try (OwnRedis redis = OwnRedis.start(Path.of(args[0]));
        RedisClient client = RedisClient.create(redis.uri());
        StatefulRedisConnection<byte[], byte[]> connection =
            client.connect(ByteArrayCodec.INSTANCE);
        RedisLink link =
            RedisLink.open(
                RedisOptions.builder(redis.uri()).waitLimit(Duration.ofMillis(500)).build());
        RedisCacheStore store = RedisCacheStore.on(link)) {
      link.whenConnected().toCompletableFuture().join();
      new CacheRoundTrips(store, connection)
          .measure(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    }
  }

  private void measure(int octets, int rounds) throws Exception {
    prepare(octets);
    Turns.Figures get =
        new Turns()
            .side("store", () -> pipelined(() -> store.getAll(keys.get(batch()))))
            .side("lettuce", () -> pipelined(() -> lettuce.mget(names.get(batch()))))
            .measure(rounds);
    print("get of " + BATCH + ", entries/s", get);
    Turns.Figures set =
        new Turns()
            .side("store", () -> pipelined(() -> store.putAll(entries.get(batch()))))
            .side("lettuce", () -> pipelined(this::rawSet))
            .measure(rounds);
    print("set of " + BATCH + ", entries/s", set);
    Turns.Figures one =
        new Turns()
            .side("store", () -> oneByOne(i -> store.get(keys.get(i / BATCH).get(i % BATCH))))
            .side("lettuce", () -> oneByOne(i -> lettuce.get(names.get(i / BATCH)[i % BATCH])))
            .measure(rounds);
    print("one get, microseconds", one);
  }

  private static void print(String what, Turns.Figures figures) {
    System.out.printf(
        Locale.ROOT,
        "%-24s store %,.1f  lettuce %,.1f  ratio %.3f%n",
        what,
        figures.median("store"),
        figures.median("lettuce"),
        figures.ratio("store", "lettuce"));
  }

  /** Puts everything through the store, and learns from the server what that wrote. */
  private void prepare(int octets) throws Exception {
    SplittableRandom random = new SplittableRandom(42);
    for (int from = 0; from < KEYS; from += BATCH) {
      Map<CacheKey, CacheEntry> batch = new LinkedHashMap<>();
      for (int i = from; i < from + BATCH; i++) {
        byte[] value = new byte[octets];
        random.nextBytes(value);
        batch.put(
            CacheKey.of("phish.registration@1", "name-" + i + ".example"),
            new CacheEntry(value, Instant.now().plus(TTL)));
      }
      store.putAll(batch).toCompletableFuture().join();
      byte[][] batchNames =
          batch.keySet().stream()
              .map(key -> ("phish:1:cache:" + key).getBytes(StandardCharsets.US_ASCII))
              .toArray(byte[][]::new);
      byte[][] batchValues = new byte[BATCH][];
      for (int i = 0; i < BATCH; i++) {
        batchValues[i] = lettuce.get(batchNames[i]).get();
      }
      entries.add(batch);
      keys.add(List.copyOf(batch.keySet()));
      names.add(batchNames);
      values.add(batchValues);
    }
  }

  private int batch() {
    next = next + 1 == entries.size() ? 0 : next + 1;
    return next;
  }

  private CompletableFuture<Void> rawSet() {
    int batch = batch();
    SetArgs ttl = SetArgs.Builder.px(TTL);
    CompletableFuture<?>[] sent = new CompletableFuture<?>[BATCH];
    connection.setAutoFlushCommands(false);
    for (int i = 0; i < BATCH; i++) {
      sent[i] = lettuce.set(names.get(batch)[i], values.get(batch)[i], ttl).toCompletableFuture();
    }
    connection.flushCommands();
    connection.setAutoFlushCommands(true);
    return CompletableFuture.allOf(sent);
  }

  /** Entries per second, a few batches on their way at any time. */
  private static double pipelined(Supplier<? extends CompletionStage<?>> send) throws Exception {
    Deque<Future<?>> pending = new ArrayDeque<>();
    long begin = System.nanoTime();
    long done = 0;
    while (System.nanoTime() - begin < TURN) {
      while (pending.size() < PIPELINED) {
        pending.add(send.get().toCompletableFuture());
      }
      pending.remove().get();
      done += BATCH;
    }
    double rate = done * 1e9 / (System.nanoTime() - begin);
    for (Future<?> last : pending) {
      last.get();
    }
    return rate;
  }

  private interface Single {
    CompletionStage<?> get(int index);
  }

  /** The median of round trips in microseconds. */
  private static double oneByOne(Single single) throws Exception {
    List<Double> micros = new ArrayList<>();
    long end = System.nanoTime() + TURN;
    int index = 0;
    for (long begin = System.nanoTime(); begin < end; begin = System.nanoTime()) {
      single.get(index).toCompletableFuture().get();
      micros.add((System.nanoTime() - begin) / 1e3);
      index = (index + 1) % KEYS;
    }
    return Turns.median(micros);
  }
}
