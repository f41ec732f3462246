package io.phish.core.engine;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Inputs of a publisher, subscribed to when the batch is, for what it publishes meanwhile may be
 * lost. The publisher is not trusted: its signals go through one lock, and one that breaks a rule
 * ends the input with that as its error.
 */
final class BatchPublisher<T> implements BatchInput<T>, Flow.Subscriber<T> {
  private final Flow.Publisher<? extends T> publisher;
  private final Batch<T> batch;
  private final int plenty;

  /** Serialises request and cancel, as rule 2.7 of Reactive Streams wants it. */
  private final AtomicInteger asking = new AtomicInteger();

  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock.
  private final Queue<T> queue = new ArrayDeque<>();
  private boolean subscribed;
  // Written under the lock.
  private volatile boolean ended;
  private volatile long received;

  private volatile Flow.@Nullable Subscription upstream;
  // Only written by the one thread that asks.
  private volatile long asked;

  BatchPublisher(Flow.Publisher<? extends T> publisher, int concurrency, Batch<T> batch) {
    this.publisher = publisher;
    this.batch = batch;
    this.plenty = concurrency / 2;
  }

  @Override
  public boolean ready(long taken) {
    return received > taken;
  }

  @Override
  public void open() {
    try {
      publisher.subscribe(this);
    } catch (Throwable e) {
      fail(e);
    }
  }

  @Override
  public @Nullable T take(long taken) {
    lock.lock();
    try {
      return queue.poll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void ask() {
    if (asking.getAndIncrement() != 0) {
      return;
    }
    int missed = 1;
    do {
      Flow.Subscription from = upstream;
      if (from != null) {
        askOnce(from);
      }
      missed = asking.addAndGet(-missed);
    } while (missed != 0);
  }

  private void askOnce(Flow.Subscription from) {
    try {
      if (ended) {
        upstream = null;
        from.cancel();
        return;
      }
      long before = asked;
      // While plenty is still to come, there is no hurry: one request for several costs less.
      if (before - received <= plenty) {
        long more = batch.limit() - before;
        if (more > 0) {
          asked = before + more;
          from.request(more);
        }
      }
    } catch (Throwable e) {
      upstream = null;
      fail(e);
    }
  }

  @Override
  public void cancel() {
    lock.lock();
    try {
      ended = true;
      queue.clear();
    } finally {
      lock.unlock();
    }
    ask();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    Objects.requireNonNull(subscription, "subscription");
    boolean second;
    lock.lock();
    try {
      second = subscribed;
      subscribed = true;
    } finally {
      lock.unlock();
    }
    if (second) {
      subscription.cancel();
      return;
    }
    upstream = subscription;
    ask();
  }

  @Override
  public void onNext(T input) {
    requireSignal(input);
    boolean welcome;
    lock.lock();
    try {
      if (ended) {
        return;
      }
      long before = received;
      welcome = before < asked;
      if (welcome) {
        queue.add(input);
        received = before + 1;
      }
    } finally {
      lock.unlock();
    }
    if (welcome) {
      batch.refill();
    } else {
      fail(new IllegalStateException("the publisher of the inputs signalled more than was asked"));
    }
  }

  @Override
  public void onError(Throwable error) {
    requireSignal(error);
    upstream = null;
    end(error);
  }

  @Override
  public void onComplete() {
    upstream = null;
    end(null);
  }

  /** Rule 2.13: null is refused by throwing; the publisher is not to be trusted any further. */
  private void requireSignal(@Nullable Object signal) {
    if (signal == null) {
      NullPointerException error =
          new NullPointerException("the publisher of the inputs signalled null");
      fail(error);
      throw error;
    }
  }

  private void fail(Throwable error) {
    end(error);
    ask();
  }

  private void end(@Nullable Throwable error) {
    long total;
    lock.lock();
    try {
      if (ended) {
        return;
      }
      ended = true;
      total = received;
    } finally {
      lock.unlock();
    }
    batch.inputEnded(total, error);
  }
}
