package io.phish.redis;

import io.phish.event.BreakerChanged;
import io.phish.event.BreakerChanged.State;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Leaves a server alone when so many calls in a row were of no use. It is never a caller that finds
 * out whether the server is well again: while this is open, somebody else asks.
 */
final class Breaker {
  /**
   * Five waits in vain are a tenth of a second by default; four can be one pause of a collector.
   */
  static final int THRESHOLD = 5;

  private final String resource;
  private final Consumer<BreakerChanged> onChange;
  private final AtomicInteger inVain = new AtomicInteger();
  private final AtomicBoolean isOpen = new AtomicBoolean();

  Breaker(String resource, Consumer<BreakerChanged> onChange) {
    this.resource = resource;
    this.onChange = onChange;
  }

  boolean isOpen() {
    return isOpen.get();
  }

  /** A call was answered. */
  void onAnswer() {
    if (inVain.get() != 0) {
      inVain.set(0);
    }
  }

  /**
   * A call was of no use.
   *
   * @param isCertain whether the next one would be of none either, so that none need be tried
   * @return whether that opened the breaker: then somebody has to ask how the server is
   */
  boolean onFailure(boolean isCertain) {
    if (!isCertain && inVain.incrementAndGet() < THRESHOLD) {
      return false;
    }
    if (!isOpen.compareAndSet(false, true)) {
      return false;
    }
    onChange.accept(new BreakerChanged(resource, State.CLOSED, State.OPEN));
    return true;
  }

  /** The server is well. */
  void close() {
    inVain.set(0);
    if (isOpen.compareAndSet(true, false)) {
      onChange.accept(new BreakerChanged(resource, State.OPEN, State.CLOSED));
    }
  }
}
