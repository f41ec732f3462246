package io.phish.core.registration.whois;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads that are there only while there is work. */
final class Threads {
  /** How long a thread waits for more work. */
  static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private Threads() {}

  static ThreadFactory daemons(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + '-' + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** At most so many at work and so many tasks waiting; more is rejected. */
  static ThreadPoolExecutor pool(String name, int threads, int queue) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_NANOS,
            TimeUnit.NANOSECONDS,
            new LinkedBlockingQueue<>(queue),
            daemons(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
