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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures what a bus brings to 100 subscribers, with and without one that stalls, and how often a
 * limiter is asked; in memory, and over Redis if its URI is given. By hand, as it takes both cores.
 */
final class SharingLoad {
  private static final int SUBSCRIBERS = 100;
  private static final int BATCH = 500;
  private static final long NANOS = 3_000_000_000L;
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
    report.forEach(LOG::info);
  }

  private static void measure(
      String name, UpdateBus bus, RateLimiter limiter, List<String> report) {
    for (Topic topic : List.of(Topic.broadcast("load"), Topic.broadcast("load").retained())) {
      fanOut(bus, topic, false); // to warm up
      double alone = fanOut(bus, topic, false);
      double stalled = fanOut(bus, topic, true);
      report.add(
          String.format(
              Locale.ROOT,
              "%s %s: %,.0f updates/s published, %,.0f/s handed over; with one that stalls %.2f",
              name,
              topic,
              alone,
              alone * SUBSCRIBERS,
              stalled / alone));
    }
    ask(limiter);
    report.add(String.format(Locale.ROOT, "%s limiter: %,.0f/s", name, ask(limiter)));
  }

  private static double fanOut(UpdateBus bus, Topic topic, boolean stalls) {
    List<Counter> counters = new ArrayList<>();
    SubscribeOptions options = SubscribeOptions.DEFAULT.withBuffer(4 * BATCH);
    if (stalls) {
      bus.subscribe(topic, SubscribeOptions.DEFAULT, new Counter(0)).toCompletableFuture().join();
    }
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
        var unused = bus.publish(topic, data);
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
    counters.forEach(Counter::cancel);
    return published * 1e9 / elapsed;
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

    @Override
    public void onNext(UpdateSignal signal) {
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
}
