package io.phish.core.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Counts who is inside, and once closed lets nobody else in. */
final class Gate {
  private static final long CLOSED = 1L << 62;

  private final AtomicLong state = new AtomicLong();
  private final CountDownLatch empty = new CountDownLatch(1);

  /** Whether the caller is in; then it must {@link #exit}. */
  boolean enter() {
    if ((state.incrementAndGet() & CLOSED) == 0) {
      return true;
    }
    exit();
    return false;
  }

  void exit() {
    if (state.decrementAndGet() == CLOSED) {
      empty.countDown();
    }
  }

  /** Closes it; false if it was closed before. */
  boolean close() {
    long before = state.getAndUpdate(now -> now | CLOSED);
    if (before == 0) {
      empty.countDown();
    }
    return (before & CLOSED) == 0;
  }

  boolean awaitEmpty(long nanos) throws InterruptedException {
    return empty.await(nanos, TimeUnit.NANOSECONDS);
  }
}
