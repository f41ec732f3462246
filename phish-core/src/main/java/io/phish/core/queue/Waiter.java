package io.phish.core.queue;

import io.phish.spi.LeasedJobs;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Somebody who waits for jobs. */
final class Waiter {
  private final String worker;
  private final int max;
  private final long end;
  private final CompletableFuture<LeasedJobs> result = new CompletableFuture<>();

  Waiter(String worker, int max, Duration wait) {
    MemoryJobQueue.checkBatch(max);
    if (worker.isEmpty()) {
      throw new IllegalArgumentException("worker has no name");
    }
    if (wait.isNegative()) {
      throw new IllegalArgumentException("wait " + wait + " is negative");
    }
    this.worker = worker;
    this.max = max;
    this.end = System.nanoTime() + nanos(wait);
  }

  /** A hundred years are as good as for ever, and do not overflow. */
  static long nanos(Duration wait) {
    Duration longest = Duration.ofDays(36_500);
    return (wait.compareTo(longest) < 0 ? wait : longest).toNanos();
  }

  String worker() {
    return worker;
  }

  int max() {
    return max;
  }

  CompletableFuture<LeasedJobs> result() {
    return result;
  }

  long nanosLeft() {
    return end - System.nanoTime();
  }
}
