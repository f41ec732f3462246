package io.phish.core.dns;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One bulk run: a thread that reads the input and asks, and the caller's, which reads replies and
 * delivers. They and the transport meet in one queue, and none wakes another for a single answer:
 * the deliverer naps while there is nothing, as a nap is cheaper than to be woken for each.
 */
final class BulkRun<T> {
  private static final long NAP = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long LONG_NAP = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int SHORT_NAPS = 100;
  private static final long IDLE = TimeUnit.MILLISECONDS.toNanos(100);

  /** A rate is kept over this time: a thread cannot be woken for each of 100,000 in a second. */
  private static final long BURST = TimeUnit.MILLISECONDS.toNanos(5);

  private final BulkResolver resolver;
  private final Iterator<? extends T> inputs;
  private final Function<? super T, @Nullable DnsQuestion> question;
  private final BiConsumer<? super T, @Nullable DnsAnswer> consumer;
  private final Queue<BulkItem<T>> done = new ConcurrentLinkedQueue<>();
  private final Thread deliverer = Thread.currentThread();
  private final Thread feeder = new Thread(this::feed, "phish-dns-feed");
  private final long began = System.nanoTime();
  private final Map<DnsStatus, long[]> counts = new EnumMap<>(DnsStatus.class);
  private final @Nullable BulkItem<T>[] early;

  private volatile long started;
  private volatile long delivered;
  private volatile boolean delivererIdle;
  private volatile boolean feederFull;
  private volatile boolean fed;
  private volatile boolean aborted;
  private volatile @Nullable Throwable inputFailure;
  private long nextProgress;

  @SuppressWarnings({"unchecked", "rawtypes"})
  BulkRun(
      BulkResolver resolver,
      Iterator<? extends T> inputs,
      Function<? super T, @Nullable DnsQuestion> question,
      BiConsumer<? super T, @Nullable DnsAnswer> consumer) {
    this.resolver = resolver;
    this.inputs = inputs;
    this.question = question;
    this.consumer = consumer;
    this.early = new BulkItem[resolver.isOrdered() ? resolver.inFlight() : 0];
    feeder.setDaemon(true);
    for (DnsStatus status : DnsStatus.values()) {
      counts.put(status, new long[1]);
    }
  }

  BulkStatistics run() throws InterruptedException {
    feeder.start();
    try {
      deliverAll();
    } finally {
      aborted = true;
      LockSupport.unpark(feeder);
      if (!fed) {
        // It may be reading.
        feeder.interrupt();
      }
    }
    Throwable failure = inputFailure;
    if (failure instanceof RuntimeException runtime) {
      throw runtime;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return statistics();
  }

  /** Takes an item that has its answer, on any thread. */
  void done(BulkItem<T> item) {
    done.add(item);
  }

  boolean isAborted() {
    return aborted;
  }

  private void deliverAll() throws InterruptedException {
    int naps = 0;
    while (true) {
      BulkItem<T> item = done.poll();
      if (item != null) {
        naps = 0;
        take(item);
        continue;
      }
      wakeFeeder();
      report();
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (delivered < started) {
        LockSupport.parkNanos(naps++ < SHORT_NAPS ? NAP : LONG_NAP);
      } else if (fed && delivered == started) {
        return;
      } else {
        delivererIdle = true;
        if (delivered == started && !fed) {
          LockSupport.parkNanos(IDLE);
        }
        delivererIdle = false;
      }
    }
  }

  private void take(BulkItem<T> item) {
    if (early.length == 0) {
      deliver(item);
      return;
    }
    early[(int) (item.number % early.length)] = item;
    int at = (int) (delivered % early.length);
    for (BulkItem<T> next = early[at]; next != null; next = early[at]) {
      early[at] = null;
      deliver(next);
      at = (int) (delivered % early.length);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes it
  private void deliver(BulkItem<T> item) {
    DnsAnswer answer = item.answer();
    if (answer != null) {
      Objects.requireNonNull(counts.get(answer.status()))[0]++;
    }
    consumer.accept(item.input, answer);
    delivered++;
    if ((delivered & 0xFF) == 0) {
      wakeFeeder();
      report();
    }
  }

  private void wakeFeeder() {
    if (feederFull && hasRoom(resolver.inFlight() / 4)) {
      LockSupport.unpark(feeder);
    }
  }

  private boolean hasRoom(int room) {
    return started - delivered + room < resolver.inFlight() || delivered == started;
  }

  private void report() {
    long elapsed = System.nanoTime() - began;
    if (elapsed >= nextProgress) {
      nextProgress = elapsed + resolver.progressPeriod().toNanos();
      resolver.progress().accept(statistics());
    }
  }

  private BulkStatistics statistics() {
    Map<DnsStatus, Long> byStatus = new EnumMap<>(DnsStatus.class);
    counts.forEach((status, count) -> byStatus.put(status, count[0]));
    return new BulkStatistics(
        started, delivered, byStatus, Duration.ofNanos(System.nanoTime() - began));
  }

  private void feed() {
    try {
      long interval = (long) (1e9 / resolver.rate());
      long slot = System.nanoTime();
      while (!aborted && inputs.hasNext()) {
        T input = inputs.next();
        DnsQuestion asked = question.apply(input);
        awaitRoom();
        if (interval > 0 && asked != null) {
          slot = awaitSlot(slot, interval);
        }
        if (aborted) {
          return;
        }
        ask(input, asked);
      }
    } catch (RuntimeException | Error e) {
      inputFailure = e;
    } finally {
      fed = true;
      LockSupport.unpark(deliverer);
    }
  }

  private void awaitRoom() {
    while (started - delivered >= resolver.inFlight() && !aborted) {
      feederFull = true;
      if (started - delivered >= resolver.inFlight() && !aborted) {
        LockSupport.parkNanos(IDLE);
      }
      feederFull = false;
    }
  }

  /** Waits until the next question may begin; returns when the one after it may. */
  private long awaitSlot(long slot, long interval) {
    long now = System.nanoTime();
    long mine = Math.max(slot - now, -BURST) + now;
    while (mine - now > 0 && !aborted) {
      LockSupport.parkNanos(mine - now);
      now = System.nanoTime();
    }
    return mine + interval;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes it
  private void ask(T input, @Nullable DnsQuestion asked) {
    BulkItem<T> item = new BulkItem<>(this, input, asked, started);
    started++;
    item.send(resolver.transport(), resolver.timeout());
    if (delivererIdle) {
      LockSupport.unpark(deliverer);
    }
  }
}
