package io.phish.examples.bench;

import io.phish.core.limit.MemoryRateLimiter;
import io.phish.core.updates.MemoryUpdateBus;
import io.phish.redis.RedisLink;
import io.phish.redis.RedisOptions;
import io.phish.redis.RedisRateLimiter;
import io.phish.redis.RedisUpdateBus;
import io.phish.spi.RateLimiter;
import io.phish.spi.RateWindow;
import io.phish.spi.SubscribeOptions;
import io.phish.spi.Topic;
import io.phish.spi.UpdateBus;
import io.phish.spi.UpdateSignal;
import io.phish.spi.UpdateSignal.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures what a bus brings to 100 subscribers: alone, with one more that requests nothing, and
 * with one more that blocks the thread it is called on, by turns; and how often a limiter is asked.
 * In memory, and over Redis if its URI is given. By hand, as it takes both cores.
 */
final class SharingLoad {
  private static final int SUBSCRIBERS = 100;
  private static final int BATCH = 500;
  private static final int ROUNDS = 5;
  private static final int TIMED = 50;
  private static final long NANOS = 2_000_000_000L;
  private static final Logger LOG = LoggerFactory.getLogger(SharingLoad.class);

  private SharingLoad() {}

  public static void main(String[] arguments) {
    List<String> report = new ArrayList<>();
    try (UpdateBus bus = new MemoryUpdateBus(1_000);
        RateLimiter limiter = new MemoryRateLimiter()) {
      measure("memory", bus, limiter, report);
    }
    if (arguments.length > 0) {
      RedisOptions options =
          RedisOptions.builder(arguments[0]).waitLimit(Duration.ofSeconds(5)).build();
      try (RedisLink link = RedisLink.open(options)) {
        while (!link.health().isUp()) {
          LockSupport.parkNanos(1_000_000);
        }
        try (UpdateBus bus = new RedisUpdateBus(link, 1_000);
            RateLimiter limiter = new RedisRateLimiter(link)) {
          measure("redis", bus, limiter, report);
        }
      }
    }
    report.forEach(System.out::println);
  }

  private static void measure(
      String name, UpdateBus bus, RateLimiter limiter, List<String> report) {
    for (Topic topic : List.of(Topic.broadcast("load"), Topic.broadcast("load").retained())) {
      fanOut(bus, topic, Guest.NONE); // to warm up
      Map<Guest, List<Round>> rounds = new EnumMap<>(Guest.class);
      for (int i = 0; i < ROUNDS; i++) {
        for (Guest guest : Guest.values()) {
          rounds.computeIfAbsent(guest, g -> new ArrayList<>()).add(fanOut(bus, topic, guest));
        }
      }
      double alone = median(rounds.getOrDefault(Guest.NONE, List.of()), Round::published);
      rounds.forEach(
          (guest, all) -> {
            double published = median(all, Round::published);
            report.add(
                String.format(
                    Locale.ROOT,
                    "%s %s, guest %s: %,.0f/s published, %,.0f/s handed over, p50 %.2f ms, p99"
                        + " %.2f ms; %.2f of alone",
                    name,
                    topic.isRetained() ? "retained" : "fleeting",
                    guest,
                    published,
                    published * SUBSCRIBERS,
                    median(all, Round::p50),
                    median(all, Round::p99),
                    published / alone));
          });
    }
    ask(limiter);
    report.add(String.format(Locale.ROOT, "%s limiter: %,.0f/s", name, ask(limiter)));
  }

  /** Who listens beside those that are measured. */
  private enum Guest {
    NONE,
    ASKS_FOR_NOTHING,
    BLOCKS
  }

  /** What came of one round: updates per second, and milliseconds. */
  private record Round(double published, double p50, double p99) {}

  private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
    return rounds.stream()
        .mapToDouble(value)
        .sorted()
        .skip(rounds.size() / 2)
        .findFirst()
        .orElse(0);
  }

  private static Round fanOut(UpdateBus bus, Topic topic, Guest guest) {
    CountDownLatch released = new CountDownLatch(1);
    if (guest != Guest.NONE) {
      bus.subscribe(
              topic,
              SubscribeOptions.DEFAULT,
              guest == Guest.BLOCKS ? new Blocking(released) : new Counter(0))
          .toCompletableFuture()
          .join();
    }
    List<Counter> counters = new ArrayList<>();
    SubscribeOptions options = SubscribeOptions.DEFAULT.withBuffer(4 * BATCH);
    for (int i = 0; i < SUBSCRIBERS; i++) {
      Counter counter = new Counter(Long.MAX_VALUE);
      counters.add(counter);
      bus.subscribe(topic, options, counter).toCompletableFuture().join();
    }
    String data = "{\"label\":\"PHISHING\",\"probability\":0.98}";
    long begin = System.nanoTime();
    long published = 0;
    long elapsed = 0;
    while (elapsed < NANOS) {
      for (int i = 0; i < BATCH; i++) {
        var unused = bus.publish(topic, i % TIMED == 0 ? "" + System.nanoTime() : data);
      }
      published += BATCH;
      for (Counter counter : counters) {
        // One batch may be under way while the next one is published.
        while (counter.count.get() < published - BATCH) {
          LockSupport.parkNanos(20_000);
        }
      }
      elapsed = System.nanoTime() - begin;
    }
    released.countDown();
    counters.forEach(Counter::cancel);
    long[] late = counters.stream().flatMapToLong(Counter::lateness).sorted().toArray();
    return new Round(published * 1e9 / elapsed, part(late, 0.5), part(late, 0.99));
  }

  private static double part(long[] sorted, double part) {
    return sorted[(int) (part * (sorted.length - 1))] / 1e6;
  }

  private static double ask(RateLimiter limiter) {
    List<RateWindow> windows =
        List.of(
            new RateWindow(1_000_000, Duration.ofSeconds(1), 100_000),
            RateWindow.of(1_000_000, Duration.ofHours(1)));
    long begin = System.nanoTime();
    long asked = 0;
    long elapsed = 0;
    List<CompletableFuture<?>> batch = new ArrayList<>();
    while (elapsed < NANOS) {
      batch.clear();
      for (int i = 0; i < 64; i++) {
        batch.add(limiter.tryAcquire("key " + asked++ % 1_000, windows).toCompletableFuture());
      }
      CompletableFuture.allOf(batch.toArray(CompletableFuture<?>[]::new)).join();
      elapsed = System.nanoTime() - begin;
    }
    return asked * 1e9 / elapsed;
  }

  private static final class Counter implements Flow.Subscriber<UpdateSignal> {
    private final AtomicLong count = new AtomicLong();
    private final Queue<Long> late = new ConcurrentLinkedQueue<>();
    private final long demand;
    private volatile Flow.@Nullable Subscription subscription;

    Counter(long demand) {
      this.demand = demand;
    }

    void cancel() {
      Objects.requireNonNull(subscription).cancel();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      if (demand > 0) {
        given.request(demand);
      }
    }

    /** Of the updates that say when they were published: how old they were here. */
    LongStream lateness() {
      return late.stream().mapToLong(Long::longValue);
    }

    @Override
    public void onNext(UpdateSignal signal) {
      if (signal instanceof Update update && update.data().charAt(0) != '{') {
        late.add(System.nanoTime() - Long.parseLong(update.data()));
      }
      count.lazySet(count.get() + 1);
    }

    @Override
    public void onError(Throwable thrown) {
      if (demand > 0) {
        LOG.error("A subscriber that keeps up was dropped", thrown);
      }
    }

    @Override
    public void onComplete() {}
  }

  /** Is called once, and stays there. */
  private record Blocking(CountDownLatch released) implements Flow.Subscriber<UpdateSignal> {
    @Override
    public void onSubscribe(Flow.Subscription given) {
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(UpdateSignal signal) {
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void onError(Throwable thrown) {}

    @Override
    public void onComplete() {}
  }
}
