package io.phish.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.phish.spi.CacheEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends what many ask for one by one together. The first is sent at once; what is asked for while
 * answers are on their way is sent as one command when the next of them arrives. So nobody waits
 * for others to ask, and the busier it is, the less an entry costs: most of that is to write to a
 * socket and to read from it.
 */
final class GatheredGets {
  /** One that the server works on, and one that is read or written. */
  private static final int ON_THEIR_WAY = 2;

  private final Wire wire;
  private final ServerClock clock;
  private final Runnable onUnreadable;
  private final int mostAtOnce;
  private final ConcurrentLinkedQueue<Wanted> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger onTheirWay = new AtomicInteger();

  /**
   * Nothing yet.
   *
   * @param onUnreadable run for every value that is no entry
   */
  GatheredGets(Wire wire, ServerClock clock, Runnable onUnreadable, int mostAtOnce) {
    this.wire = wire;
    this.clock = clock;
    this.onUnreadable = onUnreadable;
    this.mostAtOnce = mostAtOnce;
  }

  boolean areOf(Wire other) {
    return wire.equals(other);
  }

  /** What is under a name; null if nothing is. */
  CompletableFuture<@Nullable CacheEntry> get(byte[] name) {
    Wanted wanted = new Wanted(name);
    queue.add(wanted);
    sendNext();
    return wanted;
  }

  private static final class Wanted extends CompletableFuture<@Nullable CacheEntry> {
    private final byte[] name;

    Wanted(byte[] name) {
      this.name = name;
    }
  }

  private void sendNext() {
    // Asked for again after each place that was given back: somebody may have come in between.
    while (!queue.isEmpty() && takePlace()) {
      List<Wanted> together = takeTogether();
      if (!together.isEmpty()) {
        send(together);
        return;
      }
      onTheirWay.decrementAndGet();
    }
  }

  private boolean takePlace() {
    int taken = onTheirWay.get();
    while (taken < ON_THEIR_WAY) {
      if (onTheirWay.compareAndSet(taken, taken + 1)) {
        return true;
      }
      taken = onTheirWay.get();
    }
    return false;
  }

  private List<Wanted> takeTogether() {
    List<Wanted> together = new ArrayList<>();
    for (Wanted next = queue.poll(); next != null; next = queue.poll()) {
      if (!next.isDone()) { // given up by now
        together.add(next);
      }
      if (together.size() == mostAtOnce) {
        break;
      }
    }
    return together;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // those who want it are told
  private void send(List<Wanted> together) {
    byte[][] names = new byte[together.size()][];
    CommandArgs<byte[], byte[]> args = new CommandArgs<>(ByteArrayCodec.INSTANCE);
    for (int i = 0; i < names.length; i++) {
      names[i] = together.get(i).name;
      args.addKey(names[i]);
    }
    FoundEntries found = new FoundEntries(names, clock, onUnreadable);
    Sent<FoundEntries> sent = new Sent<>(1, () -> found);
    sent.add(names.length == 1 ? CommandType.GET : CommandType.MGET, names[0], args, found.from(0));
    try {
      sent.over(wire);
    } catch (RuntimeException refused) {
      sent.completeExceptionally(refused);
    }
    sent.whenComplete((done, failure) -> answered(together, found, failure));
  }

  private void answered(List<Wanted> together, FoundEntries found, @Nullable Throwable failure) {
    onTheirWay.decrementAndGet();
    sendNext();
    for (int i = 0; i < together.size(); i++) {
      if (failure == null) {
        together.get(i).complete(found.get(i));
      } else {
        together.get(i).completeExceptionally(failure);
      }
    }
  }
}
