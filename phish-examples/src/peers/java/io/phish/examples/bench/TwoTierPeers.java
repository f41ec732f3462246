package io.phish.examples.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory before Redis, beside JetCache's and Redisson's, on one server and by turns:
 * keys drawn by Zipf's law, so many of which fit into each memory that about 95 of 100 look-ups are
 * answered there. All three have Caffeine for memory, the same octets and one process.
 *
 * <p>Callers either wait for each answer or, as analyses do, have several look-ups on their way.
 * JetCache's callers always wait; so that this is not held against it, it is also given eight times
 * the threads.
 */
public final class TwoTierPeers {
  private static final int MEGABYTES = 16;
  private static final double HIT_RATE = 0.955;
  private static final int ON_THEIR_WAY = 32;
  private static final int DRAWN = 1 << 20;
  private static final long TURN = TimeUnit.MILLISECONDS.toNanos(300);
  private static final Duration TTL = Duration.ofHours(1);

  private final List<TwoTier<?>> caches;
  private final String[] names;
  private final int[] drawn;
  private final int threads;
  private final LongAdder lookUps = new LongAdder();
  private final Map<String, List<Double>> processor = new LinkedHashMap<>();
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private TwoTierPeers(List<TwoTier<?>> caches, int octets, int fitting, int threads) {
    this.caches = caches;
    this.threads = threads;
    double[] mass = mass(fitting);
    this.names = new String[mass.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = "name-" + i + ".example";
    }
    SplittableRandom random = new SplittableRandom(42);
    this.drawn = new int[DRAWN];
    for (int i = 0; i < DRAWN; i++) {
      drawn[i] = rank(mass, random.nextDouble() * mass[mass.length - 1]);
    }
    byte[] value = new byte[octets];
    random.nextBytes(value);
    // By several threads, for each put is waited for.
    caches.forEach(cache -> fill(cache, value));
  }

  private <K> void fill(TwoTier<K> cache, byte[] value) {
    Arrays.stream(names).parallel().forEach(name -> cache.put(cache.key(name), value, TTL));
  }

  /** Measures: path of redis-server, octets of a value, threads, rounds. */
  public static void main(String[] args) throws Exception {
    int octets = Integer.parseInt(args[1]);
    int fitting = (MEGABYTES << 20) / (octets + PhishTwoTier.OVERHEAD);
    try (OwnRedis redis = OwnRedis.start(Path.of(args[0]));
        PhishTwoTier phish = new PhishTwoTier(redis.uri(), MEGABYTES);
        JetCacheTwoTier jetCache = new JetCacheTwoTier(redis.uri(), fitting);
        RedissonTwoTier redisson = new RedissonTwoTier(redis.uri(), fitting)) {
      List<TwoTier<?>> caches = List.<TwoTier<?>>of(phish, jetCache, redisson);
      new TwoTierPeers(caches, octets, fitting, Integer.parseInt(args[2]))
          .measure(redis, Integer.parseInt(args[3]));
      try (PhishTwoTier phish2 = new PhishTwoTier(redis.uri(), MEGABYTES);
          JetCacheTwoTier jetCache2 = new JetCacheTwoTier(redis.uri(), fitting);
          RedissonTwoTier redisson2 = new RedissonTwoTier(redis.uri(), fitting)) {
        remainingTime(phish, phish2);
        remainingTime(jetCache, jetCache2);
        remainingTime(redisson, redisson2);
      }
    }
  }

  /** The cumulated weights of so many keys that those that fit are asked for so often. */
  private static double[] mass(int fitting) {
    List<Double> mass = new ArrayList<>();
    double sum = 0;
    double enough = Double.MAX_VALUE;
    for (int i = 1; i <= fitting || sum < enough; i++) {
      sum += 1.0 / i;
      mass.add(sum);
      if (i == fitting) {
        enough = sum / HIT_RATE;
      }
    }
    return mass.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static int rank(double[] mass, double at) {
    int found = Arrays.binarySearch(mass, at);
    return found >= 0 ? found : Math.min(mass.length - 1, -found - 1);
  }

  private void measure(OwnRedis server, int rounds) throws Exception {
    long readsBefore = reads(server);
    Turns turns = new Turns();
    for (TwoTier<?> cache : caches) {
      side(turns, cache.name() + ", callers wait", cache, threads, 1);
      if (cache.mayBeAsynchronous()) {
        side(turns, cache.name() + ", many on their way", cache, threads, ON_THEIR_WAY);
      } else {
        side(turns, cache.name() + ", eight times the threads", cache, 8 * threads, 1);
      }
    }
    Turns.Figures figures = turns.measure(rounds);
    Map<String, Double> rates = new LinkedHashMap<>();
    figures.bySide().keySet().forEach(side -> rates.put(side, figures.median(side)));
    rates.forEach(
        (side, rate) ->
            System.out.printf(
                Locale.ROOT,
                "%-36s %,12.0f look-ups/s, %.2f microseconds of processor each%n",
                side,
                rate,
                Turns.median(processor.getOrDefault(side, List.of()))));
    System.out.printf(
        Locale.ROOT,
        "answered from memory: %.3f%n",
        1 - (double) (reads(server) - readsBefore) / lookUps.sum());
    double waiting = ratio(rates, ", callers wait", ", callers wait");
    double best = ratio(rates, "", "");
    System.out.printf(
        Locale.ROOT,
        "phish to the better one: callers wait %.2f, each at its best %.2f%n",
        waiting,
        best);
  }

  private double ratio(Map<String, Double> rates, String ours, String theirs) {
    String phish = caches.get(0).name();
    double best = 0;
    double other = 0;
    for (Map.Entry<String, Double> rate : rates.entrySet()) {
      if (rate.getKey().startsWith(phish) && rate.getKey().endsWith(ours)) {
        best = Math.max(best, rate.getValue());
      } else if (!rate.getKey().startsWith(phish) && rate.getKey().endsWith(theirs)) {
        other = Math.max(other, rate.getValue());
      }
    }
    return best / other;
  }

  /** How often the server was asked for an entry, as it says itself. */
  private static long reads(OwnRedis server) {
    long reads = 0;
    for (String line : server.info("stats").split("\r\n", -1)) {
      if (line.startsWith("keyspace_hits:") || line.startsWith("keyspace_misses:")) {
        reads += Long.parseLong(line.substring(line.indexOf(':') + 1));
      }
    }
    return reads;
  }

  /** Measures look-ups per second, and beside them what this process took the processor for. */
  private <K> void side(Turns turns, String name, TwoTier<K> cache, int callers, int onTheirWay) {
    List<K> keys = Arrays.stream(names).map(cache::key).toList();
    turns.side(
        name,
        () -> {
          LongAdder done = new LongAdder();
          CountDownLatch ended = new CountDownLatch(callers);
          long began = system.getProcessCpuTime();
          long begin = System.nanoTime();
          for (int i = 0; i < callers; i++) {
            // Another part of the draws in each turn, or all that is asked for would be in memory.
            int from = ThreadLocalRandom.current().nextInt(DRAWN);
            new Thread(
                    () -> {
                      try {
                        done.add(call(cache, keys, from, onTheirWay, begin + TURN));
                      } finally {
                        ended.countDown();
                      }
                    })
                .start();
          }
          ended.await();
          double rate = done.sum() * 1e9 / (System.nanoTime() - begin);
          lookUps.add(done.sum());
          processor
              .computeIfAbsent(name, side -> new ArrayList<>())
              .add((system.getProcessCpuTime() - began) / 1e3 / done.sum());
          return rate;
        });
  }

  private <K> long call(TwoTier<K> cache, List<K> keys, int from, int onTheirWay, long end) {
    Deque<CompletableFuture<?>> pending = new ArrayDeque<>();
    long done = 0;
    for (int at = from; System.nanoTime() - end < 0; done++) {
      K key = keys.get(drawn[at]);
      at = (at + 1) & (DRAWN - 1);
      if (onTheirWay == 1) {
        require(cache.get(key));
        continue;
      }
      CompletableFuture<?> answer = cache.getAsync(key);
      if (!answer.isDone()) {
        pending.add(answer);
        if (pending.size() == onTheirWay) {
          require(pending.remove().join());
        }
      }
    }
    pending.forEach(CompletableFuture::join);
    return done;
  }

  private static void require(@Nullable Object found) {
    if (found == null) {
      throw new IllegalStateException("an entry is missing that is not expired");
    }
  }

  /** Whether what one instance wrote for three seconds is gone from the other's memory then. */
  private static <K> void remainingTime(TwoTier<K> writer, TwoTier<K> reader) {
    K key = writer.key("remaining.example");
    Duration ttl = Duration.ofSeconds(3);
    long begin = System.nanoTime();
    writer.put(key, new byte[] {1}, ttl);
    sleepUntil(begin + Duration.ofSeconds(2).toNanos());
    require(reader.get(key));
    long giveUp = begin + Duration.ofSeconds(6).toNanos();
    while (reader.get(key) != null && System.nanoTime() - giveUp < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%-10s written for 3 s, read elsewhere after 2 s: there %s%n",
        writer.name(),
        seconds >= 6
            ? "even after 6 s, too long"
            : String.format(Locale.ROOT, "until %.2f s", seconds));
  }

  private static void sleepUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
