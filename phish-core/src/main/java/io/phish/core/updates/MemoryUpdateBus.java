package io.phish.core.updates;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.phish.spi.SubscribeOptions;
import io.phish.spi.Topic;
import io.phish.spi.UpdateBus;
import io.phish.spi.UpdateBusStatistics;
import io.phish.spi.UpdateId;
import io.phish.spi.UpdateOutlet;
import io.phish.spi.UpdateSignal;
import io.phish.spi.UpdateSignal.Update;
import java.time.Duration;
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
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings updates to subscribers of this instance. What is published has reached every buffer when
 * {@link #publish} returns. What is kept of retained topics is lost with the process.
 */
public final class MemoryUpdateBus implements UpdateBus {
  /** How many threads hand updates over by default, so how many subscribers may block at once. */
  public static final int THREADS = 8;

  /** For how long updates are kept after the last one of their topic. */
  public static final Duration KEPT_FOR = Duration.ofHours(1);

  private static final int MAX_TOPICS = 10_000;
  private static final int LOCKS = 64;
  private static final long IDLE_SECONDS = 10;

  private final int kept;
  private final Executor executor;

  /** Each orders the topics whose hash leads to it. */
  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

  private final ConcurrentHashMap<Topic, CopyOnWriteArrayList<UpdateOutlet>> subscribers =
      new ConcurrentHashMap<>();
  private final Cache<Topic, Kept> topics =
      Caffeine.newBuilder()
          .maximumSize(MAX_TOPICS)
          .expireAfterAccess(KEPT_FOR)
          .executor(Runnable::run)
          .build();
  private final AtomicLong generations = new AtomicLong(System.currentTimeMillis());
  private final LongAdder published = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder gaps = new LongAdder();
  private volatile boolean isClosed;

  /**
   * A bus with threads of its own, which are there only while there is something to hand over.
   *
   * @param kept how many updates of each retained topic are kept, at least 1; of the 10,000 topics
   *     that were used last
   */
  public MemoryUpdateBus(int kept) {
    this(kept, threads());
  }

  /**
   * A bus.
   *
   * @param kept how many updates of each retained topic are kept, at least 1
   * @param executor where subscribers are called; one that blocks holds one of its threads
   */
  public MemoryUpdateBus(int kept, Executor executor) {
    if (kept < 1) {
      throw new IllegalArgumentException("kept " + kept + " is below 1");
    }
    this.kept = kept;
    this.executor = Objects.requireNonNull(executor, "executor");
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  private static Executor threads() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // no more than one task per subscriber
            task -> {
              Thread thread = new Thread(task, "phish-updates");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public CompletionStage<UpdateId> publish(Topic topic, String data) {
    if (isClosed) {
      return CompletableFuture.failedFuture(closed());
    }
    try {
      UpdateBus.check(data);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    published.increment();
    ReentrantLock lock = lock(topic);
    lock.lock();
    try {
      Update update = topic.isRetained() ? keep(topic, data) : new Update(topic, null, data);
      List<UpdateOutlet> outlets = subscribers.get(topic);
      if (outlets != null) {
        for (UpdateOutlet outlet : outlets) {
          outlet.offer(update);
        }
      }
      UpdateId id = update.id();
      return CompletableFuture.completedFuture(id == null ? UpdateId.START : id);
    } finally {
      lock.unlock();
    }
  }

  private Update keep(Topic topic, String data) {
    Kept updates = topics.get(topic, t -> new Kept(kept, generations.incrementAndGet()));
    return updates.add(topic, data);
  }

  @Override
  public CompletionStage<Void> subscribe(
      Topic topic, SubscribeOptions options, Flow.Subscriber<? super UpdateSignal> subscriber) {
    if (isClosed) {
      return CompletableFuture.failedFuture(closed());
    }
    UpdateOutlet outlet =
        new UpdateOutlet(
            topic,
            options.buffer(),
            subscriber,
            executor,
            topic.isRetained() ? (after, most) -> read(topic, after, most) : null,
            new Counting(topic));
    UpdateId after = options.after();
    boolean resumes = topic.isRetained() && after != null;
    ReentrantLock lock = lock(topic);
    lock.lock();
    try {
      UpdateId newest = newest(topic);
      outlet.startAfter(resumes ? Objects.requireNonNull(after) : newest);
      subscribers.computeIfAbsent(topic, t -> new CopyOnWriteArrayList<>()).add(outlet);
    } finally {
      lock.unlock();
    }
    outlet.open();
    if (resumes) {
      outlet.fallBehind();
    }
    if (isClosed) {
      outlet.complete();
    }
    return CompletableFuture.completedFuture(null);
  }

  private UpdateId newest(Topic topic) {
    Kept updates = topics.getIfPresent(topic);
    UpdateId newest = updates == null ? null : updates.newest();
    return newest == null ? UpdateId.START : newest;
  }

  private CompletionStage<Page> read(Topic topic, UpdateId after, int most) {
    ReentrantLock lock = lock(topic);
    lock.lock();
    try {
      Kept updates = topics.getIfPresent(topic);
      return CompletableFuture.completedFuture(
          updates == null ? new Page(List.of(), null) : updates.read(after, most));
    } finally {
      lock.unlock();
    }
  }

  private ReentrantLock lock(Topic topic) {
    int hash = topic.hashCode();
    return locks[(hash ^ (hash >>> 16)) & (LOCKS - 1)];
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the update bus is closed");
  }

  @Override
  public UpdateBusStatistics statistics() {
    long count = subscribers.values().stream().mapToLong(List::size).sum();
    return new UpdateBusStatistics(
        count, published.sum(), delivered.sum(), dropped.sum(), gaps.sum(), 0);
  }

  @Override
  public void close() {
    isClosed = true;
    for (List<UpdateOutlet> outlets : new ArrayList<>(subscribers.values())) {
      outlets.forEach(UpdateOutlet::complete);
    }
    topics.invalidateAll();
  }

  private final class Counting implements UpdateOutlet.Events {
    private final Topic topic;

    Counting(Topic topic) {
      this.topic = topic;
    }

    @Override
    public void delivered(int signals) {
      delivered.add(signals);
    }

    @Override
    public void gap() {
      gaps.increment();
    }

    @Override
    public void dropped() {
      dropped.increment();
    }

    @Override
    public void ended(UpdateOutlet outlet) {
      CopyOnWriteArrayList<UpdateOutlet> unused =
          subscribers.computeIfPresent(
              topic,
              (t, outlets) -> {
                outlets.remove(outlet);
                return outlets.isEmpty() ? null : outlets;
              });
    }
  }
}
