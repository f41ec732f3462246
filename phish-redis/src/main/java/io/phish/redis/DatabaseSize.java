package io.phish.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How large the database is, asked for now and then. */
final class DatabaseSize {
  private static final long FRESH = TimeUnit.SECONDS.toNanos(10);

  private final RedisCalls calls;
  private final AtomicLong askedAt = new AtomicLong(System.nanoTime() - FRESH);
  private volatile long entries = -1;
  private volatile long bytes = -1;

  DatabaseSize(RedisCalls calls) {
    this.calls = calls;
  }

  long entries() {
    return entries;
  }

  long bytes() {
    return bytes;
  }

  /** Asks, unless it did so of late. */
  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits
  void refresh() {
    long then = askedAt.get();
    long now = System.nanoTime();
    if (now - then >= FRESH && askedAt.compareAndSet(then, now)) {
      read();
    }
  }

  /** Asks. */
  CompletableFuture<Void> read() {
    askedAt.set(System.nanoTime());
    CompletableFuture<Void> count =
        calls.call(wire -> wire.async().dbsize()).thenAccept(keys -> entries = keys);
    CompletableFuture<Void> memory =
        calls
            .call(wire -> wire.async().info("memory"))
            .thenAccept(info -> bytes = number(info, "used_memory:"));
    return CompletableFuture.allOf(count, memory);
  }

  private static long number(String info, String name) {
    int at = info.indexOf(name);
    if (at < 0) {
      return -1;
    }
    long number = 0;
    for (int i = at + name.length(); i < info.length() && i < at + 32; i++) {
      int digit = info.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      number = 10 * number + digit;
    }
    return number;
  }
}
