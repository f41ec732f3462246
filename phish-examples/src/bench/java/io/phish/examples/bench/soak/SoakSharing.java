package io.phish.examples.bench.soak;

import io.phish.spi.RateDecision;
import io.phish.spi.RateLimiter;
import io.phish.spi.RateWindow;
import io.phish.spi.Session;
import io.phish.spi.SessionStore;
import io.phish.spi.SessionToken;
import io.phish.spi.SubscribeOptions;
import io.phish.spi.Topic;
import io.phish.spi.UpdateBus;
import io.phish.spi.UpdateSignal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Publishes numbers to subscribers, begins, reads and ends sessions, and asks a limiter; counts
 * what is not as it should be.
 */
final class SoakSharing implements AutoCloseable {
  private static final int SUBSCRIBERS = 8;
  private static final int SESSIONS = 50;
  private static final Topic TOPIC = Topic.broadcast("soak").retained();
  private static final List<RateWindow> WINDOWS =
      List.of(
          RateWindow.of(100, Duration.ofSeconds(1)), RateWindow.of(4_000, Duration.ofMinutes(1)));

  private final UpdateBus bus;
  private final SessionStore sessions;
  private final RateLimiter limiter;
  private final List<Listener> listeners = new ArrayList<>();
  private final BitSet published = new BitSet();
  private final Deque<Kept> kept = new ArrayDeque<>();
  private final AtomicLong users = new AtomicLong();
  private final LongAdder sessionsLost = new LongAdder();
  private final LongAdder sessionFailures = new LongAdder();
  private final LongAdder publishFailures = new LongAdder();
  private final LongAdder granted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final List<Paced> paces;
  private int next;

  /** A session that was begun and not ended. */
  private record Kept(SessionToken token, String user) {}

  SoakSharing(UpdateBus bus, SessionStore sessions, RateLimiter limiter) {
    this.bus = bus;
    this.sessions = sessions;
    this.limiter = limiter;
    for (int i = 0; i < SUBSCRIBERS; i++) {
      Listener listener = new Listener();
      listeners.add(listener);
      bus.subscribe(TOPIC, SubscribeOptions.DEFAULT.withBuffer(10_000), listener)
          .toCompletableFuture()
          .join();
    }
    paces =
        List.of(
            new Paced("soak-updates", 10, this::publish),
            new Paced("soak-sessions", 10, this::session),
            new Paced("soak-limits", 20, this::limit));
  }

  private void publish() {
    int number = next++;
    try {
      bus.publish(TOPIC, Integer.toString(number)).toCompletableFuture().join();
      published.set(number);
    } catch (CompletionException e) {
      publishFailures.increment(); // perhaps it was published nevertheless
    }
  }

  private void session() {
    try {
      if (kept.size() < SESSIONS) {
        String user = "user-" + users.incrementAndGet();
        if (sessions.create("soak", user, Map.of("of", user)).toCompletableFuture().join()
            instanceof SessionStore.Created created) {
          kept.add(new Kept(created.token(), user));
        }
        return;
      }
      Kept oldest = kept.element();
      Optional<Session> found = sessions.get(oldest.token()).toCompletableFuture().join();
      if (found.isEmpty() || !oldest.user().equals(found.get().attributes().get("of"))) {
        sessionsLost.increment();
      }
      sessions.revoke(oldest.token().handle()).toCompletableFuture().join();
      kept.remove();
    } catch (CompletionException e) {
      sessionFailures.increment();
      // Perhaps it was ended nevertheless: it is no longer known whether it is there.
      kept.poll();
    }
  }

  private void limit() {
    RateDecision decision = limiter.tryAcquire("soak", WINDOWS).toCompletableFuture().join();
    (decision instanceof RateDecision.Granted ? granted : refused).increment();
  }

  /** Waits until all that was published has arrived, as far as it does. */
  void drain(Duration patience) throws InterruptedException {
    for (Paced pace : paces) {
      pace.end();
    }
    long end = System.nanoTime() + patience.toNanos();
    while (missing() > 0 && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  /** Updates that did not arrive at somebody who was not told that there is a gap. */
  long missing() {
    return listeners.stream().mapToLong(listener -> listener.missing(published)).sum();
  }

  long outOfOrder() {
    return listeners.stream().mapToLong(listener -> listener.outOfOrder).sum();
  }

  long sessionsLost() {
    return sessionsLost.sum();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "updates: %,d published for certain and %,d perhaps, to %d each; %,d missing, %,d out of"
            + " order, %,d gaps told%nsessions: %,d begun, %,d lost, %,d calls failed%n"
            + "limiter: %,d granted, %,d refused",
        published.cardinality(),
        publishFailures.sum(),
        SUBSCRIBERS,
        missing(),
        outOfOrder(),
        listeners.stream().mapToLong(listener -> listener.gaps).sum(),
        users.get(),
        sessionsLost.sum(),
        sessionFailures.sum(),
        granted.sum(),
        refused.sum());
  }

  @Override
  public void close() {
    listeners.forEach(Listener::cancel);
  }

  private static final class Listener implements Flow.Subscriber<UpdateSignal> {
    private final BitSet received = new BitSet();
    private Flow.@Nullable Subscription subscription;
    private int last = -1;
    private volatile long outOfOrder;
    private volatile long gaps;

    @Override
    public synchronized void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(Long.MAX_VALUE);
    }

    @Override
    public synchronized void onNext(UpdateSignal signal) {
      if (signal instanceof UpdateSignal.Update update) {
        int number = Integer.parseInt(update.data());
        if (number <= last) {
          outOfOrder = outOfOrder + 1;
        }
        last = number;
        received.set(number);
      } else {
        gaps = gaps + 1;
      }
    }

    private synchronized long missing(BitSet published) {
      BitSet missing = (BitSet) published.clone();
      missing.andNot(received);
      return gaps > 0 ? 0 : missing.cardinality();
    }

    private synchronized void cancel() {
      if (subscription != null) {
        subscription.cancel();
      }
    }

    @Override
    public synchronized void onError(Throwable thrown) {
      outOfOrder = outOfOrder + 1; // nobody here is slow
    }

    @Override
    public void onComplete() {}
  }
}
