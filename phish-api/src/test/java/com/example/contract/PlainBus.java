package com.example.contract;

import io.phish.spi.SubscribeOptions;
import io.phish.spi.Topic;
import io.phish.spi.UpdateBus;
import io.phish.spi.UpdateBusStatistics;
import io.phish.spi.UpdateId;
import io.phish.spi.UpdateOutlet;
import io.phish.spi.UpdateSignal;
import io.phish.spi.UpdateSignal.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The least that is a bus, with places where it can be broken. */
class PlainBus implements UpdateBus {
  final Executor executor;
  private final int kept;
  private final ConcurrentHashMap<Topic, List<Update>> updates = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Topic, Long> counts = new ConcurrentHashMap<>();
  private final List<UpdateOutlet> outlets = new CopyOnWriteArrayList<>();
  private final ConcurrentHashMap<UpdateOutlet, Topic> topics = new ConcurrentHashMap<>();
  private final AtomicLong published = new AtomicLong();
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private volatile boolean isClosed;

  PlainBus(int kept) {
    this(kept, threads(4));
  }

  PlainBus(int kept, Executor executor) {
    this.kept = kept;
    this.executor = executor;
  }

  static Executor threads(int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task);
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** What a topic is known by. */
  Topic topic(Topic topic) {
    return topic;
  }

  String data(String data) {
    return data;
  }

  UpdateId id(long number) {
    return new UpdateId(42, number);
  }

  UpdateId after(UpdateId after) {
    return after;
  }

  void offer(UpdateOutlet outlet, Update update) {
    outlet.offer(update);
  }

  void check(String data) {
    UpdateBus.check(data);
  }

  Flow.Subscriber<? super UpdateSignal> subscriber(Flow.Subscriber<? super UpdateSignal> given) {
    return given;
  }

  int buffer(int wanted) {
    return wanted;
  }

  @Override
  public synchronized CompletionStage<UpdateId> publish(Topic given, String data) {
    if (isClosed) {
      return CompletableFuture.failedFuture(new IllegalStateException("closed"));
    }
    try {
      check(data);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    published.incrementAndGet();
    Topic topic = topic(given);
    UpdateId id = topic.isRetained() ? id(counts.merge(topic, 1L, Long::sum)) : null;
    Update update = new Update(given, id, data(data));
    List<Update> list = updates.computeIfAbsent(topic, t -> new ArrayList<>());
    list.add(update);
    if (list.size() > kept) {
      list.remove(0);
    }
    for (UpdateOutlet outlet : outlets) {
      if (topic.equals(topics.get(outlet))) {
        offer(outlet, update);
      }
    }
    return CompletableFuture.completedFuture(id == null ? UpdateId.START : id);
  }

  @Override
  public synchronized CompletionStage<Void> subscribe(
      Topic given, SubscribeOptions options, Flow.Subscriber<? super UpdateSignal> subscriber) {
    if (isClosed) {
      return CompletableFuture.failedFuture(new IllegalStateException("closed"));
    }
    Topic topic = topic(given);
    UpdateOutlet outlet =
        new UpdateOutlet(
            given,
            buffer(options.buffer()),
            subscriber(subscriber),
            executor,
            topic.isRetained() ? (after, most) -> read(topic, after, most) : null,
            new Counting());
    topics.put(outlet, topic);
    outlets.add(outlet);
    UpdateId after = options.after();
    outlet.startAfter(after == null ? newest(topic) : after(after));
    outlet.open();
    if (after != null) {
      outlet.fallBehind();
    }
    onSubscribed(topic, outlet);
    return CompletableFuture.completedFuture(null);
  }

  void onSubscribed(Topic topic, UpdateOutlet outlet) {}

  List<Update> kept(Topic topic) {
    return updates.getOrDefault(topic, List.of());
  }

  private UpdateId newest(Topic topic) {
    List<Update> list = kept(topic);
    return list.isEmpty() || !topic.isRetained()
        ? UpdateId.START
        : Objects.requireNonNull(list.get(list.size() - 1).id());
  }

  synchronized CompletionStage<Page> read(Topic topic, UpdateId after, int most) {
    List<Update> list = kept(topic);
    List<Update> page =
        list.stream()
            .filter(update -> isAfter(Objects.requireNonNull(update.id()), after))
            .limit(most)
            .toList();
    return CompletableFuture.completedFuture(new Page(page, list.isEmpty() ? null : newest(topic)));
  }

  private static boolean isAfter(UpdateId id, UpdateId after) {
    return id.generation() != after.generation() || id.number() > after.number();
  }

  @Override
  public UpdateBusStatistics statistics() {
    return new UpdateBusStatistics(
        outlets.size(), published.get(), delivered.get(), dropped.get(), 0, 0);
  }

  @Override
  public void close() {
    isClosed = true;
    outlets.forEach(UpdateOutlet::complete);
  }

  private final class Counting implements UpdateOutlet.Events {
    @Override
    public void delivered(int signals) {
      delivered.addAndGet(signals);
    }

    @Override
    public void gap() {}

    @Override
    public void dropped() {
      dropped.incrementAndGet();
    }

    @Override
    public void ended(UpdateOutlet outlet) {
      outlets.remove(outlet);
    }
  }
}
