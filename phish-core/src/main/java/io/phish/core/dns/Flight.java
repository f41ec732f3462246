package io.phish.core.dns;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One question on its way and those who wait for the answer. Who goes away takes nothing from the
 * others; when the last one has gone, the question is called back.
 */
final class Flight {
  private static final int CLOSED = -1;

  private final CompletableFuture<DnsAnswer> landing = new CompletableFuture<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicReference<@Nullable CompletableFuture<?>> step = new AtomicReference<>();
  private final Consumer<Flight> onAbandoned;

  /**
   * A flight.
   *
   * @param onAbandoned called once if everybody has gone
   */
  Flight(Consumer<Flight> onAbandoned) {
    this.onAbandoned = onAbandoned;
  }

  /** A future of the answer for one who waits; null if nobody waits any more and it is over. */
  @Nullable CompletableFuture<DnsAnswer> join() {
    int before;
    do {
      before = waiting.get();
      if (before == CLOSED) {
        return null;
      }
    } while (!waiting.compareAndSet(before, before + 1));
    CompletableFuture<DnsAnswer> own = landing.copy();
    CompletableFuture<?> unused =
        own.whenComplete(
            (answer, failure) -> {
              if (own.isCancelled()) {
                leave();
              }
            });
    return own;
  }

  private void leave() {
    if (waiting.decrementAndGet() == 0 && waiting.compareAndSet(0, CLOSED)) {
      onAbandoned.accept(this);
      landing.cancel(false);
      CompletableFuture<?> current = step.get();
      if (current != null) {
        current.cancel(true);
      }
    }
  }

  /** What is to be called back if everybody goes: the question that is on its way now. */
  void on(CompletableFuture<?> current) {
    step.set(current);
    if (waiting.get() == CLOSED) {
      current.cancel(true);
    }
  }

  boolean isAbandoned() {
    return waiting.get() == CLOSED;
  }

  void land(DnsAnswer answer) {
    landing.complete(answer);
  }
}
