package io.phish.examples.bench.soak;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Does something so many times a second on a thread of its own, as far as it comes to it. */
final class Paced {
  private static final System.Logger log = System.getLogger(Paced.class.getName());
  private static final long BEHIND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Thread thread;
  private volatile boolean isEnding;

  Paced(String name, double perSecond, Runnable task) {
    long every = (long) (1e9 / perSecond);
    thread = new Thread(() -> run(every, task), name);
    thread.setDaemon(true);
    thread.start();
  }

  private void run(long every, Runnable task) {
    long next = System.nanoTime();
    while (!isEnding) {
      try {
        task.run();
      } catch (RuntimeException e) {
        log.log(Level.ERROR, Thread.currentThread().getName() + " failed", e);
      }
      // What could not be done in time is not made up for.
      next = Math.max(next + every, System.nanoTime() - BEHIND_NANOS);
      for (long left = next - System.nanoTime(); left > 0 && !isEnding; ) {
        LockSupport.parkNanos(Math.min(left, 100_000_000));
        left = next - System.nanoTime();
      }
    }
  }

  /** Does it no more, and waits until it is over. */
  void end() throws InterruptedException {
    isEnding = true;
    thread.join();
  }
}
